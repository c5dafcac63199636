"""Negation and tense hold for a clause, and not for the comment."""

from bot.text.concepts import Concepts
from bot.text.reading import read
from bot.text.slips import Slips

NONE = Concepts({})


def features(text: str, family: str) -> set[int]:
    return {int(key) for key in read([text], NONE, Slips({})).features[family].key}


def test_what_is_denied_is_another_feature_than_what_is_said() -> None:
    said, denied = features("we have docs", "denied"), features("we have no docs", "denied")

    assert said != denied
    assert not features("docs", "denied") <= denied


def test_a_denial_ends_with_its_clause() -> None:
    docs = features("docs", "denied")

    assert docs <= features("no tests, docs", "denied")
    assert docs <= features("no tests but docs", "denied")
    assert not docs <= features("no tests docs", "denied")


def test_small_words_make_the_same_frame_whatever_is_talked_about() -> None:
    assert features("we no longer mute alerts", "frame") & features(
        "we no longer fear releases", "frame"
    )


def test_apostrophes_make_no_difference() -> None:
    assert features("we don’t know", "word") == features("We dont know", "word")


def test_a_question_is_seen_as_one() -> None:
    assert features("why is that?", "asked") != features("that is why.", "asked")
