"""`mlops-bot estimate`: the maturity trend of any teams whose figures stand in a file."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from bot.cli.console import errors_console


def estimate(
    file: Annotated[
        Path,
        typer.Option(
            "--input",
            help="CSV: team, team_size, wave (a Monday), practice, dimension, statement, answers, "
            "mean.",
        ),
    ],
) -> None:
    """Say where each team's practices and dimensions stood, week by week, and what changed."""
    # What estimating needs takes a while to import; other commands should not wait for it.
    from bot.surveys.estimator import Estimator  # noqa: PLC0415
    from bot.surveys.trend.observation_file import read_observations  # noqa: PLC0415

    # Every line is read before the first is answered: a bad one leaves nothing half-written.
    teams = read_observations(file)
    console, as_json = errors_console(), json.JSONEncoder(ensure_ascii=False)
    estimated = track(
        Estimator(teams).estimate_all(),
        "Estimating",
        total=len(teams),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    for team, estimates in estimated:
        lines = (
            {
                "team": team,
                "wave": one.wave.isoformat(),
                "scope": one.scope.value,
                "id": one.id,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "verdict": one.verdict.value,
            }
            for one in estimates
        )
        typer.echo("\n".join(as_json.encode(line) for line in lines))
