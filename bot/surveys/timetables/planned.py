"""A team with what is planned for it, held until the transaction of whoever asks ends."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.surveys.domain import Round
from bot.surveys.storage import Rounds
from bot.surveys.timing import Beginning, Close, begin_after, find_close
from bot.teams.domain import Pulse, Roster


@dataclass(frozen=True)
class Planned:
    """A team, the round that runs, and when the next one opens.

    `zones` are those where people are, who are asked.
    """

    roster: Roster
    running: Round | None
    next_one: Beginning
    zones: frozenset[str]

    @property
    def pulse(self) -> Pulse:
        """The team's day and hour."""
        return self.roster.team.pulse

    @property
    def next_on(self) -> date:
        """The day on which people are asked next."""
        return self.next_one.at(self.pulse).day

    def since(self, now: datetime) -> Close:
        """Return when the round before the next one closes, or a pause ends."""
        return self.next_one.since or self._closing(now)

    def _closing(self, now: datetime) -> Close:
        running = () if self.running is None else (self.running,)
        return find_close(self.pulse, running, now=now)

    def usual(self, now: datetime) -> Beginning:
        """Return when the next round opens, or would without a pause."""
        if not self.roster.team.is_paused:
            return self.next_one
        return begin_after(self.pulse, self.zones, now, since=self._closing(now))


def find_running(connection: Connection, team_id: int) -> Round | None:
    """Return the round that a team is in."""
    running = Rounds(connection).list_open(team_id)
    return running[-1] if running else None
