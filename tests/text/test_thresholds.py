"""The threshold keeps false labels rare, and gives as many right ones as that allows."""

import numpy as np
from numpy.typing import NDArray

from bot.text.label_model import given
from bot.text.thresholds import MOST_NEAR_MISSES, MOST_OTHERS, Truth, choose, share, sureness


def a_world(seed: int, lift: float) -> tuple[NDArray[np.float32], Truth]:
    """Return scores of 600 samples with and 600 without one of four labels."""
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(1200, 4)).astype(np.float32)
    shows = np.zeros((1200, 4), dtype=np.bool_)
    shows[np.arange(600), np.arange(600) % 4] = True
    scores[shows] += lift
    near = np.arange(1200) >= 900
    return scores, Truth(shows, near, ~shows.any(axis=1) & ~near)


def part(scores: NDArray[np.float32], truth: Truth, among: NDArray[np.bool_]) -> float:
    """Return which part of some samples is given a label by the threshold that is chosen."""
    labels: NDArray[np.bool_] = np.asarray(given(scores, choose(scores, truth)).any(axis=1))
    return share(labels, among)


def test_false_labels_stay_below_their_limits() -> None:
    scores, truth = a_world(1, lift=2.0)

    positive: NDArray[np.bool_] = np.asarray(truth.shows.any(axis=1))

    assert part(scores, truth, truth.is_near_miss) <= MOST_NEAR_MISSES
    assert part(scores, truth, truth.is_other) <= MOST_OTHERS
    assert part(scores, truth, positive) > 0.3


def test_where_nothing_can_be_told_apart_hardly_anything_is_given() -> None:
    scores, truth = a_world(2, lift=0.0)

    assert part(scores, truth, truth.is_other) <= MOST_OTHERS


def test_a_higher_score_makes_surer() -> None:
    scores, truth = a_world(3, lift=2.0)

    slope, _ = sureness(scores, choose(scores, truth), truth)

    assert slope > 0


def test_a_second_label_is_given_only_beside_a_near_first() -> None:
    scores = np.array([[3.0, 2.5, 2.4], [3.0, 0.9, -9], [-1, -2, -3]], dtype=np.float32)

    labels = given(scores, 0.0)

    assert labels.tolist() == [[True, True, False], [True, False, False], [False, False, False]]
