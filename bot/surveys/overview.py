"""What there is to show somebody of the pulse of their teams, all at once."""

from dataclasses import dataclass

from bot.surveys.domain import Round, Summary
from bot.surveys.timetable import Timetable
from bot.surveys.timing import Beginning
from bot.teams.domain import Roster


@dataclass(frozen=True)
class Overview:
    """Where a team's pulse stands, for somebody who takes part in it.

    Attributes:
        roster: the team.
        leads: whether they lead it.
        running: the round that runs and asks them, if one does.
        next_one: when the next one opens.
        latest: what the last week that is over showed; perhaps not sent to anybody yet.

    """

    roster: Roster
    leads: bool
    running: Round | None
    next_one: Beginning | None
    latest: Summary | None

    @property
    def timetable(self) -> Timetable:
        """The team's rounds."""
        return Timetable(self.roster, self.running, self.next_one)
