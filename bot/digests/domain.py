"""What a digest consists of: figures as they were when it was made, and nothing finer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.surveys.trend.domain import Basis, Verdict
from bot.teams.domain import FEWEST_TO_SHOW

SPARK_WEEKS: Final = 12
"""How many weeks a sparkline shows: as far back as a verdict compares."""

CHART_WEEKS: Final = 26
"""How many weeks a digest keeps for its pictures."""


class DigestError(UserFacingError):
    """A digest that cannot be shown or acted on; the text says why."""


class Occasion(StrEnum):
    """Why a digest was made."""

    MONTH = "month"
    VERDICT = "verdict"
    PREVIEW = "preview"


class Participation(StrEnum):
    """How many of those asked gave a score in the last four weeks, so coarse that it names nobody.

    With few people a finer band would tell that everybody answered, or that one did not.
    """

    UNDER_FORTY = "under 40%"
    UNDER_SIXTY = "under 60%"
    FORTY_TO_SIXTY = "40 to 60%"
    SIXTY_AND_MORE = "60% or more"
    SIXTY_TO_EIGHTY = "60 to 80%"
    EIGHTY_AND_MORE = "80% or more"


@dataclass(frozen=True)
class Figure:
    """A value from 1 to 5 and the ends of its 90% interval, all in tenths."""

    tenths: int
    low: int
    high: int

    @property
    def value(self) -> str:
        """The value to one decimal, such as "2.6"."""
        return in_words(self.tenths)

    @property
    def range(self) -> str:
        """The interval as people read it, such as "2.2–3.0"."""
        return f"{in_words(self.low)}–{in_words(self.high)}"


@dataclass(frozen=True)
class Point:
    """A figure of one week (its Monday)."""

    wave: date
    figure: Figure


@dataclass(frozen=True)
class Row:
    """A dimension or a practice: where it stands, its verdict, and how it came there.

    Attributes:
        id: of the dimension or the practice.
        name: as people read it.
        dimension: the dimension it belongs to; of a dimension, itself.
        points: week by week, the oldest first; never empty.
        page: the path of a practice's page inside the playbook.

    """

    id: str
    name: str
    dimension: str
    verdict: Verdict
    points: tuple[Point, ...]
    page: str | None = None

    @property
    def now(self) -> Figure:
        """Where it stands."""
        return self.points[-1].figure

    @property
    def before(self) -> Figure:
        """Where it stood when the sparkline begins."""
        return self.points[-SPARK_WEEKS:][0].figure

    @property
    def has_moved(self) -> bool:
        """Whether its verdict says that it changed."""
        return self.verdict in (Verdict.IMPROVED, Verdict.DECLINED)


@dataclass(frozen=True)
class HeardLine:
    """What the team's comments were most about; `band` and `before` count people as "5+"."""

    name: str
    is_theme: bool
    band: int
    before: int
    page: str | None
    summary: str


@dataclass(frozen=True)
class Play:
    """The one page of the playbook that is suggested, and why this one."""

    page: str
    title: str
    summary: str
    reason: str
    practice: str | None
    """The practice that *We'll improve this* is then about."""
    url: str | None = None


@dataclass(frozen=True)
class LastAction:
    """What leads last set out to do, and what became of it, in a sentence."""

    practice: str
    sentence: str
    declared_on: date
    is_open: bool
    outcome: str


@dataclass(frozen=True)
class Models:
    """What the register says of the team's models: never a date, never that somebody leaves."""

    count: int
    documented_percent: int
    one_head: tuple[str, ...]
    worth: tuple[str, ...] = ()
    """What they earn or save, a line a model, as their cards say."""
    feared: tuple[str, ...] = ()
    """Those the team would least like to be paged for, as its summary said."""


@dataclass(frozen=True)
class WinLine:
    """Something that went well, as somebody told it."""

    sentence: str
    told_on: date


@dataclass(frozen=True)
class Digest:
    """What a team and its leads are shown, the same for all.

    Attributes:
        team_id: the team; of a parent's teams together, nought.
        wave: the last week that the figures are about.
        dimensions: a row each, in the bank's order.
        practices: a row each, in the bank's order.
        weakest: the dimension that stands lowest.
        mover: the practice that changed most inside a dimension that changed.
        silent_actions: how many actions had no word from anybody for eight weeks.
        participation: None where so few are asked that any band would tell.
        held: how many statements wait for more scores.
        version: of the estimator's settings.
        threshold: how many members must have scored a statement before it shows anything.
        has_lost_trust: whether fewer statements are asked, since less is expected to come of them.
        basis: under which rule its figures were shown; in open rounds the threshold is none.
        time_lost: in words, what comments say that not acting costs; None where nothing is known.

    """

    team_id: int
    team_name: str
    occasion: Occasion
    made_on: date
    wave: date
    dimensions: tuple[Row, ...]
    practices: tuple[Row, ...]
    weakest: str
    mover: Row | None
    heard: HeardLine | None
    play: Play | None
    last_action: LastAction | None
    silent_actions: int
    participation: Participation | None
    models: Models | None
    wins: tuple[WinLine, ...]
    held: int
    version: str
    threshold: int = FEWEST_TO_SHOW
    time_lost: str | None = None
    has_lost_trust: bool = False
    is_of_parent: bool = False
    basis: Basis = Basis.HELD

    @property
    def weakest_row(self) -> Row:
        """The row of the dimension that stands lowest."""
        return next(row for row in self.dimensions if row.id == self.weakest)

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on each dimension."""
        return {row.id: row.verdict for row in self.dimensions}


def in_words(tenths: int) -> str:
    """Return tenths as people read them, such as "3.4"."""
    return f"{tenths // 10}.{tenths % 10}"
