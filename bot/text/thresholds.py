"""Chooses from which score on a label is given, and how sure each score makes us.

Both are learned from scores of samples that the scoring model had not seen.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.text.label_model import given
from bot.text.vocabulary import Floats

Flags = NDArray[np.bool_]

MOST_NEAR_MISSES: Final = 0.22
MOST_OTHERS: Final = 0.08
"""Stricter than what is promised: comments of people whose words we have not seen are harder."""
_CANDIDATES: Final = 80
_PENALTIES: Final = np.concatenate(([0.0], np.geomspace(0.05, 20, 40)))


@dataclass(frozen=True)
class Truth:
    """What is known of samples, and what kind of sample without a label each is."""

    shows: Flags
    is_near_miss: Flags
    is_other: Flags


def choose(scores: Floats, truth: Truth) -> Floats:
    """Return thresholds for the best mean F1 that keeps false labels rare."""
    chosen = _thresholds(scores, truth, float(_PENALTIES[-1]))
    best = -1.0
    for penalty in _PENALTIES:
        thresholds = _thresholds(scores, truth, float(penalty))
        labels = given(scores, thresholds)
        if is_strict(labels, truth) and mean_f1(labels, truth.shows) > best:
            chosen, best = thresholds, mean_f1(labels, truth.shows)
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


def _thresholds(scores: Floats, truth: Truth, penalty: float) -> Floats:
    """Return for each label what serves its F1 best, less a penalty for each false label."""
    best, none = np.argmax(scores, axis=1), ~truth.shows.any(axis=1)
    found = np.empty(scores.shape[1], dtype=np.float32)
    for label in range(scores.shape[1]):
        own, shows = scores[:, label], truth.shows[:, label]
        is_best = best == label
        grid = np.quantile(own[is_best] if is_best.any() else own, np.linspace(0, 1, _CANDIDATES))
        above = is_best & (own > grid[:, None])
        right = (above & shows).sum(axis=1)
        f1 = 2 * right / np.maximum(1, above.sum(axis=1) + shows.sum())
        false = (above & none).sum(axis=1) / max(1, none.sum()) * scores.shape[1]
        found[label] = grid[int(np.argmax(f1 - penalty * false))]
    return found
