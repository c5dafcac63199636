"""Who somebody is in the workspace: a person or a bot, a colleague or a guest, in which zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.at_once import ask_all
from bot.zones import find_zone

_SLACKBOT: Final = "USLACKBOT"  # Slack does not mark its own bot as one.
PAGE: Final = 1000
_GONE: Final = frozenset({"user_not_found", "users_not_found"})
_HIDDEN: Final = "user_not_visible"
_END_OF_TIME: Final = 253_402_300_800
"""The first second that no calendar here has: the year 10,000."""


@dataclass(frozen=True)
class Person:
    """Somebody whom the workspace shows.

    Attributes:
        user_id: Slack's id.
        name: what people call them.
        is_bot: an app rather than a person.
        is_active: their account has not been deactivated.
        is_guest: they were let into some channels only.
        is_stranger: they belong to another workspace and are here through a shared channel.
        zone: a name that `bot.zones.read_zone` reads; None where Slack does not say.
        ends_at: when a guest's account ends by itself; None where Slack names no end.

    """

    user_id: str
    name: str
    is_bot: bool
    is_active: bool
    is_guest: bool = False
    is_stranger: bool = False
    zone: str | None = None
    ends_at: datetime | None = None

    @property
    def can_take_part(self) -> bool:
        """Whether messages to them reach a human being of this workspace."""
        return self.is_active and not self.is_bot and not self.is_stranger

    @property
    def can_be_invited(self) -> bool:
        """Whether they may be asked without anybody having named them."""
        return self.can_take_part and not self.is_guest


@dataclass(frozen=True)
class Home:
    """Where the bot itself belongs; whoever belongs elsewhere is a stranger."""

    user_id: str
    team_id: str
    enterprise_id: str | None


def find_home(client: WebClient) -> Home:
    """Ask Slack who the bot is."""
    return _home(_own_info(client))


def look_up(
    client: WebClient, user_ids: Sequence[str], *, seconds: float | None = None
) -> tuple[Person, ...]:
    """Ask Slack about several people at once; needs users:read.

    Whom Slack does not know any more is returned as not active.

    Raises:
        TimeoutError: it took longer than `seconds` together.

    """
    if not user_ids:
        return ()
    calls = [partial(_user_info, client, user_id) for user_id in user_ids]
    home, *users = ask_all([partial(_own_info, client), *calls], seconds=seconds)
    return tuple(read_person(user, _home(home)) for user in users)


def look_up_one(client: WebClient, user_id: str) -> Person:
    """Ask Slack about one person."""
    return look_up(client, [user_id])[0]


def is_active(client: WebClient, user_id: str) -> bool:
    """Ask Slack whether messages reach somebody; it takes those to deactivated people in silence.

    Raises:
        SlackApiError: Slack did not say.

    """
    return look_up_one(client, user_id).can_take_part


def look_up_accounts(client: WebClient, user_ids: Sequence[str]) -> dict[str, Person]:
    """Ask Slack of several people whether their accounts are on, and until when."""
    return {person.user_id: person for person in look_up(client, user_ids)}


def list_everybody(client: WebClient, home: Home, *, page: int = PAGE) -> tuple[Person, ...]:
    """Ask Slack about everybody, the deactivated included, a page at a time; needs users:read.

    Raises:
        SlackApiError: one of the pages was refused; then nobody is listed.

    """
    people: list[Person] = []
    cursor: str | None = None
    while True:
        listed = client.users_list(limit=page, cursor=cursor)
        people += [read_person(user, home) for user in listed["members"]]
        cursor = (listed.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return tuple(people)


def _own_info(client: WebClient) -> Mapping[str, Any]:
    own = client.auth_test()
    return {name: own.get(name) for name in ("user_id", "team_id", "enterprise_id")}


def _user_info(client: WebClient, user_id: str) -> Mapping[str, Any]:
    try:
        user: Mapping[str, Any] = client.users_info(user=user_id)["user"]
    except SlackApiError as error:
        code = error.response["error"]
        if code in _GONE:
            return {"id": user_id, "deleted": True}
        if code == _HIDDEN:
            return {"id": user_id, "is_stranger": True}
        raise
    return user


def _home(own: Mapping[str, Any]) -> Home:
    return Home(str(own["user_id"]), str(own["team_id"]), own["enterprise_id"])


def read_person(user: Mapping[str, Any], home: Home) -> Person:
    """Return what a user object, as the Web API and events have it, says of somebody."""
    # Of somebody who has left, Slack tells the real name in the profile only.
    real_name = user.get("real_name") or (user.get("profile") or {}).get("real_name")
    return Person(
        user_id=user["id"],
        name=real_name or user.get("name") or user["id"],
        is_bot=bool(user.get("is_bot")) or user["id"] == _SLACKBOT,
        is_active=not user.get("deleted"),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=_is_stranger(user, home),
        zone=find_zone(user.get("tz"), user.get("tz_offset")),
        ends_at=_read_end(user),
    )


def _read_end(user: Mapping[str, Any]) -> datetime | None:
    """Return when a guest's account ends; 0 or nothing stands for one without an end.

    The field is in no reference of Slack's, yet users.info has it of guests.
    """
    moment = (user.get("profile") or {}).get("guest_expiration_ts")
    is_guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    if not is_guest or not isinstance(moment, int) or not 0 < moment < _END_OF_TIME:
        return None
    return datetime.fromtimestamp(moment, UTC)


def _is_stranger(user: Mapping[str, Any], home: Home) -> bool:
    """Say whether somebody belongs to another workspace, and to another organisation too."""
    if user.get("is_stranger"):
        return True
    enterprise_id = (user.get("enterprise_user") or {}).get("enterprise_id")
    if enterprise_id is not None and enterprise_id == home.enterprise_id:
        return False
    return user.get("team_id") not in (None, home.team_id)
