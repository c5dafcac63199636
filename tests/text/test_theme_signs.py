"""A comment is known to be a theme's by words that its comments have in common."""

import pytest

from bot.text.theme_signs import Sign, match, weigh

THEMES = {1: (Sign("badge", 0.9), Sign("again", 0.2)), 2: (Sign("parking", 0.4), Sign("full", 0.2))}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("My badges do nothing", 1),
        ("parking was full", 2),
        ("again and again", None),
        ("no parking", None),
        ("badge for the parking, full again", 1),
        ("", None),
    ],
)
def test_a_comment_belongs_where_its_words_weigh_most_and_enough(
    said: str, number: int | None
) -> None:
    assert match([said], THEMES) == [number]


def test_without_themes_no_comment_belongs_anywhere() -> None:
    assert match(["badge"], {}) == [None]
    assert match([], THEMES) == []


def test_a_word_weighs_what_part_of_those_who_use_it_are_the_themes() -> None:
    texts = {"a": "badge again", "b": "badges", "c": "Badge!", "d": "again", "e": "badge"}

    signs = weigh(("badge", "again"), ("a", "b", "c"), texts)

    assert signs == (Sign("badge", 0.75), Sign("again", 0.5))
