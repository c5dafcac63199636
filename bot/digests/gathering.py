"""Chooses what a digest says of all that is known: pure rules, the threshold among them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from bot.antipatterns.domain import Heard, HeardKind
from bot.digests.domain import (
    CHART_WEEKS,
    Digest,
    Figure,
    HeardLine,
    Participation,
    Play,
    Point,
    Row,
)
from bot.playbook.domain import Page
from bot.surveys.bank.domain import Dimension, Practice
from bot.surveys.calendar import WEEKS_A_LAP
from bot.surveys.trend.domain import Estimate, Scope, Trend, Verdict

DIMENSION_NAMES: Final = {
    Dimension.CULTURE: "Culture",
    Dimension.PROCESS: "Process",
    Dimension.TOOLS: "Tools",
}

_LOWEST, _HIGHEST = 10, 50


def list_dimension_rows(trend: Trend) -> tuple[Row, ...]:
    """Return a row for each dimension of which something is known."""
    rows = (_row(trend, Scope.DIMENSION, d, name, d) for d, name in DIMENSION_NAMES.items())
    return tuple(row for row in rows if row is not None)


def is_ripe(dimensions: Sequence[Row]) -> bool:
    """Whether enough weeks are known for a first digest.

    Before every practice has had its turn, the weakest side is the one that happened to be asked.
    """
    return any(len(row.points) >= WEEKS_A_LAP for row in dimensions)


def list_practice_rows(trend: Trend, practices: Iterable[Practice]) -> tuple[Row, ...]:
    """Return a row for each practice of the core of which something is known."""
    rows = (_row(trend, Scope.PRACTICE, p.id, p.name, p.dimension, p.page) for p in practices)
    return tuple(row for row in rows if row is not None)


def _row(
    trend: Trend, scope: Scope, id_: str, name: str, dimension: str, page: str | None = None
) -> Row | None:
    history = trend.history(scope, id_, weeks=CHART_WEEKS)
    if not history:
        return None
    points = tuple(Point(each.wave, figure_of(each)) for each in history)
    return Row(str(id_), name, str(dimension), history[-1].verdict, points, page)


def figure_of(estimate: Estimate) -> Figure:
    """Return an estimate to one decimal, on the scale."""
    value, low, high = (_tenths(each) for each in (estimate.value, estimate.low, estimate.high))
    return Figure(value, low, high)


def _tenths(value: float) -> int:
    return min(_HIGHEST, max(_LOWEST, round(value * 10)))


def choose_mover(dimensions: Sequence[Row], practices: Sequence[Row]) -> Row | None:
    """Return the practice that moved most, if any is said to have moved.

    Of eighteen practices side by side one nearly always moves by chance; the verdict's own rule
    sees to that. What moved as the detail of its dimension comes before what moved alone.
    """
    sides = {row.id: row.verdict for row in dimensions}
    moved = [row for row in practices if row.has_moved]
    return max(
        moved, key=lambda row: (sides.get(row.dimension) is row.verdict, _size(row)), default=None
    )


def _size(row: Row) -> int:
    return abs(row.now.tenths - row.before.tenths)


def choose_heard(heard: Sequence[Heard], *, threshold: int) -> HeardLine | None:
    """Return what most people wrote about, if as many of them did as the team asks for."""
    shown = [each for each in heard if each.band >= threshold]
    if not shown:
        return None
    top = max(shown, key=lambda each: each.band)
    before = top.before if top.before >= threshold else 0
    is_theme = top.kind is HeardKind.THEME
    return HeardLine(top.name, is_theme, top.band, before, top.page, top.summary)


def choose_weakest_practice(practices: Sequence[Row], dimension: str) -> Row | None:
    """Return the practice that stands lowest in a dimension."""
    own = [row for row in practices if row.dimension == dimension]
    return min(own, key=lambda row: (row.now.tenths, row.id), default=None)


def play_of(page: Page, *, reason: str, practice: str | None, url: str | None) -> Play:
    """Return a page as the play that is suggested."""
    return Play(page.path, page.title, page.summary, reason, practice, url)


def band_of(response: float, *, asked: int, threshold: int) -> Participation | None:
    """Return how many of those asked took part, in the finest band that names nobody."""
    if asked < threshold:
        return None
    is_most = response >= 0.6
    if asked < 2 * threshold:
        return Participation.SIXTY_AND_MORE if is_most else Participation.UNDER_SIXTY
    if is_most:
        return Participation.EIGHTY_AND_MORE if response >= 0.8 else Participation.SIXTY_TO_EIGHTY
    return Participation.FORTY_TO_SIXTY if response >= 0.4 else Participation.UNDER_FORTY


def crosses(before: dict[str, Verdict], now: dict[str, Verdict]) -> bool:
    """Whether a dimension is said to have changed of which the last digest did not say so."""
    told = (Verdict.IMPROVED, Verdict.DECLINED)
    return any(verdict in told and before.get(id_) is not verdict for id_, verdict in now.items())


def month_of(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def is_worth_sending(digest: Digest) -> bool:
    """Whether there is a figure to show at all."""
    return bool(digest.dimensions)
