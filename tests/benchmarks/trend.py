"""Measures the trend in every simulated world for several team sizes, and draws what comes out."""

import argparse
from typing import Final

from bot.surveys.calibration.checking import WorldFigures, measure
from bot.surveys.calibration.naive_means import LATEST, WEEKLY
from bot.surveys.calibration.simulation import Crowd
from bot.surveys.calibration.worlds import FLAT, RISE, WORLDS, World

SIZES: Final = (5, 6, 8, 12, 20, 30)
RESPONSES: Final = (0.5, 0.6, 0.75, 0.95)
HEAD: Final = (
    "| world | N | covers | before rounding | practices | error | / weekly | / 90 days | "
    "false, dimensions | false, any | found in 13 | sign |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--learns", action="store_true", help="teams teach each other difficulty")
    parser.add_argument("--responses", action="store_true", help="vary response, not worlds")
    options = parser.parse_args()
    print(HEAD)  # noqa: T201 - this is what it is run for
    for size in options.sizes:
        for world, response in cases(by_response=options.responses):
            crowd = Crowd(
                size,
                response,
                teams=options.teams,
                seed=options.seed,
                same_statements=options.learns,
            )
            name = f"{world.name}, {response:.0%}" if options.responses else world.name
            print(line(name, size, measure(world, crowd)), flush=True)  # noqa: T201


def cases(*, by_response: bool) -> list[tuple[World, float]]:
    if by_response:
        return [(world, response) for response in RESPONSES for world in (FLAT, RISE)]
    return [(world, 0.75) for world in WORLDS]


def line(name: str, size: int, found: WorldFigures | None) -> str:
    """Return a line of the table."""
    if found is None:
        return f"| {name} | {size} | too few answers to show anything |"
    cells = [
        f"{found.covered:.3f}",
        f"{found.covered_latent:.3f}",
        f"{found.covered_practices:.3f}",
        f"{found.error:.3f}",
        f"{found.error / found.naive[WEEKLY]:.2f}",
        f"{found.error / found.naive[LATEST]:.2f}",
        f"{found.false_dimensions:.3f}",
        f"{found.false:.3f}",
        f"{found.found_within(13):.2f}" if found.found else "",
        "" if found.right_sign is None else f"{found.right_sign:.3f}",
    ]
    return f"| {name} | {size} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
