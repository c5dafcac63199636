"""Which person a tag, a login or a table means."""

from dataclasses import dataclass

import pytest

from bot.handover.matching import find_person


@dataclass(frozen=True)
class Somebody:
    user_id: str
    name: str


EVERYBODY = (
    Somebody("UANNA", "Anna Kowalska"),
    Somebody("UBEN", "Ben O'Neill"),
    Somebody("UZOE", "Zoë Große"),
    Somebody("UMADONNA", "Madonna"),
    Somebody("USMITH1", "Sam Smith"),
    Somebody("USMITH2", "Sue Smith"),
)


@pytest.mark.parametrize(
    ("words", "user_id"),
    [
        ("UANNA", "UANNA"),
        ("<@UANNA>", "UANNA"),
        ("<@UANNA|anna>", "UANNA"),
        ("Anna Kowalska", "UANNA"),
        ("anna.kowalska", "UANNA"),
        ("akowalska@example.com", "UANNA"),
        ("kowalska_anna", "UANNA"),
        ("ben.oneill", "UBEN"),
        ("zoe.grosse", "UZOE"),
        ("sam.smith", "USMITH1"),
    ],
)
def test_a_full_name_is_found_however_it_is_spelled(words: str, user_id: str) -> None:
    found = find_person(words, EVERYBODY)

    assert found is not None
    assert found.user_id == user_id


@pytest.mark.parametrize(
    "words", ["anna", "ssmith", "madonna", "root", "ci", "UGONE", "", "@", "-"]
)
def test_what_could_be_anybody_is_nobody(words: str) -> None:
    assert find_person(words, EVERYBODY) is None
