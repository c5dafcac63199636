"""Weighs texts that have several fields against a question: BM25F.

A word counts by how rare it is over all texts, by how often it stands in each field of this one,
and by what the field is worth; how much longer than usual the field is counts against it.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Text = Mapping[str, Sequence[str]]

_FEWEST: Final = 30
"""Of fewer texts nothing can be learned about what is rare, so rarity is as among so many."""
_SATURATION: Final = 1.2
"""From here on, repeating a word adds little."""


@dataclass(frozen=True)
class Field:
    """What one occurrence in a field is worth, and how far the field's length counts against it."""

    worth: float
    length_matters: float


@dataclass(frozen=True)
class _Postings:
    texts: NDArray[np.int32]
    weights: NDArray[np.float32]
    rarity: float


class FieldWeights:
    """The weight of each term in each text, worked out once."""

    def __init__(self, texts: Sequence[Text], fields: Mapping[str, Field]) -> None:
        self._size = len(texts)
        lengths = _usual_lengths(texts, fields)
        numbers: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        amounts: defaultdict[str, array[float]] = defaultdict(lambda: array("f"))
        for number, text in enumerate(texts):
            for term, amount in _amounts(text, fields, lengths).items():
                numbers[term].append(number)
                amounts[term].append(amount)
        self._postings = {
            term: self._weighed(numbers[term], amounts[term]) for term in list(numbers)
        }

    def __contains__(self, term: object) -> bool:
        return term in self._postings

    def scores(self, question: Mapping[str, float]) -> Scores:
        """Return how well each text fits the question's terms."""
        total = np.zeros(self._size)
        for term, weight in question.items():
            found = self._postings.get(term)
            if found is not None:
                total[found.texts] += weight * found.weights
        return total

    def holds(self, term: str, text: int) -> bool:
        """Whether a text has a term in any of its fields."""
        found = self._postings.get(term)
        if found is None:
            return False
        place = int(np.searchsorted(found.texts, text))
        return place < len(found.texts) and int(found.texts[place]) == text

    def most(self, question: Mapping[str, float]) -> float:
        """Return the most that any text could score, a word never seen being the rarest."""
        return (_SATURATION + 1) * self.once(question)

    def once(self, question: Mapping[str, float]) -> float:
        """Return what a text of usual length scores that has each of the terms once."""
        return sum(weight * self.rarity(term) for term, weight in question.items())

    def rarity(self, term: str) -> float:
        """Return how much it tells that a text has this term."""
        found = self._postings.get(term)
        return self._rarity(0) if found is None else found.rarity

    @property
    def greatest_rarity(self) -> float:
        """The rarity of a term that no text has."""
        return self._rarity(0)

    def _rarity(self, having: int) -> float:
        return math.log(1 + (max(self._size, _FEWEST) - having + 0.5) / (having + 0.5))

    def _weighed(self, numbers: "array[int]", amounts: "array[float]") -> _Postings:
        rarity = self._rarity(len(numbers))
        amount = np.array(amounts, dtype=np.float32)
        weights = rarity * amount * (_SATURATION + 1) / (_SATURATION + amount)
        return _Postings(np.array(numbers, dtype=np.int32), weights, rarity)


def _usual_lengths(texts: Sequence[Text], fields: Mapping[str, Field]) -> dict[str, float]:
    lengths = {name: [len(text[name]) for text in texts if text.get(name)] for name in fields}
    return {name: sum(found) / len(found) if found else 1.0 for name, found in lengths.items()}


def _amounts(
    text: Text, fields: Mapping[str, Field], usual: Mapping[str, float]
) -> dict[str, float]:
    amounts: defaultdict[str, float] = defaultdict(float)
    for name, field in fields.items():
        words = text.get(name, ())
        length = 1 - field.length_matters + field.length_matters * len(words) / usual[name]
        for term, count in Counter(words).items():
            amounts[term] += field.worth * count / length
    return amounts
