"""Takes many comments apart into words at once, as arrays, since a loop over words is too slow.

A word is known by a number made of its letters; positions lead back to the comment as it stands.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]

LONGEST: Final = 4_000
"""How many characters of a comment are read; Slack takes fewer, and nobody complains at length."""
_BREAK: Final = "\n"
_LETTER: Final = 1
_CLAUSE_END: Final = 2
_QUESTION: Final = 3
_CLAUSE_ENDS: Final = "\n.,;:!()[]–—…|/"
_APOSTROPHES: Final = (0x27, 0x2019, 0x60, 0xB4)
_LONGEST_WORD: Final = 32
_STEM: Final = 5
_FACTOR: Final = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Words:
    """The words of several comments, one after another.

    Args:
        comments: how many comments there are.
        comment: of each word, which comment it stands in.
        start: where it begins in that comment.
        end: where it ends.
        name: a number for the whole word, the same for the same letters.
        stem: a number for its first letters, the same for most forms of a word.
        is_clause_start: whether a stop or a comma stands before it.
        is_asked: whether the next mark that ends a sentence is a question mark.
        letters: the words' letters with a space before and after each.
        word_of_letter: which word each of the letters belongs to.

    """

    comments: int
    comment: Places
    start: Places
    end: Places
    name: Numbers
    stem: Numbers
    is_clause_start: NDArray[np.bool_]
    is_asked: NDArray[np.bool_]
    letters: Numbers
    word_of_letter: Places

    def __len__(self) -> int:
        return len(self.comment)


def read_words(texts: Sequence[str]) -> Words:
    """Return the words of comments; what is beyond `LONGEST` characters is left out."""
    cut = [text[:LONGEST] for text in texts]
    codes = np.frombuffer(_BREAK.join(cut).encode("utf-32-le", "replace"), dtype=np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in cut), dtype=np.int64, count=len(cut))
    offsets = np.cumsum(lengths) - lengths
    kinds, small = _tables()
    codes = np.minimum(codes, len(small) - 1)
    kept = _without_apostrophes(codes, kinds)
    codes = small[codes[kept]]
    kind = kinds[codes]
    is_letter = kind == _LETTER
    edges = np.diff(np.concatenate(([False], is_letter, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    at = np.flatnonzero(is_letter)
    word = np.repeat(np.arange(len(starts)), ends - starts)
    within = at - starts[word]
    values = codes[at].astype(np.uint64)
    comment = np.searchsorted(offsets, kept[starts], side="right") - 1 if len(starts) else starts
    stops = np.cumsum(kind >= _CLAUSE_END)
    before = np.concatenate(([0], stops[starts[1:]] - stops[starts[:-1]])) if len(starts) else stops
    letters, word_of_letter = _spaced(values, word, within, ends - starts)
    return Words(
        comments=len(cut),
        comment=comment,
        start=kept[starts] - offsets[comment],
        end=kept[ends - 1] + 1 - offsets[comment],
        name=_numbers(values, within, starts, word, _LONGEST_WORD),
        stem=_numbers(values, within, starts, word, _STEM),
        is_clause_start=(before[: len(starts)] > 0) | _first_of(comment),
        is_asked=_asked(kind, codes, starts),
        letters=letters,
        word_of_letter=word_of_letter,
    )


def mix(numbers: Numbers) -> Numbers:
    """Spread numbers so that their highest bits depend on all of them."""
    mixed = numbers ^ (numbers >> np.uint64(31))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64) * np.uint64(_FACTOR)


def _first_of(comment: Places) -> NDArray[np.bool_]:
    return np.asarray(np.diff(comment, prepend=-1) != 0, dtype=np.bool_)


def _without_apostrophes(codes: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> Places:
    """Return what is left when "don't" is read as the "dont" that people type in a hurry."""
    is_letter = kinds[codes] == _LETTER
    inside = np.zeros(len(codes), dtype=np.bool_)
    inside[1:-1] = is_letter[:-2] & is_letter[2:] & np.isin(codes[1:-1], _APOSTROPHES)
    return np.flatnonzero(~inside)


def _numbers(
    values: Numbers, within: Places, starts: Places, word: Places, longest: int
) -> Numbers:
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    powers = np.cumprod(np.full(longest + 1, _FACTOR, dtype=np.uint64))
    powers[-1] = 0
    parts = mix(values) * powers[np.minimum(within, longest)]
    firsts = np.flatnonzero(np.diff(word, prepend=-1))
    return mix(np.add.reduceat(parts, firsts))


def _spaced(
    values: Numbers, word: Places, within: Places, lengths: Places
) -> tuple[Numbers, Places]:
    begins = np.cumsum(lengths + 2) - (lengths + 2)
    letters = np.full(int((lengths + 2).sum()), ord(" "), dtype=np.uint64)
    letters[begins[word] + 1 + within] = values
    return letters, np.repeat(np.arange(len(lengths)), lengths + 2)


def _asked(kind: NDArray[np.uint8], codes: NDArray[np.uint32], starts: Places) -> NDArray[np.bool_]:
    ends = np.flatnonzero((kind == _QUESTION) | np.isin(codes, (ord("."), ord("!"), ord("\n"))))
    following = np.searchsorted(ends, starts)
    asked = np.zeros(len(starts), dtype=np.bool_)
    has_end = following < len(ends)
    asked[has_end] = kind[ends[following[has_end]]] == _QUESTION
    return asked


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return what each character is, and its small form; those beyond the table count as one."""
    count = 0x10000
    kinds = np.zeros(count, dtype=np.uint8)
    small = np.arange(count, dtype=np.uint32)
    for code in range(count):
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) == 1 and ord(plain) < count:
            small[code] = ord(plain)
        if chr(code).isdigit():
            # Which number it was says nothing about what is wrong.
            small[code] = ord("0")
        if chr(code).isalnum():
            kinds[code] = _LETTER
    kinds[[ord(mark) for mark in _CLAUSE_ENDS]] = _CLAUSE_END
    kinds[ord("?")] = _QUESTION
    return kinds, small
