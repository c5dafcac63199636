"""People as Slack shows them to an app."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from bot.sandbox.plain import Json
from bot.sandbox.records import UserRecord


def user_payload(user: UserRecord, now: datetime) -> Json:
    """Return a person as Slack shows them to the app."""
    zone = now.astimezone(ZoneInfo(user["tz"]))
    offset = zone.utcoffset()
    shown: Json = {
        "id": user["id"],
        "team_id": TEAM_ID,
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
        "tz": user["tz"],
        "tz_label": zone.tzname() or user["tz"],
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user["is_restricted"],
        "is_ultra_restricted": False,
        "is_email_confirmed": not user["is_bot"],
        "who_can_share_contact_card": "EVERYONE",
    }


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
        "team": TEAM_ID,
    }
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
