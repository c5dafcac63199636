"""`mlops-bot calibrate`: what the trend can and cannot show for a team of one's own size."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track
from rich.table import Table

from bot.cli.console import errors_console, say, say_json, show
from bot.errors import UserFacingError

if TYPE_CHECKING:
    from bot.surveys.calibration.checking import WorldFigures
    from bot.surveys.calibration.simulation import Crowd

_WITHIN = (4, 8, 13)


def calibrate(
    *,
    team_size: Annotated[int, typer.Option(min=5, max=200, help="How many people are asked.")],
    response: Annotated[
        float, typer.Option(min=0.05, max=0.99, help="How often a person answers in a week.")
    ] = 0.75,
    weeks: Annotated[int, typer.Option(min=18, max=104, help="For how many weeks.")] = 26,
    teams: Annotated[
        int, typer.Option(min=1, max=5000, help="How many teams; more takes longer.")
    ] = 40,
    seed: Annotated[int, typer.Option(min=0, help="Another one simulates other people.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Simulate teams like yours, and say how often the trend is right and what it can find."""
    # What simulating needs takes a while to import; other commands should not wait for it.
    from bot.surveys.calibration.checking import lead_worlds, measure  # noqa: PLC0415
    from bot.surveys.calibration.simulation import Crowd  # noqa: PLC0415

    crowd = Crowd(team_size, response, weeks, teams, seed)
    console = errors_console()
    shown = track(
        lead_worlds(weeks),
        "Simulating",
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    measured = [measure(world, crowd) for world in shown]
    figures = [one for one in measured if one is not None]
    if len(figures) < len(measured):
        raise UserFacingError(
            f"Of {team_size} people who answer {response:.0%} of the time, too few statements ever "
            "reach five scores to say anything; try more people, a higher response or more weeks."
        )
    if as_json:
        say_json(_document(crowd, figures))
    else:
        _show(crowd, figures)


def _document(crowd: "Crowd", figures: "list[WorldFigures]") -> dict[str, object]:
    from bot.surveys.trend.settings import TREND_1  # noqa: PLC0415

    return {
        "version": TREND_1.version,
        "team_size": crowd.team_size,
        "response": crowd.response,
        "weeks": crowd.weeks,
        "teams": crowd.teams,
        "seed": crowd.seed,
        "worlds": [
            {
                "world": one.world,
                "teams": one.teams,
                "coverage": round(one.covered, 4),
                "coverage_before_rounding": round(one.covered_latent, 4),
                "coverage_practices": round(one.covered_practices, 4),
                "error": round(one.error, 4),
                "error_of_naive_means": {name: round(e, 4) for name, e in one.naive.items()},
                "teams_with_a_false_verdict": round(one.false, 4),
                "right_sign": None if one.right_sign is None else round(one.right_sign, 4),
                "found_within_weeks": {str(n): round(one.found_within(n), 4) for n in _WITHIN}
                if one.found
                else None,
            }
            for one in figures
        ],
    }


def _show(crowd: "Crowd", figures: "list[WorldFigures]") -> None:
    from bot.surveys.calibration.naive_means import FOUR_WEEKS, LATEST, WEEKLY  # noqa: PLC0415
    from bot.surveys.trend.settings import TREND_1  # noqa: PLC0415

    say(
        f"{crowd.teams} simulated teams of {crowd.team_size}, {crowd.response:.0%} answering a "
        f"week, {crowd.weeks} weeks, settings {TREND_1.version}.\n"
        "The people differ from what the estimator assumes.\n"
    )
    right = Table(title="How right is it?", title_justify="left")
    for heading in (
        "when",
        "90% ranges that hold the truth",
        "error",
        "of a weekly mean",
        "of four weeks",
        "of 90 days",
        "teams with any false verdict",
    ):
        right.add_column(heading, justify="left" if heading == "when" else "right")
    for one in figures:
        means = (f"{one.naive[name]:.2f}" for name in (WEEKLY, FOUR_WEEKS, LATEST))
        right.add_row(
            one.world, f"{one.covered:.0%}", f"{one.error:.2f}", *means, f"{one.false:.0%}"
        )
    show(right)
    power = Table(title="What does it find?", title_justify="left")
    power.add_column("one dimension changes by")
    for weeks in _WITHIN:
        power.add_column(f"found within {weeks} weeks", justify="right")
    for one in figures:
        if one.found:
            found = (f"{one.found_within(weeks):.0%}" for weeks in _WITHIN)
            power.add_row(one.world.removeprefix("step "), *found)
    show(power)
    say(
        "A step of 1 is from one option to the next, for everybody. “Of 90 days” takes each "
        "person's latest answers,\nwhich needs a link between weeks that the bot does not keep. "
        "What is found seldom is better asked than watched for."
    )
