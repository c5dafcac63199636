"""A digest that was made: when, how far it has come, and what a lead decided about it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from bot.digests.domain import Digest, WinLine


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

    def without_wins(self, gone: Iterable[WinLine]) -> "Kept":
        """Return it as it is drawn once these wins were taken back."""
        left = set(gone)
        if not left:
            return self
        wins = tuple(win for win in self.digest.wins if win not in left)
        return replace(self, digest=replace(self.digest, wins=wins))


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


@dataclass(frozen=True)
class ParentKept:
    """A parent's digest as it was stored.

    Attributes:
        parent_id: whose it is.
        summary_id: the summary after which it was made.
        month: whose month's it is; none for one in between.
        team_ids: the teams that counted in the parent then.
        digest: what it says.
        is_out: whether it may be read.
        picture: its picture's file, once a workspace has asked for one in place of the chart.

    """

    id: int
    parent_id: int
    summary_id: int
    month: date | None
    team_ids: frozenset[int]
    digest: Digest
    is_out: bool = False
    picture: PictureFile | None = None


AnyKept = TypeVar("AnyKept", Kept, ParentKept)
"""A digest of a team or of a parent."""
