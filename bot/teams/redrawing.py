"""Has people's messages about a team drawn anew once they stand otherwise in it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from secrets import token_hex
from typing import Final

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.errors import OurFaultError
from bot.logs import get_logger
from bot.teams.family import Family
from bot.teams.messages.family import CHILD, LEAD
from bot.teams.messages.following import PLACE
from bot.teams.messages.standing import NAMING

_log = get_logger(__name__)

STALE_AFTER: Final = timedelta(weeks=4)
"""What fell due earlier is over by now, and has no buttons that could be refused."""


class Redraws:
    """Owes that messages are drawn anew, as their features then say.

    What changed is stored by then: that a message cannot be drawn anew is no reason to say that it
    is not. Until it is, its buttons say in words why they no longer work.
    """

    def __init__(
        self, deliveries: DeliveryService, clock: Clock, *, weekly_kinds: Sequence[str] = ()
    ) -> None:
        """Take how the keys begin of what other features tell people of a team, week by week."""
        self._deliveries = deliveries
        self._clock = clock
        self._weekly_kinds = weekly_kinds

    def owe_of_team(self, team_id: int, user_ids: Iterable[str]) -> None:
        """Have drawn anew what these people were told of a team, and asked in it."""
        lasting = [f"{kind}:{team_id}:" for kind in (NAMING, PLACE, CHILD)]
        weekly = [f"{kind}:{team_id}:" for kind in self._weekly_kinds]
        for user_id in user_ids:
            self._owe(lasting, to=user_id)
            self._owe(weekly, to=user_id, age=STALE_AFTER)

    def owe_of_parent(self, family: Family) -> None:
        """Have drawn anew what anybody was asked about a parent, whoever answered it."""
        parent_id = family.parent.id
        about_teams = [f"{CHILD}:{child.team_id}:{parent_id}:" for child in family.children]
        self._owe([*about_teams, f"{LEAD}:{parent_id}:"])

    def _owe(
        self, beginnings: Sequence[str], *, to: str | None = None, age: timedelta | None = None
    ) -> None:
        now = self._clock.now()
        try:
            self._deliveries.owe_redraws_of(
                beginnings,
                to=to,
                since=None if age is None else now - age,
                at=now,
                name=f"standing:{token_hex(4)}",
            )
        except OurFaultError as error:
            _log.warning("messages_not_redrawn", reason=type(error).__name__)
