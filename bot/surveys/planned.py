"""A team with what is planned for it, held until the transaction of whoever asks ends."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.surveys.domain import Round
from bot.surveys.local_hour import LocalHour
from bot.surveys.storage import Rounds
from bot.surveys.timing import Beginning, begin_after
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

    def since(self, now: datetime) -> datetime:
        """Return when the round before the next one closes, or a pause ends."""
        if self.next_one.since is not None:
            return self.next_one.since
        return now if self.running is None else self.running.closes_at

    def closing(self, now: datetime) -> LocalHour | None:
        """Return the day and hour of that, where it is still to come."""
        if self.roster.team.is_paused:
            return self.next_one.at(self.pulse)
        if self.running is None or self.running.closes_at <= now:
            return None
        return self.running.ends

    def usual(self, now: datetime) -> Beginning:
        """Return when the next round opens, or would without a pause."""
        if not self.roster.team.is_paused:
            return self.next_one
        running = self.running
        since = now if running is None else max(now, running.closes_at)
        closing = None if running is None else running.ends
        return begin_after(self.pulse, self.zones, now, since=since, closing=closing)


def find_running(connection: Connection, team_id: int) -> Round | None:
    """Return the round that a team is in."""
    running = Rounds(connection).list_open(team_id)
    return running[-1] if running else None
