"""The words by which text is found."""

import pytest

from bot.text.words import stem, terms, words


@pytest.mark.parametrize(
    "forms",
    [
        ("deploy", "deploys", "deployed", "deploying", "deployment"),
        ("retry", "retries"),
        ("class", "classes"),
        ("run", "runs", "running", "runner"),
        ("release", "releases", "released", "releasing"),
    ],
)
def test_forms_of_a_word_are_found_by_one_another(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["aws", "status", "bias", "loss", "analysis"])
def test_an_s_that_is_no_plural_stays(word: str) -> None:
    assert stem(word).endswith("s")


def test_common_words_find_nothing() -> None:
    assert terms("how do we do that") == []
    assert terms("How do I roll back a Model?") == ["roll", "back", "model"]


def test_words_of_other_scripts_are_words() -> None:
    assert words("Überwachung, モデル! 🎉 naïve_name") == ["überwachung", "モデル", "naïve", "name"]


def test_a_word_without_an_end_is_cut() -> None:
    assert [len(word) for word in words("a" * 5_000_000)] == [40]
