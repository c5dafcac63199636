"""Corrects misspelt words to those that the searched texts have themselves."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SHORTEST: Final = 4
_SHORT: Final = 5
_CANDIDATES: Final = 40


@dataclass(frozen=True)
class Correction:
    """A word that was probably meant; `is_sure` where hardly another could have been."""

    word: str
    is_sure: bool


class Speller:
    """Knows how often each word stands in the texts, and which words look alike."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._words = [word for word in counts if len(word) >= _SHORTEST and word.isalpha()]
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int16)
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(self._words):
            for pair in _pairs(word):
                positions[pair].append(position)
        self._positions = {
            pair: np.array(found, dtype=np.int32) for pair, found in positions.items()
        }

    def __contains__(self, word: object) -> bool:
        return word in self._counts

    def correct(self, word: str) -> Correction | None:
        """Return the known word that is nearest to an unknown one, or None if none is near.

        One slip of the hand is allowed in a short word and two in a longer one; among words
        equally near, the one that the texts use most is meant.
        """
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        slips = 1 if len(word) <= _SHORT else 2
        near = [
            (slip, -self._counts[candidate], candidate)
            for candidate in self._look_alikes(word, slips)
            if (slip := distance(word, candidate, most=slips)) <= slips
        ]
        if not near:
            return None
        slip, _, meant = min(near)
        return Correction(meant, is_sure=slip == 1 and len(word) > _SHORT)

    def _look_alikes(self, word: str, slips: int) -> list[str]:
        shared = np.zeros(len(self._words), dtype=np.int16)
        for pair in _pairs(word):
            found = self._positions.get(pair)
            if found is not None:
                shared[found] += 1
        # A slip spoils three pairs of letters at most, when two neighbours change places.
        fewest = max(1, len(word) + 1 - 3 * slips)
        fits = (np.abs(self._lengths - len(word)) <= slips) & (shared >= fewest)
        return [self._words[position] for position in _best(shared, np.flatnonzero(fits))]


def _best(shared: NDArray[np.int16], fitting: NDArray[np.intp]) -> NDArray[np.intp]:
    order = np.argsort(-shared[fitting], kind="stable")
    return fitting[order[:_CANDIDATES]]


def _pairs(word: str) -> set[str]:
    edged = f"^{word}$"
    return {edged[start : start + 2] for start in range(len(edged) - 1)}


def distance(one: str, other: str, *, most: int) -> int:
    """Return how many slips part two words: a letter more, less, another, or two swapped.

    Where it is more than `most`, any number above that may be returned.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        this = [row]
        for column, another in enumerate(other, 1):
            least = min(last[column] + 1, this[-1] + 1, last[column - 1] + (letter != another))
            is_swap = row > 1 and column > 1 and letter == other[column - 2] == one[row - 1]
            if is_swap and one[row - 2] == another:
                least = min(least, before[column - 2] + 1)
            this.append(least)
        if min(this) > most and min(last) > most:
            return most + 1
        before, last = last, this
    return last[-1]
