"""Pictures of a digest as SVG and HTML tables, readable without colour and by a screen reader."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import Final

from bot.digests.domain import Digest, Point, Row, in_words
from bot.digests.sections.verdicts import VERDICTS

_WIDTH, _HEIGHT = 360, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 10, 12, 26
_LOWEST, _HIGHEST = 10, 50

_EVERY: Final = 4
"""The heat map has a column for each fourth week: a practice is visited once in four."""


def trend_picture(row: Row) -> str:
    """Draw where a row stood: a line, its 90% range as a ribbon, the axis always from 1 to 5."""
    xs, points = _across(len(row.points)), row.points
    line = " ".join(f"{x:.1f},{_y(p.figure.tenths):.1f}" for x, p in zip(xs, points, strict=True))
    upper = [f"{x:.1f},{_y(p.figure.high):.1f}" for x, p in zip(xs, points, strict=True)]
    lower = [f"{x:.1f},{_y(p.figure.low):.1f}" for x, p in zip(xs, points, strict=True)]
    ribbon = " ".join([*upper, *reversed(lower)])
    edges = "".join(f'<polyline class="edge" points="{" ".join(e)}"/>' for e in (upper, lower))
    last = f'<circle class="dot" cx="{xs[-1]:.1f}" cy="{_y(row.now.tenths):.1f}" r="3.5"/>'
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(told(row))}">'
        f"{_axis()}{_weeks(points)}"
        f'<polygon class="ribbon" points="{ribbon}"/>{edges}'
        f'<polyline class="line" points="{line}"/>{last}</svg>'
    )


def all_told(digest: Digest) -> str:
    """Say in words what the pictures of all dimensions show together."""
    return " ".join(told(row) for row in digest.dimensions)


def told(row: Row) -> str:
    """Say in words what a picture shows."""
    first, now = row.points[0], row.points[-1]
    return (
        f"{row.name}: from {first.figure.value} in the {_week(first)} to {now.figure.value} in the "
        f"{_week(now)}, on a scale from 1 to 5. The 90% range is now {now.figure.range}; "
        f"{VERDICTS[row.verdict]}."
    )


def _week(point: Point) -> str:
    return f"week of {_day(point)}"


def _day(point: Point) -> str:
    return f"{point.wave.day} {point.wave:%b}"


def _across(count: int) -> list[float]:
    if count == 1:
        return [(_WIDTH + _LEFT - _RIGHT) / 2]
    step = (_WIDTH - _LEFT - _RIGHT) / (count - 1)
    return [_LEFT + step * number for number in range(count)]


def _y(tenths: int) -> float:
    return _TOP + (_HIGHEST - tenths) / (_HIGHEST - _LOWEST) * (_HEIGHT - _TOP - _BOTTOM)


def _axis() -> str:
    return "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(t):.1f}" '
        f'y2="{_y(t):.1f}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(t) + 4:.1f}" text-anchor="end">{t // 10}</text>'
        for t in range(_LOWEST, _HIGHEST + 1, 10)
    )


def _weeks(points: Sequence[Point]) -> str:
    ends = [(points[0], _LEFT, "start")]
    if len(points) > 1:
        ends.append((points[-1], _WIDTH - _RIGHT, "end"))
    return "".join(
        f'<text x="{x}" y="{_HEIGHT - 6}" text-anchor="{anchor}">{_day(point)}</text>'
        for point, x, anchor in ends
    )


def heat_map(digest: Digest) -> str:
    """Return the practices over time as a table: a number in each cell, darker where lower."""
    if not digest.practices:
        return ""
    waves = sorted({p.wave for row in digest.practices for p in row.points})[::-_EVERY][::-1]
    head = "".join(f'<th scope="col">{wave.day} {wave:%b}</th>' for wave in waves)
    columns = len(waves) + 1
    body = ""
    for dimension, rows in groupby(digest.practices, key=attrgetter("dimension")):
        name = next((d.name for d in digest.dimensions if d.id == dimension), dimension)
        body += (
            f'<tr><th class="group" colspan="{columns}" scope="rowgroup">{escape(name)}</th></tr>'
        )
        for row in rows:
            known = {p.wave: p.figure.tenths for p in row.points}
            cells = "".join(_cell(known.get(wave)) for wave in waves)
            body += f'<tr><th scope="row">{escape(row.name)}</th>{cells}</tr>'
    return (
        '<div class="wide"><table class="heat"><caption>Practices, every fourth week: from 1 to 5, '
        f"darker where lower</caption><thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(tenths: int | None) -> str:
    if tenths is None:
        return '<td class="s0">–</td>'
    return f'<td class="s{min(5, max(1, (tenths + 5) // 10))}">{in_words(tenths)}</td>'
