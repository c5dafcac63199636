"""Knows a theme again in a single comment, by the words that its comments have in common."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.text.tokens import read_words

_ENOUGH: Final = 0.5
"""What a comment's words must weigh together to make it a theme's."""


@dataclass(frozen=True)
class Sign:
    """A keyword of a theme, and what part of the comments that use it are the theme's."""

    word: str
    share: float


def weigh(
    keywords: Sequence[str], members: Collection[str], texts: Mapping[str, str]
) -> tuple[Sign, ...]:
    """Return how well each keyword tells a theme's comments from the others.

    Args:
        keywords: of the theme.
        members: ids of the theme's comments.
        texts: all comments, by id.

    """
    ids = list(texts)
    used = _list_used(list(texts.values()), keywords)
    signs = []
    for word in keywords:
        users = {one for one, words in zip(ids, used, strict=True) if word in words}
        signs.append(Sign(word, round(len(users & set(members)) / max(1, len(users)), 3)))
    return tuple(signs)


def match(texts: Sequence[str], themes: Mapping[int, Sequence[Sign]]) -> list[int | None]:
    """Return of each comment the number of the theme that it belongs to, if any.

    A single word is enough where half of the comments that use it are one theme's.
    """
    found: list[int | None] = [None] * len(texts)
    weights = [0.0] * len(texts)
    for number in sorted(themes):
        share = {sign.word: sign.share for sign in themes[number]}
        for place, used in enumerate(_list_used(texts, list(share))):
            weight = round(sum(share[word] for word in used), 6)
            if weight >= _ENOUGH and weight > weights[place]:
                found[place], weights[place] = number, weight
    return found


def _list_used(texts: Sequence[str], words: Sequence[str]) -> list[frozenset[str]]:
    """Return of each comment which of some words it uses, in whatever form."""
    named = read_words(words)
    by_stem: dict[int, list[str]] = {}
    for place, stem in zip(named.comment.tolist(), named.stem.tolist(), strict=True):
        by_stem.setdefault(stem, []).append(words[place])
    found: list[set[str]] = [set() for _ in texts]
    read = read_words(texts)
    for place, stem in zip(read.comment.tolist(), read.stem.tolist(), strict=True):
        found[place].update(by_stem.get(stem, ()))
    return [frozenset(each) for each in found]
