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

MOST_NEAR_MISSES: Final = 0.23
MOST_OTHERS: Final = 0.09
"""Stricter than what is promised: comments of people whose words we have not seen are harder."""
_CANDIDATES: Final = 16
"""Few, since a finer choice would fit the samples at hand rather than the next ones."""
_STEPS: Final = np.linspace(0, 1, _CANDIDATES)
_PENALTIES: Final = np.concatenate(([0.0], np.geomspace(0.02, 5, 19))).tolist()


@dataclass(frozen=True)
class Truth:
    """What is known of samples, and what kind of sample without a label each is."""

    shows: Flags
    is_near_miss: Flags
    is_other: Flags

    def among(self, taken: Flags) -> "Truth":
        """Return what is known of some of the samples."""
        return Truth(self.shows[taken], self.is_near_miss[taken], self.is_other[taken])


def choose(scores: Floats, truth: Truth) -> Floats:
    """Return thresholds for the best mean F1 that keeps false labels rare.

    A false label costs as much as keeps the two kinds of them below their limits, no more.
    """
    halves = [np.arange(len(scores)) % 2 == number for number in (0, 1)]
    tried = [_Grid(scores[half], truth.among(half)) for half in halves]
    whole, best = _Grid(scores, truth), -1.0
    chosen = whole.strictest()
    for near_miss, other in product(_PENALTIES, _PENALTIES):
        # What one half chooses is judged by the other, since every choice flatters itself.
        labels = np.zeros(scores.shape, dtype=np.bool_)
        for grid, half in zip(tried, reversed(halves), strict=True):
            labels[half] = given(scores[half], grid.pick(near_miss, other))
        quality = mean_f1(labels, truth.shows)
        if quality > best and is_strict(labels, truth):
            chosen, best = whole.pick(near_miss, other), quality
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


class _Grid:
    """What each of a few thresholds would mean for each label."""

    def __init__(self, scores: Floats, truth: Truth) -> None:
        labels = scores.shape[1]
        best = np.argmax(scores, axis=1)
        self._grid = np.zeros((labels, _CANDIDATES))
        self._f1, self._near_misses, self._others = np.zeros((3, labels, _CANDIDATES))
        for label in range(labels):
            own, shows, is_best = scores[:, label], truth.shows[:, label], best == label
            grid = np.quantile(own[is_best] if is_best.any() else own, _STEPS)
            above = is_best & (own > grid[:, None])
            right = (above & shows).sum(axis=1)
            self._grid[label] = grid
            self._f1[label] = 2 * right / np.maximum(1, above.sum(axis=1) + shows.sum())
            self._near_misses[label] = labels * _part(above, truth.is_near_miss)
            self._others[label] = labels * _part(above, truth.is_other)

    def pick(self, near_miss: float, other: float) -> Floats:
        """Return each label's threshold when false labels cost so much."""
        worth = self._f1 - near_miss * self._near_misses - other * self._others
        rows = np.arange(len(worth))
        return np.asarray(self._grid[rows, np.argmax(worth, axis=1)], dtype=np.float32)

    def strictest(self) -> Floats:
        """Return thresholds that hardly anything exceeds."""
        return np.asarray(self._grid[:, -1], dtype=np.float32)


def _part(above: Flags, among: Flags) -> NDArray[np.float64]:
    return np.asarray((above & among).sum(axis=1) / max(1, int(among.sum())))
