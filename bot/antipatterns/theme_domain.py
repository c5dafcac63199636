"""Themes as a team knows them from week to week, and how few people may be behind one."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

_PREFIX: Final = "theme:"
NAMING_WORDS: Final = 3
"""How many of its words a theme is called by."""


class Fate(StrEnum):
    """What happened to a theme."""

    BORN = "born"
    MERGED = "merged"
    DIED = "died"
    RETURNED = "returned"


@dataclass(frozen=True)
class TellingWord:
    """A keyword, and what part of the comments that use it are its theme's."""

    word: str
    share: float


@dataclass(frozen=True)
class TeamTheme:
    """A theme that a team knows.

    Attributes:
        number: never given to another theme of the team.
        keywords: by which comments are known to be its own. Few people may have used them, so
            nobody is shown them.
        words: those of them that as many people used as the team's threshold asks for, in the
            order in which that was known. Empty, it has no name yet and isn't shown.
        is_living: whether it was found when comments were last grouped.
        merged_into: the theme inside which it ended, if it did.
        fewest: how many people are behind it at least, by its comments alone, in `period`.

    """

    number: int
    keywords: tuple[TellingWord, ...]
    words: tuple[str, ...] = ()
    is_living: bool = True
    merged_into: int | None = None
    period: int = 0
    fewest: int = 0

    @property
    def label(self) -> str:
        """The name under which people behind it are counted."""
        return label_of(self.number)

    @property
    def name(self) -> str:
        """As people read it; empty where it has none yet."""
        return ", ".join(self.words[:NAMING_WORDS])

    def label_of_word(self, word: str) -> str:
        """Return the name under which people are counted who used one of its keywords."""
        return f"{self.label}:{word}"

    def count_fewest(self, period: int) -> int:
        """Return how many people are behind it in a period at least, by its comments alone."""
        return self.fewest if self.period == period else 0


@dataclass(frozen=True)
class PooledComment:
    """A released comment without a label, of which nobody knows any more whose it is.

    Attributes:
        id: its random id, in letters.
        text: what it says.
        item_id: the item with which it was left; nobody leaves two with one.
        period: the twelve weeks in which it was released.
        uncounted: how many were asked that item who do not count towards the threshold.

    """

    id: str
    text: str
    item_id: int
    period: int
    uncounted: int


@dataclass(frozen=True)
class Grouped:
    """What became of a team's themes when its comments were grouped anew.

    Attributes:
        keywords: of each theme that was found, by number.
        born: those that are new.
        merged: those that ended inside another, with that other.
        died: those that ended.
        theme_of: the theme of each comment that has one, by the comment's id.

    """

    keywords: Mapping[int, tuple[TellingWord, ...]]
    born: tuple[int, ...]
    merged: Mapping[int, int]
    died: tuple[int, ...]
    theme_of: Mapping[str, int]


class Groups(Protocol):
    """Finds themes among comments, and knows those that there were."""

    def group(
        self,
        texts: Mapping[str, str],
        *,
        before: Sequence[TeamTheme],
        theme_of: Mapping[str, int],
        next_number: int,
    ) -> Grouped:
        """Return the themes of comments; the same comments in any order give the same.

        Args:
            texts: the comments by id.
            before: themes that may be found again.
            theme_of: to which of them comments belong by now.
            next_number: the first number that was never given.

        """
        ...


def label_of(number: int) -> str:
    """Return the name under which people behind a theme are counted."""
    return f"{_PREFIX}{number}"


def number_of(label: str) -> int | None:
    """Return the theme that a name means, or None where it is that of an anti-pattern."""
    prefix, _, number = label.rpartition(":")
    return int(number) if f"{prefix}:" == _PREFIX and number.isdecimal() else None


def count_fewest(comments: Collection[PooledComment], *, period: int) -> int:
    """Return how many people who count wrote some comments in a period, at least.

    Comments left with one item are by as many people, so the item with most of them tells how many
    there are. Those who do not count may have written some: as many are taken off as were asked.
    Of two items nobody knows whether the same people wrote, so they are never added up.
    """
    of_item = Counter(one.item_id for one in comments if one.period == period)
    uncounted = {one.item_id: one.uncounted for one in comments}
    return max([0, *(count - uncounted[item] for item, count in of_item.items())])
