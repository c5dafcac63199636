"""Draws what the trend can do: ranges by team size, what is found how soon, and one example."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.surveys.calibration.checking import measure
from bot.surveys.calibration.simulation import Crowd, simulate
from bot.surveys.calibration.worlds import FLAT, RISE, WALK
from bot.surveys.estimator import Estimator
from bot.surveys.trend.domain import Scope

WIDTH, HEIGHT, LEFT, BOTTOM = 560, 320, 60, 40
STYLES: Final = ("", "6 4", "2 3", "10 3 2 3")

Line = tuple[str, Sequence[tuple[float, float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=40)
    parser.add_argument("--into", type=Path, default=Path("docs/images"))
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    for name, svg in (
        ("trend-coverage", coverage(options.teams)),
        ("trend-power", power(options.teams)),
        ("trend-example", example()),
    ):
        (options.into / f"{name}.svg").write_text(svg, "utf-8")


def coverage(teams: int) -> str:
    lines: list[Line] = []
    for world in (FLAT, RISE, WALK):
        points = []
        for size in (5, 6, 8, 12, 20, 30):
            found = measure(world, Crowd(size, teams=teams))
            if found is not None:
                points.append((float(size), found.covered))
        lines.append((world.name, points))
    lines.append(("promised", [(5, 0.88), (30, 0.88)]))
    return draw("Ranges that hold the truth, by team size", lines, across=(5, 30), up=(0.7, 1.0))


def power(teams: int) -> str:
    lines: list[Line] = []
    for size, step in ((6, 0.6), (12, 0.6), (6, 0.9), (6, 0.3)):
        found = measure(replace(RISE, step=step), Crowd(size, teams=teams))
        if found is not None:
            points = [(float(week), found.found_within(week)) for week in range(1, 14)]
            lines.append((f"{size} people, +{step}", points))
    return draw("Changes found, by weeks since", lines, across=(1, 13), up=(0.0, 1.0))


def example() -> str:
    """Return one team of eight whose culture rose by 0.9 in the fourteenth week."""
    (team,) = simulate(replace(RISE, step=0.9), Crowd(8, teams=1, seed=4))
    estimates = Estimator({"team": team.observations}).estimate("team")
    culture = [one for one in estimates if (one.scope, one.id) == (Scope.DIMENSION, "culture")]
    truth = team.truth[:, :6].mean(axis=1)
    lines: list[Line] = [
        ("estimate", [(n + 1.0, one.value) for n, one in enumerate(culture)]),
        ("truth", [(n + 1.0, float(level)) for n, level in enumerate(truth)]),
    ]
    ribbon = [(n + 1.0, one.low, one.high) for n, one in enumerate(culture)]
    return draw("One simulated team, by week", lines, across=(1, 26), up=(1, 5), ribbon=ribbon)


def draw(
    title: str,
    lines: Sequence[Line],
    *,
    across: tuple[float, float],
    up: tuple[float, float],
    ribbon: Sequence[tuple[float, float, float]] = (),
) -> str:
    """Return a chart that reads without colour: lines differ by their dashes."""

    def x(value: float) -> float:
        return LEFT + (value - across[0]) / (across[1] - across[0]) * (WIDTH - LEFT - 20)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (value - up[0]) / (up[1] - up[0]) * (HEIGHT - BOTTOM - 40)

    def path(points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in points)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{title}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="20" font-size="14">{title}</text>',
    ]
    for step in range(5):
        level = up[0] + (up[1] - up[0]) * step / 4
        place = across[0] + (across[1] - across[0]) * step / 4
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{y(level):.1f}" y2="{y(level):.1f}" '
            f'stroke="#ddd"/><text x="{LEFT - 36}" y="{y(level) + 4:.1f}">{level:.2f}</text>'
            f'<text x="{x(place) - 6:.1f}" y="{HEIGHT - 20}">{place:.0f}</text>'
        )
    if ribbon:
        around = [(a, low) for a, low, _ in ribbon] + [(a, high) for a, _, high in ribbon[::-1]]
        parts.append(f'<polygon points="{path(around)}" fill="#b9cde0"/>')
    for number, (name, points) in enumerate(lines):
        dashes = f'stroke-dasharray="{STYLES[number]}"' if STYLES[number] else ""
        stroke = f'fill="none" stroke="#123" stroke-width="2" {dashes}'
        base = HEIGHT - BOTTOM - 12 - 18 * (len(lines) - number)
        parts.append(f'<polyline points="{path(points)}" {stroke}/>')
        parts.append(
            f'<line x1="{WIDTH - 190}" x2="{WIDTH - 150}" y1="{base - 4}" '
            f'y2="{base - 4}" {stroke}/>'
            f'<text x="{WIDTH - 144}" y="{base}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
