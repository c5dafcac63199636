"""A day and an hour as everybody's own clock shows them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.teams.domain import Pulse


@dataclass(frozen=True)
class LocalHour:
    """A full hour of a day, which comes to each zone at its own moment."""

    day: date
    hour: int

    @property
    def week(self) -> date:
        """The Monday of its week."""
        return self.day - timedelta(days=self.day.weekday())

    def as_pulse(self, pulse: Pulse) -> Pulse:
        """Return a team's pulse as though this were its weekday and hour."""
        return replace(pulse, weekday=self.day.weekday(), hour=self.hour)
