"""Who somebody is in the workspace: a person or a bot, still there or not, and in which zone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk import WebClient

_AT_ONCE: Final = 16
_SLACKBOT: Final = "USLACKBOT"  # Slack does not mark its own bot as one.


@dataclass(frozen=True)
class Person:
    """A member of the workspace; `zone` is an IANA name, UTC where Slack's is unknown."""

    user_id: str
    is_bot: bool
    is_active: bool
    zone: str

    @property
    def can_take_part(self) -> bool:
        """Whether messages to them reach a human being."""
        return self.is_active and not self.is_bot


def look_up(client: WebClient, user_ids: Sequence[str]) -> tuple[Person, ...]:
    """Ask Slack about several people at once; needs users:read."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="people") as pool:
        return tuple(pool.map(lambda user_id: look_up_one(client, user_id), user_ids))


def look_up_one(client: WebClient, user_id: str) -> Person:
    """Ask Slack about one person."""
    user = client.users_info(user=user_id)["user"]
    return Person(
        user_id=user_id,
        is_bot=bool(user.get("is_bot")) or user_id == _SLACKBOT,
        is_active=not user.get("deleted"),
        zone=_known_zone(user.get("tz")),
    )


def list_channel_members(client: WebClient, channel_id: str, *, most: int) -> tuple[str, ...]:
    """Return the ids of a channel's members, or none where there are more than `most`."""
    page = client.conversations_members(channel=channel_id, limit=most + 1)
    members = tuple(page["members"])
    has_more = bool((page.get("response_metadata") or {}).get("next_cursor"))
    return () if has_more or len(members) > most else members


def _known_zone(name: str | None) -> str:
    try:
        return ZoneInfo(name or "UTC").key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
