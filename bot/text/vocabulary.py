"""The features that samples have, their weights, and comments as rows of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.text.features import Features
from bot.text.reading import FAMILIES
from bot.text.tokens import Numbers, Places

Floats = NDArray[np.float32]

_SHARE: Final = {
    "word": 1.0, "stem": 0.7, "pair": 1.0, "triple": 0.4, "letters": 1.0,
    "denied": 0.6, "meant": 0.5, "clause": 0.7, "asked": 0.4, "frame": 1.0,
    "concept": 1.0, "together": 0.5, "meant concept": 0.7,
}  # fmt: skip
"""How much of a row each family makes up."""
_FEWEST: Final = 2
"""In how many samples a feature must stand to be kept."""
_SLOT_BITS: Final = 22


@dataclass(frozen=True)
class Block:
    """Features of one family that are known, in the order of the comments.

    Args:
        comment: in which comment each stands.
        word: at which word.
        column: which one it is.
        value: its weight in its comment.

    """

    comment: Places
    word: Places
    column: NDArray[np.int32]
    value: Floats

    def rows(self, comments: int, columns: int) -> sparse.csr_array:
        """Return the block as rows; a feature that stands twice counts twice."""
        # scikit-learn takes rows with short numbers only.
        begins = np.searchsorted(self.comment, np.arange(comments + 1)).astype(np.int32)
        shape = (comments, columns)
        return sparse.csr_array((self.value, self.column, begins), shape=shape)


class Vocabulary:
    """Which features are known, and how rare each is; families follow one another."""

    def __init__(self, keys: Numbers, rarity: Floats, sizes: tuple[int, ...]) -> None:
        self.keys, self.rarity, self.sizes = keys, rarity, sizes
        # A table is asked in one step, where a search takes seventeen; the key settles doubts.
        self._slots = np.full(1 << _SLOT_BITS, -1, dtype=np.int32)
        self._slots[_slot(keys)] = np.arange(len(keys), dtype=np.int32)

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, found: Mapping[str, Features], comments: int) -> "Vocabulary":
        """Return the vocabulary of samples with these features."""
        keys, rarity = [], []
        for family in FAMILIES:
            known, columns = np.unique(found[family].key, return_inverse=True)
            # A pair of comment and feature counts once, however often it stands there.
            pairs = (
                np.unique(found[family].comment * len(known) + columns) if len(known) else columns
            )
            counts = np.bincount(pairs % max(1, len(known)), minlength=len(known))
            kept = counts >= _FEWEST
            keys.append(known[kept])
            rarity.append(np.log((1 + comments) / (1 + counts[kept])) + 1)
        return cls(
            np.concatenate(keys).astype(np.uint64),
            np.concatenate(rarity).astype(np.float32),
            tuple(len(own) for own in keys),
        )

    def columns_of(self, families: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return which columns belong to one of the families."""
        return np.repeat([family in families for family in FAMILIES], self.sizes)

    def blocks(self, found: Mapping[str, Features], comments: int) -> Iterator[Block]:
        """Yield what is known of comments' features, a block for each family."""
        for family in FAMILIES:
            features = found[family]
            column = self._slots[_slot(features.key)]
            known = np.flatnonzero((column >= 0) & (self.keys[column] == features.key))
            column, comment = column[known], features.comment[known]
            value = self.rarity[column]
            length = np.sqrt(np.bincount(comment, value * value, minlength=comments))
            share = np.float32(_SHARE[family])
            weight = share * value / np.maximum(length, 1e-6)[comment]
            yield Block(comment, features.word[known], column, weight.astype(np.float32))

    def rows(self, found: Mapping[str, Features], comments: int) -> sparse.csr_array:
        """Return comments as rows over all columns."""
        total = sparse.csr_array((comments, len(self)), dtype=np.float32)
        for block in self.blocks(found, comments):
            total = total + block.rows(comments, len(self))
        total.sum_duplicates()
        return total


def _slot(keys: Numbers) -> NDArray[np.int64]:
    return (keys >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
