"""Tells which words a comment says as they are written, where it matters whose words they are."""

from collections.abc import Sequence
from typing import Final

from bot.text.words import words as words_in

_SHORT: Final = 3


def list_said(texts: Sequence[str], words: Sequence[str]) -> list[frozenset[str]]:
    """Return of each comment which of some words it has as they are written, but for a plural's s.

    Words that merely begin alike are told apart here: who is told that several people said a word
    must not read one that only one of them did.
    """
    by_form = {_singular(word): word for word in words}
    return [
        frozenset(by_form[form] for each in words_in(text) if (form := _singular(each)) in by_form)
        for text in texts
    ]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and word[-2] != "s" else word
