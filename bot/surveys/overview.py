"""What there is to show somebody of the pulse of their teams, all at once."""

from dataclasses import dataclass
from datetime import datetime

from bot.surveys.domain import Round, Summary
from bot.teams.domain import Roster


@dataclass(frozen=True)
class Overview:
    """Where a team's pulse stands, for somebody who takes part in it.

    Attributes:
        roster: the team.
        leads: whether they lead it.
        running: the round that runs and asks them, if one does.
        opens_at: when the next one opens.
        latest: what the last week that is over showed; perhaps not sent to anybody yet.

    """

    roster: Roster
    leads: bool
    running: Round | None
    opens_at: datetime | None
    latest: Summary | None
