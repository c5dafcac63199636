"""Correcting words to those of the searched texts."""

import pytest

from bot.text.spelling import Speller, distance

SPELLER = Speller({"monitoring": 9, "retraining": 4, "training": 7, "drift": 3, "draft": 1})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("monitorng", "monitoring"),
        ("montioring", "monitoring"),
        ("moonitorring", "monitoring"),
        ("retrainign", "retraining"),
        ("dritf", "drift"),
    ],
)
def test_slips_of_the_hand_are_corrected(typed: str, meant: str) -> None:
    correction = SPELLER.correct(typed)

    assert correction is not None
    assert correction.word == meant


def test_of_words_equally_near_the_usual_one_is_meant() -> None:
    correction = SPELLER.correct("dreft")

    assert correction is not None
    assert correction.word == "drift"


@pytest.mark.parametrize("typed", ["pizza", "dog", "x9z1", "モデル"])
def test_a_word_that_is_near_none_stays(typed: str) -> None:
    assert SPELLER.correct(typed) is None


def test_one_slip_in_a_long_word_is_sure_and_two_are_a_guess() -> None:
    one, two = SPELLER.correct("monitorng"), SPELLER.correct("monitrng")

    assert one is not None
    assert one.is_sure
    assert two is not None
    assert not two.is_sure


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("model", "model", 0), ("model", "modle", 1), ("model", "mode", 1), ("model", "moodle", 2)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, most=2) == slips
    assert distance(other, one, most=2) == slips
