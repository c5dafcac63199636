"""One team's answers, made independent of each other, so that any week can look back at its past.

With the rows in the order of their release, the first rows' part of the triangular factor is the
factor of the first rows: conditioning on what was known in a week is leaving off later rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.surveys.trend.prior import Declared, Levels, noise
from bot.surveys.trend.rows import Floats, Ints, Outline, Rows
from bot.surveys.trend.settings import TrendSettings

WEEKS_A_BLOCK = 4


@dataclass(frozen=True)
class Side:
    """Levels, or changes, by week and target, as linear in what was seen.

    Attributes:
        basis: by row, week and target; nought for rows that are not known in the week.
        prior: how far it may be from the centre, or from no change, before anything is seen.
        seen: by week and target, what the rows say of it.
        left: the variance that they leave.
        of_statements: by week, target and statement, how it falls when the statement was easier.

    """

    basis: Floats
    seen: Floats
    left: Floats
    of_statements: Floats


class TeamModel:
    """One team's rows and levels under the model, statements' difficulty still open."""

    def __init__(
        self,
        rows: Rows,
        outline: Outline,
        settings: TrendSettings,
        declared: Sequence[Declared] = (),
    ) -> None:
        self.rows, self._outline, self._settings = rows, outline, settings
        self.levels = Levels(outline, settings, rows.weeks, declared)
        covariance = self.levels.between_rows(rows) + noise(rows, settings)
        self._factor = np.linalg.cholesky(covariance)
        plain = np.concatenate(
            [(rows.mean - settings.centre)[:, None], self._statements(), self._common()], axis=1
        )
        solved = self.whiten(plain)
        count = len(outline.statements)
        self.said = solved[:, 0]
        self.statements = solved[:, 1 : 1 + count]
        self._whole = solved[:, 1:]

    def whiten(self, columns: Floats) -> Floats:
        """Return columns of rows as they are once rows are made independent."""
        return np.asarray(np.linalg.solve(self._factor, columns), np.float64)

    def steps(self, dimension: int, weeks: Ints) -> Floats:
        """Return what a dimension's rows would show of a rise by one, for each week of its rise."""
        is_of = self.levels.dimension[self.rows.practice] == dimension
        after = is_of[:, None] & (self.rows.week[:, None] >= weeks)
        return self.whiten(after.astype(np.float64))

    @cached_property
    def information(self) -> tuple[Floats, Floats]:
        """By week, what this team says of statements and of what is common to all teams."""
        products = self.rows.sum_products_until(self._whole, self._whole)
        sums = self.rows.sum_products_until(self._whole, self.said[:, None])
        return products, sums[:, :, 0]

    def sides(self) -> tuple[Side, Side]:
        """Return the levels and the changes since the compared week."""
        levels, rows = self.levels, self.rows
        covariance = levels.with_practices(rows)
        wide = self.whiten(covariance.reshape(len(rows.mean), -1)).reshape(covariance.shape)
        early = levels.is_early[None, :, None]
        late_basis = wide @ levels.mixture
        basis = early * (wide @ levels.early_mixture) + (1 - early) * late_basis
        back = self._settings.compared_weeks
        change = np.zeros_like(late_basis)
        change[:, back:] = late_basis[:, back:] - late_basis[:, : max(0, rows.weeks - back)]
        return (
            self._side(basis, levels.variance()),
            self._side(change, levels.change_variance()),
        )

    def _side(self, basis: Floats, prior: Floats) -> Side:
        is_known = self.rows.known[:, None] <= self.levels.weeks
        basis = basis * is_known[:, :, None]
        rows, weeks, targets = basis.shape
        flat = basis.reshape(rows, -1)
        return Side(
            basis=basis,
            seen=(self.said @ flat).reshape(weeks, targets),
            left=prior - (flat**2).sum(axis=0).reshape(weeks, targets),
            of_statements=-(flat.T @ self.statements).reshape(weeks, targets, -1),
        )

    def _statements(self) -> Floats:
        return np.eye(len(self._outline.statements))[self.rows.statement]

    def _common(self) -> Floats:
        """Return which practice, and which dimension and four weeks, each row belongs to."""
        outline, rows = self._outline, self.rows
        practices = np.eye(len(outline.practices))[rows.practice]
        blocks = -(-outline.weeks // WEEKS_A_BLOCK)
        block = (rows.start - outline.start + rows.week) // WEEKS_A_BLOCK
        cell = outline.dimension_numbers[rows.practice] * blocks + block
        return np.concatenate([practices, np.eye(len(outline.dimensions) * blocks)[cell]], axis=1)
