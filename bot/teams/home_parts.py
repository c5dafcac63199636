"""What teams show on App Home."""

from collections.abc import Sequence
from datetime import datetime

from bot.slack.blocks import Block
from bot.slack.home import HomePart, Order
from bot.teams.domain import Roster
from bot.teams.family_service import FamilyService
from bot.teams.messages import home as messages
from bot.teams.messages.parts import when_it_begins
from bot.teams.service import TeamService


class TeamHome:
    """What somebody's Home shows of the teams they were named in."""

    def __init__(self, teams: TeamService, families: FamilyService) -> None:
        self._teams = teams
        self._families = families

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """The parts."""
        return (
            HomePart("teams", Order.WELCOME, self.build_welcome),
            HomePart("stored", Order.STORED, self.build_stored),
        )

    def build_welcome(self, user_id: str, now: datetime) -> Sequence[Block]:
        """Return the teams that somebody takes part in, or how to begin."""
        taken = [r for r in self._teams.list_rosters_of(user_id=user_id) if _takes(r, user_id)]
        when = [when_it_begins(roster, now=now) for roster in taken]
        return messages.welcome(taken, user_id, when=when)

    def build_stored(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return what is stored about somebody's part in teams, and in parents of teams."""
        families = self._families.list_families()
        return messages.stored(self._teams.list_rosters_of(user_id=user_id), families, user_id)


def _takes(roster: Roster, user_id: str) -> bool:
    return user_id in {person.user_id for person in roster.participants}
