"""Chooses from which score on labels are given, and how sure each score makes us.

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

MOST_NEAR_MISSES: Final = 0.26
MOST_OTHERS: Final = 0.11
"""Stricter than what is promised: comments of people whose words we have not seen are harder."""
_STEPS: Final = np.linspace(0, 0.95, 96)


@dataclass(frozen=True)
class Truth:
    """What is known of samples, and what kind of sample without a label each is."""

    shows: Flags
    is_near_miss: Flags
    is_other: Flags


def choose(scores: Floats, truth: Truth) -> float:
    """Return the threshold for the best mean F1 that keeps false labels rare.

    It is one for all labels: one for each would fit the samples at hand, not the next ones.
    """
    steps: list[float] = np.quantile(scores.max(axis=1), _STEPS).tolist()
    strict = [step for step in steps if is_strict(given(scores, step), truth)]
    if not strict:
        return float(scores.max())
    return max(strict, key=lambda step: (mean_f1(given(scores, step), truth.shows), step))


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


def sureness(scores: Floats, threshold: float, truth: Truth) -> Floats:
    """Return slope and intercept of the chance that the best label is right."""
    rows, best = np.arange(len(scores)), np.argmax(scores, axis=1)
    surplus, is_right = scores[rows, best] - threshold, truth.shows[rows, best]
    if is_right.all() or not is_right.any():
        return np.array([1.0, 0.0], dtype=np.float32)
    model = LogisticRegression().fit(surplus[:, None], is_right)
    return np.array([model.coef_[0, 0], model.intercept_[0]], dtype=np.float32)
