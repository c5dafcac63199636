"""Takes text apart into the words it is found by."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_DOUBLED: Final = re.compile(r"[bdfgkmnprt]{2}$")
_ENDINGS: Final = (
    "ing", "edly", "ed", "ment", "ments", "ation", "ations", "ly", "er", "ers", "ness", "able",
)  # fmt: skip
_MAX_WORD: Final = 40

_COMMON_WORDS: Final = """
    a an and are as at be been being but by can could d did do does doesn don for from had has have
    he her him his how i if in into is isn it its ll m me my no not of on or our re s she so some
    such t than that the their them then there these they this those to too up us ve was we were
    what when where which while who whom why will with would you your am
    """
COMMON: Final = frozenset(_COMMON_WORDS.split())
"""Words that every text has, and by which nothing is found."""


_WEAK_WORDS: Final = """
    again all also always another any anybody anyone anything around ask after against before best
    better between big cheap come different during each ever every everybody everyone find first
    five four get give go got happen help just keep know last let like long look looking make many
    month more most much need never new next night nobody nothing one only other people please put
    really right said same say second see short show six small somebody someone start still stop
    take tell thing think three today tomorrow try two use very want way week without work working
    wrong year yesterday yet
    """


def words(text: str) -> list[str]:
    """Return the words of a text as they are written, in small letters."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return [word[:_MAX_WORD] for word in _WORD.findall(plain)]


def terms(text: str) -> list[str]:
    """Return what a text is found by: its words without the common ones, each cut to its stem."""
    return stems(words(text))


def stems(found: Iterable[str]) -> list[str]:
    """Return the stems of words, without the common ones."""
    return [stem(word) for word in found if word not in COMMON]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Cut a word so that its forms fall together: deploys, deployed and deployment."""
    if len(word) <= 3:
        return word
    cut = _without_verb_ending(_without_plural(word))
    if len(cut) > 3 and cut.endswith("e"):
        return cut[:-1]
    return f"{cut[:-1]}i" if len(cut) > 3 and cut.endswith("y") else cut


def _without_plural(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ias")):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            cut = word[: -len(ending)]
            is_doubled = len(cut) > 3 and cut[-1] == cut[-2] and _DOUBLED.search(cut)
            return cut[:-1] if is_doubled else cut
    return word


WEAK: Final = frozenset(stem(word) for word in _WEAK_WORDS.split())
"""Stems of words that say little about what a question is about; found by, but not relied on."""
