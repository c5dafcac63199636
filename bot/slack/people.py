"""Who somebody is in the workspace: a person or a bot, still there or not, and in which zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk import WebClient

from bot.slack.at_once import ask_all

_SLACKBOT: Final = "USLACKBOT"  # Slack does not mark its own bot as one.


@dataclass(frozen=True)
class Person:
    """A member of the workspace; `zone` is an IANA name, UTC where Slack's is unknown."""

    user_id: str
    name: str
    is_bot: bool
    is_active: bool
    zone: str

    @property
    def can_take_part(self) -> bool:
        """Whether messages to them reach a human being."""
        return self.is_active and not self.is_bot


def look_up(
    client: WebClient, user_ids: Sequence[str], *, seconds: float | None = None
) -> tuple[Person, ...]:
    """Ask Slack about several people at once; needs users:read.

    Raises:
        TimeoutError: it took longer than `seconds` together.

    """
    calls = [partial(look_up_one, client, user_id) for user_id in user_ids]
    return ask_all(calls, seconds=seconds)


def look_up_one(client: WebClient, user_id: str) -> Person:
    """Ask Slack about one person."""
    user = client.users_info(user=user_id)["user"]
    return Person(
        user_id=user_id,
        name=user.get("real_name") or user.get("name") or user_id,
        is_bot=bool(user.get("is_bot")) or user_id == _SLACKBOT,
        is_active=not user.get("deleted"),
        zone=_known_zone(user.get("tz")),
    )


def _known_zone(name: str | None) -> str:
    try:
        return ZoneInfo(name or "UTC").key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
