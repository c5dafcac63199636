"""What somebody learns who has every release ever made and can calculate."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

FEWEST = 5


@dataclass(frozen=True)
class Given:
    """One answer: by whom, to which item, and whether its giver counts towards five there."""

    user_id: str
    item_id: int
    question: Hashable
    counts: bool


Release = frozenset[Given]


def answer_itself(given: Given) -> Hashable:
    """Every answer is a number of its own."""
    return given


def alike_everywhere(given: Given) -> Hashable:
    """Everybody answers a statement of a week alike in all their teams, and the attacker knows."""
    return given.user_id, given.question


def isolated(
    releases: Sequence[Release], by: Callable[[Given], Hashable] = answer_itself
) -> frozenset[frozenset[str]]:
    """Return the groups of fewer than five members that some linear combination singles out.

    A release is a row that says how often each unknown number is in it; those that are equally
    often in every release always come out together. A group is singled out if the rows have a
    combination that is zero for all others and not for it: then the rows without the group's
    columns have lower rank.
    """
    columns: dict[Hashable, list[Given]] = {}
    for release in releases:
        for given in release:
            columns.setdefault(by(given), []).append(given)
    rows = [Counter(by(given) for given in release) for release in releases]
    classes: dict[tuple[int, ...], set[str]] = {}
    for column, answers in columns.items():
        pattern = tuple(row[column] for row in rows)
        classes.setdefault(pattern, set()).update(g.user_id for g in answers if g.counts)
    patterns = list(classes)
    return frozenset(
        frozenset[str]().union(*(classes[patterns[place]] for place in group))
        for group in _groups([len(classes[pattern]) for pattern in patterns])
        if _singles_out(patterns, group)
    )


def _groups(sizes: Sequence[int]) -> Iterable[tuple[int, ...]]:
    small = [place for place, size in enumerate(sizes) if size < FEWEST]
    for count in range(1, min(len(small), 3) + 1):
        for group in combinations(small, count):
            if sum(sizes[place] for place in group) < FEWEST:
                yield group


def _singles_out(patterns: Sequence[tuple[int, ...]], group: tuple[int, ...]) -> bool:
    matrix = np.array(patterns, dtype=float).T
    others = np.delete(matrix, list(group), axis=1)
    rank_of_others = np.linalg.matrix_rank(others) if others.size else 0
    return bool(np.linalg.matrix_rank(matrix) > rank_of_others)
