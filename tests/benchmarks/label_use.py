"""What labels are for: which issue comes first, and quotes that show it."""

import statistics
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from bot.text.labels import Recogniser
from bot.text.training import Example

_TEAMS = 60
_COMMENTS = 150
_NONE = 0.25
_QUOTES = 5

Flags = NDArray[np.bool_]


def report_use(recogniser: Recogniser, asked: Sequence[Example]) -> None:
    """Print how well the order of issues is met, and how often the surest quotes are right."""
    ids = recogniser.model.ids
    found = recogniser.recognise([one.text for one in asked])
    given = np.array([[name in {one.id for one in own.labels} for name in ids] for own in found])
    shows = np.array([[name in one.shows for name in ids] for one in asked])
    sure = np.array(
        [[next((x.confidence for x in own.labels if x.id == name), 0.0) for name in ids]
         for own in found]
    )  # fmt: skip
    print(  # noqa: T201 - a report
        f"order of issues in teams of {_COMMENTS}: rank correlation {_order(given, shows):.2f}; "
        f"the {_QUOTES} surest quotes of each label right: {_quotes(sure, shows):.2f}"
    )


def _order(given: Flags, shows: Flags) -> float:
    """Return the mean rank correlation of counts in teams that differ in what ails them."""
    chance = np.random.default_rng(0)
    some = shows.any(axis=1)
    correlations = []
    for _ in range(_TEAMS):
        ails = chance.gamma(0.5, size=shows.shape[1]) + 0.01
        weight = np.where(some, shows @ ails / np.maximum(1, shows.sum(axis=1)), 0.0)
        # How many samples there are of a label must not decide how often it is met.
        usual = shows / np.maximum(1, shows.sum(axis=0))
        weight *= usual.max(axis=1)
        weight = (1 - _NONE) * weight / weight.sum() + _NONE * ~some / max(1, (~some).sum())
        drawn = chance.choice(len(shows), size=_COMMENTS, p=weight, replace=True)
        truth, counted = shows[drawn].sum(axis=0), given[drawn].sum(axis=0)
        correlations.append(float(spearmanr(truth, counted).statistic))
    return statistics.fmean(correlations)


def _quotes(sure: NDArray[np.float64], shows: Flags) -> float:
    right = []
    for label in range(shows.shape[1]):
        best = np.argsort(-sure[:, label], kind="stable")[:_QUOTES]
        right += [bool(shows[place, label]) for place in best if sure[place, label] > 0]
    return statistics.fmean(right)
