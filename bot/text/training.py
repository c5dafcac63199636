"""Learns to recognise labels: linear models on features, and naive Bayes beside them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from bot.text.concepts import Concepts
from bot.text.label_model import LabelModel, combined
from bot.text.reading import MEANING, TOPIC, read
from bot.text.slips import Slips
from bot.text.thresholds import Flags, Truth, choose, sureness
from bot.text.vocabulary import Floats, Vocabulary

_FOLDS: Final = 5
_MARGIN_COST: Final = 0.5
_REPORT_COST: Final = 30.0
_SMOOTHING: Final = 0.3


@dataclass(frozen=True)
class Example:
    """A comment to learn from.

    Args:
        text: the comment.
        shows: its labels.
        lacks: labels it is known to lack; empty where it lacks all that it does not show.
        is_near_miss: whether it looks as if it showed one, and does not.

    """

    text: str
    shows: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    is_near_miss: bool = False


@dataclass(frozen=True)
class _Weights:
    margins: Floats
    leads: Floats
    reports: Floats
    intercepts: Floats


def train(examples: Sequence[Example], ids: Sequence[str], concepts: Concepts) -> LabelModel:
    """Return what can be learned; the same examples in the same order give the same model."""
    texts = [example.text for example in examples]
    slips = Slips.of(texts, chain.from_iterable(concepts.groups.values()))
    found = read(texts, concepts, slips)
    vocabulary = Vocabulary.of(found.features, len(examples))
    rows = vocabulary.rows(found.features, len(examples))
    lesson = _Lesson(rows, examples, tuple(ids), vocabulary)
    threshold, sure = _unseen(lesson)
    weights = lesson.learn(np.ones(len(examples), dtype=np.bool_))
    return LabelModel(
        ids=tuple(ids),
        slips=slips,
        vocabulary=vocabulary,
        margins=weights.margins,
        leads=weights.leads,
        reports=weights.reports,
        intercepts=weights.intercepts,
        threshold=threshold,
        sureness=sure,
    )


class _Lesson:
    """Examples as rows, to learn from all of them or from some."""

    def __init__(
        self,
        rows: sparse.csr_array,
        examples: Sequence[Example],
        ids: tuple[str, ...],
        vocabulary: Vocabulary,
    ) -> None:
        self.examples, self.ids = examples, ids
        self.shows = np.array([[name in one.shows for name in ids] for one in examples])
        self._lacks = np.array([[name in one.lacks for name in ids] for one in examples])
        self.is_partial = self._lacks.any(axis=1)
        self._topic, self._meaning = vocabulary.columns_of(TOPIC), vocabulary.columns_of(MEANING)
        self.about = _narrow(rows, self._topic)
        self.meant = _narrow(rows, self._meaning)

    def learn(self, taken: Flags) -> _Weights:
        """Return the weights that the taken examples teach."""
        columns = len(self._topic)
        intercepts = np.zeros(len(self.ids) + 1, dtype=np.float32)
        margins = np.zeros((columns, len(self.ids)), dtype=np.float32)
        for label in range(len(self.ids)):
            known = taken & (~self.is_partial | self._lacks[:, label])
            model = LinearSVC(C=_MARGIN_COST, random_state=0)
            model.fit(self.about[known], self.shows[known, label])
            margins[self._topic, label] = model.coef_[0]
            intercepts[label] = model.intercept_[0]
        reports = np.zeros((columns, 1), dtype=np.float32)
        whole = taken & ~self.is_partial
        gate = LogisticRegression(C=_REPORT_COST, solver="liblinear", random_state=0)
        gate.fit(self.meant[whole], self.shows[whole].any(axis=1))
        reports[self._meaning, 0], intercepts[-1] = gate.coef_[0], gate.intercept_[0]
        return _Weights(margins, self._leads(taken), reports, intercepts)

    def scores(self, weights: _Weights, taken: Flags) -> Floats:
        """Return the scores of the taken examples."""
        about, meant, count = self.about[taken], self.meant[taken], len(self.ids)
        return combined(
            about @ weights.margins[self._topic] + weights.intercepts[:count],
            about @ weights.leads[self._topic],
            (meant @ weights.reports[self._meaning])[:, 0] + weights.intercepts[count],
        )

    def _leads(self, taken: Flags) -> Floats:
        row, label = np.nonzero(self.shows & taken[:, None])
        model = ComplementNB(alpha=_SMOOTHING).fit(self.about[row], label)
        leads = np.zeros((len(self._topic), len(self.ids)), dtype=np.float32)
        weights = model.feature_log_prob_ - model.feature_log_prob_.mean(axis=0)
        leads[np.ix_(self._topic, model.classes_)] = weights.T
        return leads


def _unseen(lesson: _Lesson) -> tuple[float, Floats]:
    """Return threshold and sureness by scores of examples that each model had not seen."""
    fold = np.array([_fold(example.text) for example in lesson.examples])
    scores = np.zeros(lesson.shows.shape, dtype=np.float32)
    for number in range(_FOLDS):
        weights = lesson.learn(fold != number)
        scores[fold == number] = lesson.scores(weights, fold == number)
    whole = ~lesson.is_partial
    is_near_miss = np.array([example.is_near_miss for example in lesson.examples])
    none = ~lesson.shows.any(axis=1)
    truth = Truth(lesson.shows[whole], (none & is_near_miss)[whole], (none & ~is_near_miss)[whole])
    threshold = choose(scores[whole], truth)
    return threshold, sureness(scores[whole], threshold, truth)


def _fold(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % _FOLDS


def _narrow(rows: sparse.csr_array, columns: NDArray[np.bool_]) -> sparse.csr_array:
    narrow = sparse.csr_array(rows[:, np.flatnonzero(columns)])
    # scikit-learn takes rows with short numbers only.
    narrow.indices, narrow.indptr = narrow.indices.astype(np.int32), narrow.indptr.astype(np.int32)
    return narrow
