"""Slips of the hand are mended, and what may be another word is left alone."""

import pytest

from bot.text.slips import Slips
from bot.text.tokens import read_words

SLIPS = Slips(
    {"because": 90, "every": 80, "very": 60, "experiments": 9, "running": 20, "from": 500}
    | {"restart": 5, "just": 40, "model": 300, "form": 2, "mode": 1, "backfilled": 3}
)


def meant(word: str) -> int:
    return int(read_words([word]).name[0])


def mended(text: str) -> list[int]:
    words, _ = SLIPS.mended(read_words([text]), [text])
    return [int(name) for name in words.name]


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("becuase", "because"),
        ("evry", "every"),
        ("runing", "running"),
        ("experimnts", "experiments"),
        ("restrat", "restart"),
        ("Jsut", "just"),
        ("backfiled", "backfilled"),
        ("exprimentts", "experiments"),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(slip: str, word: str) -> None:
    assert mended(slip) == [meant(word)]


@pytest.mark.parametrize("word", ["form", "coat", "Fust", "mode", "modelling", "a1just", "evening"])
def test_a_word_that_may_be_another_is_left_alone(word: str) -> None:
    assert mended(word) == [meant(word)]


def test_the_places_of_mended_words_are_those_of_what_was_written() -> None:
    text = "It's becuase … of the form"

    words, is_mended = SLIPS.mended(read_words([text]), [text])

    assert [text[words.start[place] : words.end[place]] for place in is_mended.nonzero()[0]] == [
        "becuase"
    ]


def test_words_of_few_samples_are_no_words_to_be_meant() -> None:
    slips = Slips.of(["strange wrods here", "strange words there", "words and words"])

    text = "strnge"
    words, is_mended = slips.mended(read_words([text]), [text])

    assert not is_mended.any()
    assert words.name[0] == meant(text)


def test_what_is_known_besides_is_never_taken_for_a_slip() -> None:
    samples = ["we are running"] * 30

    slips = Slips.of(samples, known=["runnings"])

    assert not slips.mended(read_words(["runnings"]), ["runnings"])[1].any()
    assert Slips.of(samples).mended(read_words(["runnings"]), ["runnings"])[1].any()
