"""The simple means that a trend is compared with; the last needs a link that the bot refuses."""

from typing import Final

import numpy as np

from bot.surveys.calibration.simulation import Asked, SimulatedTeam
from bot.surveys.trend.rows import Floats

WEEKLY: Final = "weekly mean"
FOUR_WEEKS: Final = "four-week mean"
LATEST: Final = "90 days, latest answer of each person"
NAIVE: Final = (WEEKLY, FOUR_WEEKS, LATEST)

_WEEKS: Final = {WEEKLY: 1, FOUR_WEEKS: 4, LATEST: 13}
_IN_A_DIMENSION: Final = 6


def naive_errors(name: str, team: SimulatedTeam, truth: Floats, weeks: range) -> list[float]:
    """Return the squared errors of a mean of each dimension over some weeks.

    Args:
        name: which mean.
        team: what was answered.
        truth: by week and dimension.
        weeks: those to look at; a week in which a mean has nothing to go by is left out.

    """
    errors: list[float] = []
    for week in weeks:
        recent = [item for item in team.released if week - _WEEKS[name] < item.week <= week]
        for dimension in range(truth.shape[1]):
            items = [item for item in recent if item.practice // _IN_A_DIMENSION == dimension]
            if items:
                mean = _latest(items) if name == LATEST else _plain(items)
                errors.append((mean - float(truth[week, dimension])) ** 2)
    return errors


def _plain(items: list[Asked]) -> float:
    return float(np.mean([item.answers[item.answers > 0].mean() for item in items]))


def _latest(items: list[Asked]) -> float:
    """Return the mean over people of the mean of their latest answers to each statement."""
    latest: dict[int, Floats] = {}
    for item in sorted(items, key=lambda item: item.week):
        before = latest.get(item.statement, np.full(len(item.answers), np.nan))
        latest[item.statement] = np.where(item.answers > 0, item.answers, before)
    answers = np.array(list(latest.values()))
    is_given = ~np.isnan(answers)
    counts = is_given.sum(axis=0)
    sums = np.where(is_given, answers, 0).sum(axis=0)
    return float((sums[counts > 0] / counts[counts > 0]).mean())
