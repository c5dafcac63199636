"""What is assumed of a team's levels and answers before any is seen, as covariances."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.surveys.trend.rows import Flags, Floats, Ints, Outline, Rows
from bot.surveys.trend.settings import TrendSettings


@dataclass(frozen=True)
class Declared:
    """That a team said in a week (counted from its first) that it would change a practice."""

    week: int
    practice: int


class Levels:
    """A team's true levels: practices that wander by themselves, with their dimension and team.

    Beside the practices that are known stand, for each dimension with fewer than usual, nameless
    ones: in a team's first weeks not all of its practices have been seen, and a dimension is what
    it will be once they have.
    """

    def __init__(
        self, outline: Outline, settings: TrendSettings, weeks: int, declared: Sequence[Declared]
    ) -> None:
        self._settings, self._declared = settings, declared
        self.named = len(outline.practices)
        self.weeks = np.arange(weeks)
        numbers = outline.dimension_numbers
        counts = np.bincount(numbers)
        nameless = np.repeat(np.arange(len(counts)), np.clip(settings.practices - counts, 0, None))
        self.dimension: Ints = np.concatenate([numbers, nameless])
        self.is_named = np.arange(len(self.dimension)) < self.named

    @cached_property
    def mixture(self) -> Floats:
        """What targets (practices, then dimensions) are made of once all practices are known."""
        return self._mixture(self.is_named)

    @cached_property
    def early_mixture(self) -> Floats:
        """The same for a team's first weeks, nameless practices among them."""
        return self._mixture(np.ones_like(self.is_named))

    @cached_property
    def is_early(self) -> Floats:
        """By week, one where nameless practices count and nought where they don't."""
        return (self.weeks < self._settings.settled_weeks).astype(np.float64)

    def between_rows(self, rows: Rows) -> Floats:
        """Return the covariance of the levels behind any two rows."""
        s, week, practice = self._settings, rows.week, rows.practice
        dimension = self.dimension[practice]
        near = np.minimum(week[:, None], week)
        covariance: Floats = s.team**2 + s.team_drift**2 * near
        covariance = covariance + (dimension[:, None] == dimension) * (
            s.dimension**2 + s.dimension_drift**2 * near
        )
        covariance += (practice[:, None] == practice) * (s.practice**2 + s.practice_drift**2 * near)
        for one in self._declared:
            after = ((practice == one.practice) & (week >= one.week)).astype(np.float64)
            covariance += s.declared**2 * np.outer(after, after)
        return covariance

    def with_practices(self, rows: Rows) -> Floats:
        """Return the covariance of rows with each week's practices."""
        s, practices = self._settings, np.arange(len(self.dimension))
        near = np.minimum(rows.week[:, None], self.weeks)[:, :, None]
        same_dimension = self.dimension[rows.practice][:, None, None] == self.dimension
        same_practice = rows.practice[:, None, None] == practices
        covariance: Floats = s.team**2 + s.team_drift**2 * near
        covariance = covariance + same_dimension * (s.dimension**2 + s.dimension_drift**2 * near)
        covariance += same_practice * (s.practice**2 + s.practice_drift**2 * near)
        for one in self._declared:
            after = (rows.practice == one.practice) & (rows.week >= one.week)
            covariance[:, :, one.practice] += s.declared**2 * np.outer(
                after, self.weeks >= one.week
            )
        return covariance

    def variance(self) -> Floats:
        """Return by week and target how far a level may be from the centre."""
        s = self._settings
        start = self._spread(s.team, s.dimension, s.practice)
        drift = self._spread(s.team_drift, s.dimension_drift, s.practice_drift)
        late, early = (
            _diagonal(m, start) + self.weeks[:, None] * _diagonal(m, drift) + self._shifts(m, 0)
            for m in (self.mixture, self.early_mixture)
        )
        return np.where(self.is_early[:, None] > 0, early, late)

    def change_variance(self) -> Floats:
        """Return by week and target how far a level may be from where it was before."""
        s = self._settings
        drift = self._spread(s.team_drift, s.dimension_drift, s.practice_drift)
        wandered = s.compared_weeks * _diagonal(self.mixture, drift)
        return wandered + self._shifts(self.mixture, s.compared_weeks)

    def _shifts(self, mixture: Floats, compared_weeks: int) -> Floats:
        shifts = np.zeros((len(self.weeks), mixture.shape[1]))
        for one in self._declared:
            is_between = self.weeks >= one.week
            if compared_weeks:
                is_between &= self.weeks - compared_weeks < one.week
            part = self._settings.declared**2 * mixture[one.practice] ** 2
            shifts += np.outer(is_between, part)
        return shifts

    def _spread(self, team: float, dimension: float, practice: float) -> Floats:
        same = self.dimension[:, None] == self.dimension
        own = np.eye(len(self.dimension))
        spread: Floats = team**2 + same * dimension**2 + own * practice**2
        return spread

    def _mixture(self, counts: Flags) -> Floats:
        dimensions = np.arange(int(self.dimension.max()) + 1)
        belongs = (self.dimension[:, None] == dimensions) & counts[:, None]
        means = belongs / np.maximum(belongs.sum(axis=0), 1)
        return np.concatenate([np.eye(len(self.dimension))[:, : self.named], means], axis=1)


def noise(rows: Rows, settings: TrendSettings) -> Floats:
    """Return the covariance of what stands between the team's level and an item's mean.

    Who is missing differs from the team as a whole and about each practice; of that, a part is
    the same in other weeks, since the same people are. Within a week those who answered one item
    are mostly those who answered another. Where everybody answers, all of it is nought.
    """
    s, missing = settings, rows.missing
    same_week = rows.week[:, None] == rows.week
    same_practice = rows.practice[:, None] == rows.practice
    lasting = np.outer(np.sqrt(missing), np.sqrt(missing))
    passing = same_week * np.minimum(missing[:, None], missing)
    absent = s.persistence * lasting + (1 - s.persistence) * passing
    covariance: Floats = absent * (s.lenience**2 + same_practice * s.personal**2)
    covariance += same_week * s.mood**2
    covariance += (rows.statement[:, None] == rows.statement) * s.statement_here**2
    covariance[np.diag_indices_from(covariance)] += s.residual**2 / rows.answers
    return covariance


def _diagonal(mixture: Floats, covariance: Floats) -> Floats:
    diagonal: Floats = np.einsum("ps,pq,qs->s", mixture, covariance, mixture)
    return diagonal
