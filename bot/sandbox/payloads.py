"""The parts that the payloads of all interactions share."""

from bot.sandbox.people import APP_ID, TEAM_DOMAIN, TEAM_ID
from bot.sandbox.plain import Json, mapping
from bot.sandbox.records import ConversationRecord, UserRecord

_NAMES_OF_UNNAMED = {"im": "directmessage", "private_channel": "privategroup"}


def interaction_payload(kind: str, user: UserRecord) -> Json:
    """Return what every interactive payload says: of which kind, by whom, for which app."""
    return {
        "type": kind,
        "user": {
            "id": user["id"],
            "username": user["name"],
            "name": user["name"],
            "team_id": TEAM_ID,
        },
        "api_app_id": APP_ID,
        "token": "local",
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action_payload(block: Json, element: Json, state: Json, *, ts: str) -> Json:
    """Return one entry of `actions`: which element, and what it now holds."""
    action: Json = {
        "type": element.get("type"),
        "action_id": element.get("action_id"),
        "block_id": block.get("block_id"),
        **state,
        "action_ts": ts,
    }
    if element.get("type") == "button":
        action["text"] = {"emoji": True, **mapping(element.get("text"))}
        for key in ("value", "style", "url"):
            if key in element:
                action[key] = element[key]
    return action


def channel_name(conversation: ConversationRecord) -> str:
    """Return a conversation's name as apps see it; those that are not public have none."""
    return _NAMES_OF_UNNAMED.get(conversation["kind"], conversation["name"])
