"""The rules of a statement's wording, and looking things up in the bank."""

import pytest

from bot.surveys.bank.domain import (
    Dimension,
    Practice,
    Scale,
    Statement,
    StatementBank,
    wording_advice,
    wording_faults,
)

OFTEN = Scale("often", "How often?", ("Never", "Rarely", "Sometimes", "Often", "Always"))


def a_practice(practice_id: str, dimension: Dimension) -> Practice:
    statement = Statement(f"{practice_id}.one", practice_id, "We did.", OFTEN, ())
    return Practice(practice_id, dimension, "Name", "Meaning.", (), "a/b.md", (statement,))


def test_practices_are_listed_by_dimension() -> None:
    pairing = a_practice("pairing", Dimension.CULTURE)
    alerts = a_practice("alerts", Dimension.TOOLS)
    bank = StatementBank((pairing, alerts))

    assert bank.list_practices(Dimension.TOOLS) == (alerts,)


def test_a_good_wording_has_no_faults() -> None:
    text = "Somebody else read my code before it ran in production."

    assert wording_faults(text) == ()
    assert wording_advice(text) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("We " + "really " * 19 + "did.", "has 21 words"),
        ("We looked", "full stop"),
        ("We looked. We saw.", "one sentence"),
        ("we looked.", "capital letter"),
    ],
)
def test_a_wording_that_cannot_be_asked_is_refused(text: str, fault: str) -> None:
    (found,) = wording_faults(text)

    assert fault in found


def test_an_and_is_left_to_a_person_to_judge() -> None:
    text = "We looked at the model, and at the data."

    assert wording_faults(text) == ()
    assert "one half" in wording_advice(text)[0]


def test_a_word_that_contains_and_is_no_and() -> None:
    assert wording_advice("We met the standard of our brand.") == ()
