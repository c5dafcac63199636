"""Reads comments into everything that the recogniser goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.text.concepts import Concepts
from bot.text.features import Features, features_of, meant_in
from bot.text.tokens import Words, read_words

TOPIC: Final = ("word", "stem", "pair", "letters", "concept", "together")
"""The families that tell what a comment is about."""
MEANING: Final = (
    "word", "pair", "triple", "denied", "meant", "clause", "asked", "frame", "concept",
    "meant concept", "together",
)  # fmt: skip
"""The families that tell whether it reports a problem."""
FAMILIES: Final = tuple(dict.fromkeys((*TOPIC, *MEANING)))


@dataclass(frozen=True)
class Read:
    """Comments as words and features; the words lead back to the comments as they stand."""

    words: Words
    features: Mapping[str, Features]


def read(texts: Sequence[str], concepts: Concepts) -> Read:
    """Return the features of comments, by family."""
    words = read_words(texts)
    meant = meant_in(words)
    found = {**features_of(words, meant), **concepts.features(words, meant)}
    return Read(words, {family: found[family] for family in FAMILIES})
