"""Ways to say in a test what items showed."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.surveys.trend.domain import Estimate, Observation, Scope, Verdict

MONDAY = date(2026, 1, 5)
PRACTICES = tuple(f"{side}-{n}" for side in ("culture", "process", "tools") for n in range(6))


def an_observation(
    week: int = 0,
    practice: str = "culture-0",
    *,
    statement: str = "s",
    mean: float = 3.0,
    answers: int = 8,
    team_size: int = 8,
    held_weeks: int = 0,
) -> Observation:
    wave = MONDAY + timedelta(weeks=week)
    return Observation(
        wave=wave,
        practice=practice,
        dimension=practice.partition("-")[0],
        statement=statement,
        team_size=team_size,
        answers=answers,
        mean=mean,
        released=wave + timedelta(weeks=held_weeks),
    )


def half_a_year(
    level: Callable[[int, str], float] = lambda _week, _practice: 3.0,
    *,
    weeks: int = 26,
    answers: int = 8,
    seed: int = 1,
) -> list[Observation]:
    """Return five items a week of a team of eight, which take turns over the practices."""
    scatter = random.Random(seed)  # noqa: S311 - no secret
    order = [f"{side}-{n}" for n in range(6) for side in ("culture", "process", "tools")]
    shown: list[Observation] = []
    for number in range(weeks * 5):
        week, practice = number // 5, order[number % 18]
        mean = round(level(week, practice) + scatter.gauss(0, 0.3), 1)
        statement = f"{practice}-{number // 18 % 4}"
        shown.append(
            an_observation(week, practice, statement=statement, mean=mean, answers=answers)
        )
    return shown


def of(estimates: Sequence[Estimate], id_: str, scope: Scope = Scope.DIMENSION) -> list[Estimate]:
    """Return the estimates of one thing, week by week."""
    return [one for one in estimates if one.id == id_ and one.scope is scope]


def verdicts(estimates: Sequence[Estimate], id_: str) -> list[Verdict]:
    return [one.verdict for one in of(estimates, id_)]
