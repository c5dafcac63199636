"""Carries the identity of themes from one week to the next, so that a trend exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot.text.themes import Theme

_ALIKE: Final = 0.35
"""From which likeness on two themes are one."""
_SWALLOWED: Final = 0.5
"""What part of an old theme must be in a new one to say that it was merged into it."""


@dataclass(frozen=True)
class KnownTheme:
    """A theme with an identity that outlives the week."""

    number: int
    theme: Theme


@dataclass(frozen=True)
class Carried:
    """What became of last week's themes.

    Args:
        themes: this week's, in the order of their numbers.
        born: numbers that are new.
        merged: numbers that ended inside another, with that other.
        died: numbers that ended.
        theme_of: each comment's theme; one that had a theme which lives keeps it.

    """

    themes: tuple[KnownTheme, ...]
    born: tuple[int, ...]
    merged: Mapping[int, int]
    died: tuple[int, ...]
    theme_of: Mapping[str, int]


def carry(
    before: Sequence[KnownTheme],
    now: Sequence[Theme],
    *,
    theme_of: Mapping[str, int] | None = None,
    next_number: int = 1,
) -> Carried:
    """Return this week's themes under the numbers of last week's where they are the same.

    Args:
        before: last week's.
        now: this week's, without identity.
        theme_of: which theme each comment was given before.
        next_number: the first number that was never given.

    """
    before = sorted(before, key=lambda known: known.number)
    matched = _matched(before, now)
    first = max([next_number, *(known.number + 1 for known in before)])
    fresh = [place for place in range(len(now)) if place not in matched]
    numbers = {**matched, **{place: first + turn for turn, place in enumerate(fresh)}}
    themes = sorted(
        (KnownTheme(numbers[place], theme) for place, theme in enumerate(now)),
        key=lambda known: known.number,
    )
    ended = [known for known in before if known.number not in set(matched.values())]
    merged = {known.number: into for known in ended if (into := _swallower(known, themes))}
    return Carried(
        themes=tuple(themes),
        born=tuple(numbers[place] for place in fresh),
        merged=merged,
        died=tuple(known.number for known in ended if known.number not in merged),
        theme_of=_settled(themes, merged, theme_of or {}),
    )


def _matched(before: Sequence[KnownTheme], now: Sequence[Theme]) -> dict[int, int]:
    """Return numbers by the place of the theme that continues them, the best pairs overall."""
    if not before or not now:
        return {}
    likeness = np.array([[_likeness(known.theme, theme) for theme in now] for known in before])
    rows, columns = linear_sum_assignment(-likeness)
    return {
        int(column): before[int(row)].number
        for row, column in zip(rows, columns, strict=True)
        if likeness[row, column] >= _ALIKE
    }


def _likeness(one: Theme, other: Theme) -> float:
    """Return how alike two themes are: by the comments they share, or else by their words."""
    return max(
        _overlap(set(one.comments), set(other.comments)),
        _overlap(set(one.keywords), set(other.keywords)),
    )


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _swallower(known: KnownTheme, themes: Sequence[KnownTheme]) -> int | None:
    own = set(known.theme.comments)
    parts = [(len(own & set(one.theme.comments)) / max(1, len(own)), one.number) for one in themes]
    part, number = max(parts, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return number if part >= _SWALLOWED else None


def _settled(
    themes: Sequence[KnownTheme], merged: Mapping[int, int], theme_of: Mapping[str, int]
) -> dict[str, int]:
    alive = {known.number for known in themes}
    settled = {comment: known.number for known in themes for comment in known.theme.comments}
    for comment, number in theme_of.items():
        kept = merged.get(number, number)
        if kept in alive:
            settled[comment] = kept
    return settled
