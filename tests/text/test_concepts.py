"""Concepts: different words that count as one thing."""

import pytest

from bot.text.concepts import Concepts
from bot.text.reading import read
from bot.text.slips import Slips

CONCEPTS = Concepts({"gone": ["quit", "moved on"], "plan": ["plan"], "why": ["why", "who knows"]})


def concepts_in(text: str) -> list[int]:
    return [int(key) for key in read([text], CONCEPTS, Slips({})).features["concept"].key]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("she quit", "they moved on"),
        ("a plan", "planning"),
        ("planned", "plans"),
        ("why", "Who knows"),
    ],
)
def test_words_of_one_concept_count_as_the_same(one: str, other: str) -> None:
    assert concepts_in(one) == concepts_in(other) != []


def test_a_phrase_does_not_reach_across_comments_or_gaps() -> None:
    found = read(["they moved", "on it", "moved it on"], CONCEPTS, Slips({})).features["concept"]

    assert len(found.key) == 0


def test_concepts_that_stand_together_are_one_feature_in_either_order() -> None:
    first = read(["quit the plan"], CONCEPTS, Slips({})).features["together"].key
    second = read(["the plan: she quit"], CONCEPTS, Slips({})).features["together"].key

    assert len(first) == 1
    assert list(first) == list(second)


def test_without_concepts_there_are_no_features() -> None:
    assert len(read(["she quit"], Concepts({}), Slips({})).features["concept"].key) == 0
