"""Reads a question: the terms it is made of, corrected, and others that mean the same."""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

from bot.text.spelling import Speller
from bot.text.synonyms import Synonyms
from bot.text.words import COMMON, WEAK, stem, words

_MOST_TERMS: Final = 60
_MOST_CORRECTIONS: Final = 15
_MOST_WORDS: Final = 600


@dataclass(frozen=True)
class Asked:
    """A question as it is looked for.

    Args:
        own: its own terms, and how often it stresses them.
        wide: these, and with less weight what means the same.
        guessed: those of them that were spelt otherwise, and are relied on by half.

    """

    own: Mapping[str, float]
    wide: Mapping[str, float]
    guessed: frozenset[str]

    def reliance(self, term: str) -> float:
        """Return how far a term tells what the question is about, from 0 to 1."""
        return (0.4 if term in WEAK else 1.0) * (0.5 if term in self.guessed else 1.0)


def read_question(
    question: str, *, known: Container[str], speller: Speller, synonyms: Synonyms
) -> Asked:
    """Return what a question is looked for by.

    Args:
        question: as somebody typed it; of a very long one, the beginning.
        known: the terms that the pages have.
        speller: what corrects a word that they don't have.
        synonyms: what else to look for.

    """
    own: list[str] = []
    guessed: set[str] = set()
    corrections = 0
    for word in words(question)[:_MOST_WORDS]:
        if word in COMMON:
            continue
        term = stem(word)
        if term not in known and word not in speller and corrections < _MOST_CORRECTIONS:
            corrections += 1
            meant = speller.correct(word)
            if meant is not None:
                term = stem(meant.word)
                if not meant.is_sure:
                    guessed.add(term)
        own.append(term)
    # To say a word again stresses it, and no more than that.
    weights = {term: min(2.0, 0.7 + 0.3 * count) for term, count in Counter(own).items()}
    first = {term: weights[term] for term in list(weights)[:_MOST_TERMS]}
    return Asked(first, {**synonyms.beside(list(own)), **first}, frozenset(guessed))
