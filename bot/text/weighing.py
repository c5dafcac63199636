"""Weighs texts that have several fields against a question: BM25F.

A word counts by how rare it is over all texts, by how often it stands in each field of this one,
and by what the field is worth; how much longer than usual the field is counts against it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
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
    weights: NDArray[np.float64]
    rarity: float


class FieldWeights:
    """The weight of each term in each text, worked out once."""

    def __init__(self, texts: Sequence[Text], fields: Mapping[str, Field]) -> None:
        self._size = len(texts)
        # Terms are numbered as they are met; the arrays hold what one has after the other.
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        found, amounts = self._amounts(texts, fields)
        terms, self._texts = np.divmod(found, max(1, self._size))
        self._starts = np.searchsorted(terms, np.arange(len(self._numbers) + 1))
        having = np.diff(self._starts)
        self._rarities = self._rarity(having)
        saturated = amounts * (_SATURATION + 1) / (_SATURATION + amounts)
        self._weights = np.repeat(self._rarities, having) * saturated

    def __contains__(self, term: object) -> bool:
        return term in self._numbers

    def scores(self, question: Mapping[str, float]) -> Scores:
        """Return how well each text fits the question's terms."""
        total = np.zeros(self._size)
        for term, weight in question.items():
            found = self._found(term)
            if found is not None:
                total[found.texts] += weight * found.weights
        return total

    def holds(self, term: str, text: int) -> bool:
        """Whether a text has a term in any of its fields."""
        found = self._found(term)
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
        found = self._found(term)
        return self.greatest_rarity if found is None else found.rarity

    @property
    def greatest_rarity(self) -> float:
        """The rarity of a term that no text has."""
        return float(self._rarity(np.zeros(1, dtype=np.intp))[0])

    def _found(self, term: str) -> _Postings | None:
        number = self._numbers.get(term)
        if number is None:
            return None
        here = slice(self._starts[number], self._starts[number + 1])
        return _Postings(self._texts[here], self._weights[here], float(self._rarities[number]))

    def _rarity(self, having: NDArray[np.intp]) -> Scores:
        rarity: Scores = np.log(1 + (max(self._size, _FEWEST) - having + 0.5) / (having + 0.5))
        return rarity

    def _amounts(
        self, texts: Sequence[Text], fields: Mapping[str, Field]
    ) -> tuple[NDArray[np.int64], Scores]:
        """Return the pairs of term and text in order, as one number each, and how much of it."""
        pairs, amounts = [], []
        for name, field in fields.items():
            found, counts = self._count([text.get(name, ()) for text in texts])
            lengths = np.array([len(text.get(name, ())) for text in texts])
            usual = lengths[lengths > 0].mean() if lengths.any() else 1.0
            shares = 1 - field.length_matters + field.length_matters * lengths / usual
            pairs.append(found)
            amounts.append(field.worth * counts / shares[found % max(1, self._size)])
        every, places = np.unique(np.concatenate(pairs), return_inverse=True)
        together: Scores = np.bincount(places, np.concatenate(amounts)).astype(np.float64)
        return every, together

    def _count(self, texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """Return which pairs of term and text there are in one field, and how often."""
        terms = np.fromiter(map(self._numbers.__getitem__, chain.from_iterable(texts)), np.int64)
        places = np.repeat(np.arange(self._size), [len(text) for text in texts])
        return np.unique(terms * max(1, self._size) + places, return_counts=True)
