"""What different words have in common: "quit", "left" and "moved on" are one concept.

A thesaurus stands in for the word vectors that a model with weights would bring along.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

import numpy as np

from bot.text.features import Features
from bot.text.tokens import Numbers, Places, Words, mix, read_words

_MOST_WORDS: Final = 3
_NEAR: Final = 5
"""How many concepts further on one still stands together with another."""
_VOWELS: Final = "aeiou"
_SHORT: Final = 5
"""Up to how many letters a word doubles its last: "plan", "planning"."""


class Concepts:
    """Words and short phrases by what they have in common."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self.groups = {name: tuple(groups[name]) for name in sorted(groups)}
        entries = [
            (entry, number)
            for number, own in enumerate(self.groups.values())
            for entry in dict.fromkeys(chain.from_iterable(map(_forms, own)))
        ]
        keys = _keys_of([entry for entry, _ in entries])
        order = np.argsort(keys, kind="stable")
        numbers = np.array([number for _, number in entries], dtype=np.int64)[order]
        self._keys, self._begins = np.unique(keys[order], return_index=True)
        self._ends = np.append(self._begins[1:], len(numbers))
        self._numbers = numbers

    def features(self, words: Words, meant: Numbers) -> dict[str, Features]:
        """Return the concepts of comments, how each is meant, and which stand together."""
        at, number = self._found(words)
        comment = words.comment[at]
        plain = number.astype(np.uint64)
        return {
            "concept": Features(comment, at, mix(plain + np.uint64(1 << 40))),
            "meant concept": Features(
                comment, at, mix(plain * np.uint64(64) + meant[at] + np.uint64(1 << 41))
            ),
            "together": _together(comment, at, plain),
        }

    def _found(self, words: Words) -> tuple[Places, Places]:
        """Return the words at which concepts stand, in order, and which concepts these are."""
        at, number = [], []
        for count in range(1, _MOST_WORDS + 1):
            keys, first = _runs(words, count)
            if not len(self._keys) or not len(keys):
                continue
            place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            hit = np.flatnonzero(self._keys[place] == keys)
            begin, size = self._begins[place[hit]], (self._ends - self._begins)[place[hit]]
            within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
            at.append(np.repeat(first[hit], size))
            number.append(self._numbers[np.repeat(begin, size) + within])
        if not at:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        words_at, numbers = np.concatenate(at), np.concatenate(number)
        order = np.lexsort((numbers, words_at))
        return words_at[order], numbers[order]


def _together(comment: Places, at: Places, plain: Numbers) -> Features:
    parts = []
    for step in range(1, _NEAR + 1):
        pairs = max(0, len(at) - step)
        one, other = plain[:pairs], plain[len(at) - pairs :]
        apart = (comment[:pairs] == comment[len(at) - pairs :]) & (one != other)
        low, high = np.minimum(one, other), np.maximum(one, other)
        key = mix(low * np.uint64(10_007) + high + np.uint64(1 << 42))
        parts.append((comment[:pairs][apart], at[:pairs][apart], key[apart]))
    comments = np.concatenate([part[0] for part in parts])
    order = np.argsort(comments, kind="stable")
    return Features(
        comments[order],
        np.concatenate([part[1] for part in parts])[order],
        np.concatenate([part[2] for part in parts])[order],
    )


def _runs(words: Words, count: int) -> tuple[Numbers, Places]:
    """Return keys of so many words in a row, and the first word of each."""
    runs = max(0, len(words) - count + 1)
    keys = words.name[:runs] + np.uint64(count)
    for step in range(1, count):
        keys = mix(keys) + words.name[step : step + runs]
    within = np.flatnonzero(words.comment[:runs] == words.comment[len(words) - runs :])
    return keys[within], within


def _keys_of(entries: Sequence[str]) -> Numbers:
    words = read_words(entries)
    counts = np.bincount(words.comment, minlength=len(entries))
    first = np.cumsum(counts) - counts
    keys = np.zeros(len(entries), dtype=np.uint64)
    for count in range(1, _MOST_WORDS + 1):
        own, at = _runs(words, count)
        position = np.searchsorted(at, first[counts == count])
        keys[counts == count] = own[position]
    return keys


def _forms(entry: str) -> tuple[str, ...]:
    """Return an entry as it stands, and a single word with its usual endings too."""
    if not entry.isalpha() or len(entry) < 3:
        return (entry,)
    if entry.endswith("e"):
        return (entry, f"{entry}s", f"{entry}d", f"{entry[:-1]}ing")
    if entry.endswith("y") and entry[-2] not in _VOWELS:
        return (entry, f"{entry[:-1]}ies", f"{entry[:-1]}ied", f"{entry}ing")
    forms = (entry, f"{entry}s", f"{entry}es", f"{entry}ed", f"{entry}ing")
    if entry[-1] not in _VOWELS and entry[-2] in _VOWELS and len(entry) <= _SHORT:
        return (*forms, f"{entry}{entry[-1]}ed", f"{entry}{entry[-1]}ing")
    return forms
