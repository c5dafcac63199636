"""A row for each dimension: value, range, twelve weeks, verdict."""

from typing import Final

from bot.digests.domain import SPARK_WEEKS, Digest, Point, Row
from bot.digests.sections.section import Line, Section
from bot.digests.sections.verdicts import VERDICTS

_STEPS: Final = "▁▂▃▄▅▆▇█"
_LOWEST, _SPAN = 10, 40


def standing(digest: Digest) -> Section:
    """Say where each dimension stands."""
    return Section(tuple(Line(row.name, _row(row)) for row in digest.dimensions))


def _row(row: Row) -> str:
    return f"{row.now.value} ({row.now.range})  {sparkline(row.points)}  {VERDICTS[row.verdict]}"


def sparkline(points: tuple[Point, ...]) -> str:
    """Draw the last twelve weeks in letters; the lowest step is 1, the highest 5, always."""
    return "".join(
        _STEPS[round((point.figure.tenths - _LOWEST) / _SPAN * (len(_STEPS) - 1))]
        for point in points[-SPARK_WEEKS:]
    )
