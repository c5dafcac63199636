"""Mends slips of the hand in comments: "restrat" is read as "restart".

Only what hardly could be another word is mended, as a name or a rare word is no slip.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.text.spelling import distance
from bot.text.tokens import Words, read_words

_FEWEST: Final = 3
"""How many samples must use a word before another is taken for it."""
_COMMONER: Final = 20
"""How many must use it where the other is a word that samples use as well, if rarely."""
_SHORTEST: Final = 4
_LONG: Final = 8
"""From how many letters on two slips in a word leave it recognisable."""
_LONGEST: Final = 20
_REMEMBERED: Final = 50_000


class Slips:
    """Knows which words samples use, how often, and which are a slip away from others."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(sorted(counts.items()))
        self._known = [word for word, count in self.counts.items() if count >= _FEWEST]
        words = read_words(self._known)
        self._names, self._stems, self._sorted = words.name, words.stem, np.sort(words.name)
        self._spoilt: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._known):
            if len(word) >= _SHORTEST:
                for spoilt in (word, *_without_one(word)):
                    self._spoilt[spoilt].append(place)
        self._meant = lru_cache(_REMEMBERED)(self._find)

    @classmethod
    def of(cls, texts: Sequence[str], known: Iterable[str] = ()) -> "Slips":
        """Return what samples teach; words that are known besides are never taken for slips."""
        words = read_words(texts)
        places = zip(words.comment.tolist(), words.start.tolist(), words.end.tolist(), strict=True)
        seen = {(comment, _spelt(texts[comment][start:end])) for comment, start, end in places}
        counts = Counter(word for _, word in seen if _is_plain(word))
        for word in set(chain.from_iterable(entry.split() for entry in known)):
            if _is_plain(word):
                counts[word] = max(counts[word], _FEWEST)
        return cls(counts)

    def mended(self, words: Words, texts: Sequence[str]) -> tuple[Words, NDArray[np.bool_]]:
        """Return the words as they were probably meant, and which of them were mended."""
        is_mended = np.zeros(len(words), dtype=np.bool_)
        if not self._known:
            return words, is_mended
        at = np.minimum(np.searchsorted(self._sorted, words.name), len(self._sorted) - 1)
        name, stem = words.name.copy(), words.stem.copy()
        for place in np.flatnonzero(self._sorted[at] != words.name).tolist():
            text = texts[words.comment[place]]
            meant = self._meant(_spelt(text[words.start[place] : words.end[place]]))
            if meant is not None:
                name[place], stem[place] = self._names[meant], self._stems[meant]
                is_mended[place] = True
        return replace(words, name=name, stem=stem), is_mended

    def _find(self, word: str) -> int | None:
        """Return the place of the known word that was meant by another, or None."""
        if not _SHORTEST <= len(word) <= _LONGEST or not _is_plain(word):
            return None
        is_used = word in self.counts
        if is_used and len(word) == _SHORTEST:
            return None
        once = _without_one(word)
        efforts = {place: _effort(word, self._known[place]) for place in self._near(word, *once)}
        near = {place: effort for place, effort in efforts.items() if effort is not None}
        if not near and len(word) >= _LONG:
            twice = chain.from_iterable(map(_without_one, once))
            near = {
                place: 0.0
                for place in self._near(*once, *twice)
                if self._known[place][0] == word[0]
                and distance(word, self._known[place], most=2) <= 2
            }
        # A word that samples use is mended only where the other is the usual one by far.
        fewest = _COMMONER if is_used else 0
        costs = [
            (effort - log(self.counts[self._known[place]]) / 5, place)
            for place, effort in near.items()
            if self.counts[self._known[place]] >= fewest
        ]
        return min(costs)[1] if costs else None

    def _near(self, *spoilt: str) -> set[int]:
        return {place for one in spoilt for place in self._spoilt.get(one, ())}


def _effort(word: str, other: str) -> float | None:
    """Return how far-fetched it is that another word was meant; None where it is too far."""
    if distance(word, other, most=1) > 1:
        return None
    if sorted(word) == sorted(other):
        return 0.5
    if word[0] != other[0]:
        return None
    if len(word) != len(other):
        return 0.0 if len(other) > len(word) else 0.5 if len(word) > _SHORTEST else None
    return 2.0 if len(word) >= _LONG - 1 else None


def _without_one(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _spelt(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
