"""What one person sees of the workspace, as the page reads it."""

from datetime import datetime

from bot.sandbox.message_log import message_payload
from bot.sandbox.people import APP_ID, BOT_USER_ID
from bot.sandbox.plain import Json
from bot.sandbox.records import ConversationRecord, MessageRecord, UserRecord, ViewRecord
from bot.sandbox.users import offset_of, zone_to_show
from bot.sandbox.views import view_payload
from bot.sandbox.workspace import Workspace


def shown_state(workspace: Workspace, me: UserRecord, *, is_connected: bool, moving: bool) -> Json:
    """Return everything but the messages."""
    now = workspace.clock.now()
    seen = [
        _shown_conversation(workspace, conversation, me["id"])
        for conversation in workspace.conversations()
        if can_see(conversation, me["id"])
    ]
    return {
        "me": _shown_person(me, now),
        "clock": {"now": now.isoformat(), "moving": moving},
        "app": _shown_app(workspace, is_connected=is_connected),
        "people": [_shown_person(user, now) for user in workspace.users()],
        "conversations": seen,
        "modal": _shown_view(workspace.views.top(me["id"])),
        "home": _shown_view(workspace.views.home(me["id"])),
    }


def shown_messages(
    workspace: Workspace, conversation: ConversationRecord, me: UserRecord
) -> list[Json]:
    """Return what one person sees in a conversation, oldest first."""
    return [
        _shown_message(workspace, conversation["id"], message, me["id"])
        for message in workspace.messages.visible(conversation["id"], seen_by=me["id"])
    ]


def can_see(conversation: ConversationRecord, user: str) -> bool:
    """Say whether somebody sees a conversation: public ones everybody, others their members."""
    return conversation["kind"] == "public_channel" or user in conversation["members"]


def _shown_app(workspace: Workspace, *, is_connected: bool) -> Json:
    manifest = workspace.manifest
    return {
        "id": APP_ID,
        "name": manifest.name,
        "bot_user_id": BOT_USER_ID,
        "is_connected": is_connected,
        "commands": [
            {
                "command": command.command,
                "description": command.description,
                "usage_hint": command.usage_hint,
            }
            for command in manifest.commands
        ],
        "has_home_tab": manifest.has_home_tab,
        "messages_tab_is_read_only": manifest.messages_tab_is_read_only,
    }


def _shown_person(user: UserRecord, now: datetime) -> Json:
    return {
        "id": user["id"],
        "name": user["name"],
        "real_name": user["real_name"],
        "title": user["title"],
        "tz": zone_to_show(user),
        "tz_offset": offset_of(user, now) or 0,
        "is_guest": user["is_restricted"],
        "is_bot": user["is_bot"],
        "deleted": user["deleted"],
    }


def _shown_conversation(workspace: Workspace, conversation: ConversationRecord, me: str) -> Json:
    visible = workspace.messages.visible(conversation["id"], seen_by=me)
    shown: Json = {
        "id": conversation["id"],
        "name": conversation["name"],
        "kind": conversation["kind"],
        "topic": conversation["topic"],
        "is_member": me in conversation["members"],
        "bot_is_member": BOT_USER_ID in conversation["members"],
        "members": list(conversation["members"]),
        "unread": workspace.messages.unread(conversation["id"], me),
        "last_ts": visible[-1]["ts"] if visible else None,
    }
    if conversation["kind"] == "im":
        others = [member for member in conversation["members"] if member != me]
        shown["with"] = (others or [me])[0]
    return shown


def _shown_message(workspace: Workspace, channel: str, message: MessageRecord, me: str) -> Json:
    payload = message_payload(message)
    shown: Json = {
        "ts": message["ts"],
        "user": message["user"],
        "text": message["text"],
        "edited": message["edited_ts"] is not None,
        "ephemeral": message["only_for"] is not None,
        "is_bot": message["user"] == BOT_USER_ID,
    }
    for key in ("blocks", "attachments", "thread_ts"):
        if key in payload:
            shown[key] = payload[key]
    warning = workspace.messages.warning(channel, message["ts"], me)
    if warning is not None:
        shown["warning"] = warning
    return shown


def _shown_view(view: ViewRecord | None) -> Json | None:
    return None if view is None else view_payload(view)
