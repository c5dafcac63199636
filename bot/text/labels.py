"""Recognises labels in comments: which, how surely, and by which of the comment's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.text.concepts import Concepts
from bot.text.features import is_among
from bot.text.label_model import LabelModel, given
from bot.text.reading import FAMILIES, TOPIC, Read, read
from bot.text.tokens import Words
from bot.text.vocabulary import Block, Floats

BATCH: Final = 512
"""How many comments are read at once; more would only take more room."""
_FEWEST_KNOWN: Final = 0.4
_MOST_EVIDENCE: Final = 3
_TELLING: Final = 0.35
"""What part of the most telling word's weight another needs to be told as well."""


@dataclass(frozen=True)
class Label:
    """A label, how likely it is right, and the words that carried it."""

    id: str
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Recognised:
    """What a comment shows; `note` says why nothing was looked for, where that is so."""

    labels: tuple[Label, ...] = ()
    note: str = ""


NOTHING_TO_READ: Final = "nothing to read"
ANOTHER_LANGUAGE: Final = "another language than English"


class Recogniser:
    """Reads comments for labels; it never changes, so threads may share it."""

    def __init__(self, model: LabelModel, concepts: Concepts) -> None:
        self.model = model
        self._concepts = concepts
        self._is_about = tuple(family in TOPIC for family in FAMILIES)

    def recognise(self, texts: Sequence[str]) -> list[Recognised]:
        """Return what each comment shows, in order."""
        found: list[Recognised] = []
        for begin in range(0, len(texts), BATCH):
            found.extend(self._recognise(texts[begin : begin + BATCH]))
        return found

    def _recognise(self, texts: Sequence[str]) -> list[Recognised]:
        reading = read(texts, self._concepts, self.model.slips)
        blocks = self.model.blocks(reading)
        scores = self.model.scores(blocks, len(texts))
        notes = self._notes(reading, blocks)
        surplus = scores - self.model.threshold
        chosen = given(scores, self.model.threshold)
        chosen[[bool(note) for note in notes]] = False
        sure = self.model.confidence(surplus)
        labels: list[list[Label]] = [[] for _ in texts]
        places = np.nonzero(chosen)
        carried = self._evidence(texts, reading.words, blocks, *places)
        for comment, label, evidence in zip(*map(np.ndarray.tolist, places), carried, strict=True):
            confidence = round(float(sure[comment, label]), 4)
            labels[comment].append(Label(self.model.ids[label], confidence, evidence))
        return [
            Recognised(tuple(sorted(own, key=lambda one: -one.confidence)), note)
            for own, note in zip(labels, notes, strict=True)
        ]

    def _notes(self, reading: Read, blocks: list[Block]) -> list[str]:
        """Return why comments can't be read: they have no words, or few that English has."""
        words, count = reading.words, reading.words.comments
        is_known = np.zeros(len(words), dtype=np.bool_)
        for family in ("word", "concept"):
            is_known[blocks[FAMILIES.index(family)].word] = True
        is_known &= ~reading.is_mended
        said = np.bincount(words.comment, minlength=count)
        known = np.bincount(words.comment, is_known, minlength=count)
        foreign = known < _FEWEST_KNOWN * said
        return [
            NOTHING_TO_READ if empty else ANOTHER_LANGUAGE if strange else ""
            for empty, strange in zip((said == 0).tolist(), foreign.tolist(), strict=True)
        ]

    def _evidence(
        self,
        texts: Sequence[str],
        words: Words,
        blocks: list[Block],
        comments: NDArray[np.intp],
        labels: NDArray[np.intp],
    ) -> list[tuple[str, ...]]:
        """Return the telling words of each pair of comment and label."""
        found: dict[int, tuple[str, ...]] = {}
        # A comment's second label has a turn of its own, as weights are added up by the word.
        turn = np.zeros(len(comments), dtype=np.int64)
        turn[1:] = comments[1:] == comments[:-1]
        begins = np.searchsorted(words.comment, np.arange(words.comments + 1))
        for number in range(2):
            own = np.flatnonzero(turn == number)
            label_of = np.full(words.comments, -1)
            label_of[comments[own]] = labels[own]
            weight = self._weights(words, blocks, label_of)
            for place in own.tolist():
                comment = int(comments[place])
                span = slice(int(begins[comment]), int(begins[comment + 1]))
                found[place] = _telling(texts[comment], words, span, weight)
        return [found[place] for place in range(len(comments))]

    def _weights(
        self, words: Words, blocks: list[Block], label_of: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Return how much each word speaks for its comment's label; small words tell nothing."""
        total = np.zeros(len(words))
        for block, is_about in zip(blocks, self._is_about, strict=True):
            label = label_of[block.comment]
            at = np.flatnonzero(label >= 0) if is_about else np.zeros(0, dtype=np.int64)
            weight: Floats = self.model.margins[block.column[at], label[at]] * block.value[at]
            total += np.bincount(block.word[at], weight, minlength=len(words))
        return np.where(is_among(words.name, "function"), 0.0, total)


def _telling(text: str, words: Words, span: slice, weight: NDArray[np.float64]) -> tuple[str, ...]:
    """Return the words that weigh most, neighbours together, as they stand in the comment."""
    own = weight[span]
    if not len(own) or own.max() <= 0:
        return ()
    at = np.flatnonzero(own >= _TELLING * own.max())
    runs = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1)
    runs.sort(key=lambda run: -float(own[run].sum()))
    first = span.start
    return tuple(
        text[words.start[first + run[0]] : words.end[first + run[-1]]]
        for run in runs[:_MOST_EVIDENCE]
    )
