"""A digest that was made: when, how far it has come, and what a lead decided about it."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.digests.domain import Digest


@dataclass(frozen=True)
class Decision:
    """That a lead keeps watching for now."""

    user_id: str
    decided_on: date


@dataclass(frozen=True)
class PictureFile:
    """The file in Slack that a digest's picture was uploaded as."""

    file_id: str
    uploaded_at: datetime


@dataclass(frozen=True)
class Kept:
    """A digest as it was stored; `is_out` is whether the team has been shown it.

    `picture` is known once a workspace has asked for one in place of the chart.
    """

    id: int
    digest: Digest
    made_at: datetime
    is_out: bool = False
    decision: Decision | None = None
    picture: PictureFile | None = None


@dataclass(frozen=True)
class Course:
    """How far a digest has come, without what it says.

    Attributes:
        round_id: the round after which it was made.
        leads_wait: whether leads are owed their copies once a member has got theirs.
        is_out: whether the team has been shown it.

    """

    id: int
    team_id: int
    round_id: int
    leads_wait: bool
    is_out: bool
