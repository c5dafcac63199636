"""Reads comments into everything that the recogniser goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.text.concepts import Concepts
from bot.text.features import Features, features_of, meant_in
from bot.text.slips import Slips
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
    """Comments as words and features; the words lead back to the comments as they stand.

    Args:
        words: the words, as they were probably meant.
        is_mended: which of them are written otherwise.
        features: by family.

    """

    words: Words
    is_mended: NDArray[np.bool_]
    features: Mapping[str, Features]


def read(texts: Sequence[str], concepts: Concepts, slips: Slips) -> Read:
    """Return the features of comments, by family."""
    words, is_mended = slips.mended(read_words(texts), texts)
    meant = meant_in(words)
    found = {**features_of(words, meant), **concepts.features(words, meant)}
    return Read(words, is_mended, {family: found[family] for family in FAMILIES})
