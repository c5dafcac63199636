"""Chooses from which score on a label is given, and how sure each score makes us.

Both are learned from scores of samples that the scoring model had not seen.
"""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.text.label_model import given
from bot.text.vocabulary import Floats

Flags = NDArray[np.bool_]

MOST_NEAR_MISSES: Final = 0.22
MOST_OTHERS: Final = 0.07
"""Stricter than what is promised: comments of people whose words we have not seen are harder."""
_CANDIDATES: Final = 16
"""Few, since a finer choice would fit the samples at hand rather than the next ones."""
_PENALTIES: Final = np.concatenate(([0.0], np.geomspace(0.02, 5, 19))).tolist()


@dataclass(frozen=True)
class Truth:
    """What is known of samples, and what kind of sample without a label each is."""

    shows: Flags
    is_near_miss: Flags
    is_other: Flags


def choose(scores: Floats, truth: Truth) -> Floats:
    """Return thresholds for the best mean F1 that keeps false labels rare.

    A false label costs as much as keeps the two kinds of them below their limits, no more.
    """
    choices = [_choices(scores, truth, label) for label in range(scores.shape[1])]
    chosen = np.array([one.grid[-1] for one in choices], dtype=np.float32)
    best = -1.0
    for near_miss, other in product(_PENALTIES, _PENALTIES):
        thresholds = np.array([one.pick(near_miss, other) for one in choices], dtype=np.float32)
        labels = given(scores, thresholds)
        quality = mean_f1(labels, truth.shows)
        if quality > best and is_strict(labels, truth):
            chosen, best = thresholds, quality
    return chosen


def is_strict(labels: Flags, truth: Truth) -> bool:
    """Whether false labels are rare enough."""
    wrong: Flags = np.asarray(labels.any(axis=1))
    return (
        share(wrong, truth.is_near_miss) <= MOST_NEAR_MISSES
        and share(wrong, truth.is_other) <= MOST_OTHERS
    )


def mean_f1(labels: Flags, shows: Flags) -> float:
    """Return the mean over the labels of F1."""
    right = (labels & shows).sum(axis=0)
    return float(np.mean(2 * right / np.maximum(1, labels.sum(axis=0) + shows.sum(axis=0))))


def share(flags: Flags, among: Flags) -> float:
    """Return which part of some samples is flagged."""
    return float(flags[among].mean()) if among.any() else 0.0


def sureness(scores: Floats, thresholds: Floats, truth: Truth) -> Floats:
    """Return slope and intercept of the chance that the best label is right."""
    surplus, rows = scores - thresholds, np.arange(len(scores))
    best = np.argmax(scores, axis=1)
    is_right = truth.shows[rows, best]
    if is_right.all() or not is_right.any():
        return np.array([1.0, 0.0], dtype=np.float32)
    model = LogisticRegression().fit(surplus[rows, best][:, None], is_right)
    return np.array([model.coef_[0, 0], model.intercept_[0]], dtype=np.float32)


@dataclass(frozen=True)
class _Choices:
    """What each threshold on a grid would mean for one label."""

    grid: Floats
    f1: NDArray[np.float64]
    near_misses: NDArray[np.float64]
    others: NDArray[np.float64]

    def pick(self, near_miss: float, other: float) -> float:
        worth = self.f1 - near_miss * self.near_misses - other * self.others
        return float(self.grid[int(np.argmax(worth))])


def _choices(scores: Floats, truth: Truth, label: int) -> _Choices:
    own, shows = scores[:, label], truth.shows[:, label]
    is_best = np.argmax(scores, axis=1) == label
    grid = np.quantile(own[is_best] if is_best.any() else own, np.linspace(0, 1, _CANDIDATES))
    above = is_best & (own > grid[:, None])
    right = (above & shows).sum(axis=1)
    labels = scores.shape[1]
    return _Choices(
        grid=grid.astype(np.float32),
        f1=2 * right / np.maximum(1, above.sum(axis=1) + shows.sum()),
        near_misses=(above & truth.is_near_miss).sum(axis=1) * labels / _count(truth.is_near_miss),
        others=(above & truth.is_other).sum(axis=1) * labels / _count(truth.is_other),
    )


def _count(flags: Flags) -> int:
    return max(1, int(flags.sum()))
