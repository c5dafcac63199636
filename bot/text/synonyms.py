"""Words that mean the same: a question with one of them also finds what says another."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from bot.text.words import terms

_WORTH: Final = 0.6

Phrase = tuple[str, ...]


class Synonyms:
    """Groups of words and short phrases, looked up by their stems."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._others: defaultdict[str, list[tuple[Phrase, list[Phrase]]]] = defaultdict(list)
        for group in groups:
            phrases = [phrase for phrase in (tuple(terms(entry)) for entry in group) if phrase]
            for phrase in phrases:
                others = [other for other in phrases if other != phrase]
                self._others[phrase[0]].append((phrase, others))

    def beside(self, question: Sequence[str]) -> dict[str, float]:
        """Return the terms that stand for others of the question, and what each is worth.

        A term of a long phrase or of a large group tells less than one of a close pair.
        """
        found: dict[str, float] = {}
        for start, term in enumerate(question):
            for phrase, others in self._others.get(term, ()):
                if tuple(question[start : start + len(phrase)]) != phrase:
                    continue
                for other in others:
                    worth = _WORTH / len(other) / math.sqrt(len(others))
                    for part in other:
                        found[part] = max(found.get(part, 0.0), worth)
        return {term: worth for term, worth in found.items() if term not in set(question)}
