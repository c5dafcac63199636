"""People as Slack shows them to an app."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, OTHER_TEAM_ID, TEAM_ID
from bot.sandbox.plain import Json
from bot.sandbox.records import UserRecord


def user_payload(user: UserRecord, now: datetime) -> Json:
    """Return a person as Slack shows them to the app."""
    shown: Json = {
        "id": user["id"],
        "team_id": _home(user),
        "name": user["name"],
        "deleted": user["deleted"],
        "profile": _profile(user),
        "is_bot": user["is_bot"],
        "is_app_user": False,
        "updated": 0,
    }
    if user["deleted"]:
        # Slack tells neither zone nor rights of somebody who has left.
        return shown
    return {
        **shown,
        "real_name": user["real_name"],
        **_zone_payload(user, now),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user["is_restricted"],
        "is_ultra_restricted": False,
        "is_stranger": False,  # Only of somebody with whom the app shares no channel.
        "is_email_confirmed": not user["is_bot"],
        "who_can_share_contact_card": "EVERYONE",
    }


def offset_of(user: UserRecord, now: datetime) -> int | None:
    """Return how many seconds east of Greenwich somebody's clock is, where that is known."""
    zone = _load(user["tz"])
    if zone is None:
        return user.get("tz_offset")
    return int((now.astimezone(zone).utcoffset() or UTC.utcoffset(None)).total_seconds())


def zone_to_show(user: UserRecord) -> str:
    """Return a zone that every browser knows: somebody's own, or else UTC."""
    return "UTC" if user["tz"] is None or _load(user["tz"]) is None else user["tz"]


def _zone_payload(user: UserRecord, now: datetime) -> Json:
    offset = offset_of(user, now)
    said: Json = {} if offset is None else {"tz_offset": offset}
    if user["tz"] is None:
        return said
    zone = _load(user["tz"])
    label = user["tz"] if zone is None else now.astimezone(zone).tzname()
    return {"tz": user["tz"], "tz_label": label, **said}


def _load(name: str | None) -> tzinfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _home(user: UserRecord) -> str:
    return OTHER_TEAM_ID if user.get("is_from_elsewhere") else TEAM_ID


def _profile(user: UserRecord) -> Json:
    first, _, last = user["real_name"].partition(" ")
    profile: Json = {
        "title": user["title"],
        "real_name": user["real_name"],
        "real_name_normalized": user["real_name"],
        "display_name": user["name"],
        "display_name_normalized": user["name"],
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "team": _home(user),
    }
    if user["is_restricted"] and not user["deleted"]:
        # Of guests only; seen in answers of users.info, in no reference of Slack's.
        profile["guest_expiration_ts"] = user.get("ends_at", 0)
    if user["id"] == BOT_USER_ID:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    return profile


def user_change_event(user: UserRecord, now: datetime) -> Json:
    """Return the event of a person's record having changed."""
    return {
        "type": "user_change",
        "user": user_payload(user, now),
        "cache_ts": int(now.timestamp()),
    }
