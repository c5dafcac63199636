"""What the recogniser sees of comments: words, their forms, neighbours, letters, and how meant.

Each feature is a number, and knows the word at which it stands, so that a label can say what
carried it. Negation and tense hold for a clause: "we no longer wait, but nobody knows why" denies
the waiting and not the ignorance.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.text import cues
from bot.text.tokens import Numbers, Places, Words, mix

_SHORTEST, _LONGEST = 3, 5
_FRAMES: Final = (2, 3, 4)
_ANY_WORD: Final = np.uint64(12_345)
_STEP: Final = np.uint64(31)
_SALT: Final = 0xD6E8FEB86659FD93


@dataclass(frozen=True)
class Features:
    """Features of one family, in the order of the comments.

    Args:
        comment: in which comment each stands.
        word: at which word.
        key: what it is, as a number.

    """

    comment: Places
    word: Places
    key: Numbers


def features_of(words: Words, meant: Numbers) -> dict[str, Features]:
    """Return the features of comments, by family."""
    every = np.arange(len(words))
    is_function = is_among(words.name, "function")
    is_joint = _begins_clause(words)
    denied = _stands_after(is_among(words.name, "denied"), np.cumsum(is_joint))
    telling = np.flatnonzero(~is_function)
    return {
        "word": _one_each(words, every, words.name, 1),
        "stem": _one_each(words, every, words.stem, 2),
        "pair": _neighbours(words, every, words.name, 2, 3),
        "triple": _neighbours(words, every, words.name, 3, 4),
        "denied": _one_each(words, every, words.stem * np.uint64(2) + denied, 5),
        "meant": _one_each(words, telling, (words.stem * np.uint64(64) + meant)[telling], 6),
        "clause": _one_each(words, np.flatnonzero(is_joint), meant[is_joint], 7),
        "asked": _one_each(words, every, words.is_asked.astype(np.uint64), 8),
        "frame": _frames(words, is_function=is_function),
        "letters": _letters(words),
    }


def meant_in(words: Words) -> Numbers:
    """Return for each word which groups of cues its clause has, a bit for each."""
    clause = np.cumsum(_begins_clause(words))
    bits = np.zeros(len(words), dtype=np.uint64)
    for place, group in enumerate(cues.GROUPS):
        has_cue = np.zeros(int(clause[-1]) + 1 if len(clause) else 0, dtype=np.bool_)
        has_cue[clause[is_among(words.name, group)]] = True
        bits |= has_cue[clause].astype(np.uint64) << np.uint64(place)
    return bits


def is_among(names: Numbers, group: str) -> NDArray[np.bool_]:
    """Return which words belong to a group of cues."""
    sought = cues.numbers_of(group)
    places = np.minimum(np.searchsorted(sought, names), len(sought) - 1)
    return np.asarray(sought[places] == names, dtype=np.bool_)


def _one_each(words: Words, at: Places, keys: Numbers, family: int) -> Features:
    return Features(words.comment[at], at, _salted(keys, family))


def _neighbours(words: Words, at: Places, names: Numbers, count: int, family: int) -> Features:
    """Return runs of so many words; `at` says where, and `names` what counts as the words."""
    runs = max(0, len(at) - count + 1)
    keys = names[:runs].copy()
    for step in range(1, count):
        keys = mix(keys * _STEP + names[step : step + runs])
    comment = words.comment[at]
    is_within = comment[:runs] == comment[len(at) - runs :]
    return Features(
        comment[:runs][is_within], at[:runs][is_within], _salted(keys, family)[is_within]
    )


def _frames(words: Words, *, is_function: NDArray[np.bool_]) -> Features:
    """Return runs of small words with gaps for what is talked about: "we no longer …"."""
    is_first = np.diff(words.comment, prepend=-1) != 0
    after_gap = np.concatenate(([False], ~is_function[:-1])) if len(words) else is_function
    at = np.flatnonzero(is_function | is_first | ~after_gap)
    names = np.where(is_function, words.name, _ANY_WORD)
    names = np.where(words.is_clause_start, names * np.uint64(3), names)[at]
    parts = [_neighbours(words, at, names, count, 8 + count) for count in _FRAMES]
    return _joined(parts)


def _letters(words: Words) -> Features:
    """Return runs of letters inside words, which misspelt words share with their kin."""
    letters, of_word, parts = words.letters, words.word_of_letter, []
    keys = mix(letters)
    for count in range(2, _LONGEST + 1):
        runs = max(0, len(letters) - count + 1)
        keys = mix(keys[:runs] * _STEP + letters[count - 1 :])
        if count >= _SHORTEST:
            within = np.flatnonzero(of_word[:runs] == of_word[len(letters) - runs :])
            word = of_word[within]
            parts.append(Features(words.comment[word], word, _salted(keys[within], 20 + count)))
    return _joined(parts)


def _joined(parts: list[Features]) -> Features:
    comment = np.concatenate([part.comment for part in parts])
    order = np.argsort(comment, kind="stable")
    word = np.concatenate([part.word for part in parts])
    key = np.concatenate([part.key for part in parts])
    return Features(comment[order], word[order], key[order])


def _begins_clause(words: Words) -> NDArray[np.bool_]:
    return words.is_clause_start | is_among(words.name, "joint")


def _stands_after(is_cue: NDArray[np.bool_], clause: Places) -> Numbers:
    """Return 1 for each word that follows a cue in its clause, else 0."""
    if not len(clause):
        return np.zeros(0, dtype=np.uint64)
    before: Places = np.cumsum(is_cue) - is_cue
    first = np.flatnonzero(np.diff(clause, prepend=-1) != 0)
    of_clause = np.cumsum(np.diff(clause, prepend=-1) != 0) - 1
    return np.asarray(before > before[first][of_clause], dtype=np.uint64)


def _salted(keys: Numbers, family: int) -> Numbers:
    return mix(keys + np.uint64(family * _SALT % (1 << 64)))
