"""What went well and is told to the team, with the name of whoever tells it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Win:
    """A success, in the words of whoever told it."""

    id: int
    team_id: int
    user_id: str
    sentence: str
    told_on: date
