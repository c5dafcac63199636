"""What was learned from samples: weights of features, and how sure is sure enough."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.text.reading import Read
from bot.text.slips import Slips
from bot.text.vocabulary import Block, Floats, Vocabulary

_REPORT_SHARE: Final = 0.7
"""What the report of a problem counts beside the label's margin and its lead over others."""

_SECOND_ABOVE: Final = 1.0
_SECOND_WITHIN: Final = 1.0


@dataclass(frozen=True)
class LabelModel:
    """Weights for each known feature; every array can be written down as it is.

    Args:
        ids: the labels.
        slips: the words that are known, which others are taken for.
        vocabulary: the features.
        margins: of each feature, for each label; is the comment about it at all?
        leads: the same from the naive Bayes model; which label rather than another?
        reports: of each feature: does the comment report a problem?
        intercepts: of the margins, and of the reports last.
        threshold: the score from which on a label is given.
        sureness: slope and intercept that make a confidence of a score above the threshold.

    """

    ids: tuple[str, ...]
    slips: Slips
    vocabulary: Vocabulary
    margins: Floats
    leads: Floats
    reports: Floats
    intercepts: Floats
    threshold: float
    sureness: Floats

    def blocks(self, read: Read) -> list[Block]:
        """Return what is known of the comments' features."""
        return list(self.vocabulary.blocks(read.features, read.words.comments))

    def scores(self, blocks: list[Block], comments: int) -> Floats:
        """Return a score for each comment and label."""
        weights = np.hstack([self.margins, self.leads, self.reports])
        total = np.zeros((comments, weights.shape[1]), dtype=np.float32)
        for block in blocks:
            total += block.rows(comments, len(self.vocabulary)) @ weights
        count = len(self.ids)
        return combined(
            total[:, :count] + self.intercepts[:count],
            total[:, count : 2 * count],
            total[:, 2 * count] + self.intercepts[count],
        )

    def confidence(self, surplus: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how likely labels are right whose scores exceed the threshold by so much."""
        slope, intercept = self.sureness
        # Very low scores would overflow; they are as unlikely as any.
        power = np.minimum(-(slope * surplus + intercept), 50)
        return np.asarray(1 / (1 + np.exp(power)), dtype=np.float32)


def combined(margins: Floats, leads: Floats, reports: Floats) -> Floats:
    """Return scores out of the three parts: about it at all, rather than others, and a problem."""
    both = margins + leads
    highest = both.max(axis=1, keepdims=True)
    lead = both - highest - np.log(np.exp(both - highest).sum(axis=1, keepdims=True))
    return np.asarray(margins + lead + _REPORT_SHARE * reports[:, None], dtype=np.float32)


def given(scores: Floats, threshold: float) -> NDArray[np.bool_]:
    """Return which labels are given: the best above the threshold, and rarely a second.

    More than two would be rarer than mistakes are.
    """
    if scores.shape[1] < 2:
        return np.asarray(scores > threshold, dtype=np.bool_)
    order = np.argsort(-scores, axis=1, kind="stable")
    rows = np.arange(len(scores))
    best, second = scores[rows, order[:, 0]], scores[rows, order[:, 1]]
    chosen = np.zeros(scores.shape, dtype=np.bool_)
    chosen[rows, order[:, 0]] = best > threshold
    is_second = (second > threshold + _SECOND_ABOVE) & (best - second < _SECOND_WITHIN)
    chosen[rows, order[:, 1]] = is_second
    return chosen
