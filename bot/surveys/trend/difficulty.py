"""How hard statements are, learned from several teams without taking a common rise for ease."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.surveys.trend.model import TeamModel
from bot.surveys.trend.rows import Floats, Outline
from bot.surveys.trend.settings import TrendSettings

_PRACTICES_IN_COMMON: Final = 1.0
"""How far all teams' practices may lie from the model's centre: as good as anywhere."""


@dataclass(frozen=True)
class Difficulty:
    """By week, how hard each statement is as far as known then: means and covariances."""

    means: Floats
    covariances: Floats


class Pool:
    """What several teams say of the same statements, so far by week.

    What is common to all teams (a practice that all are weak in, a dimension that rose in all of
    them) is taken out first, so that only the difference between statements that were asked
    at about the same time tells which is harder. Each team gets what the others say, and adds
    its own. Until enough teams have begun, in a week, they learn nothing from each other in it.
    """

    def __init__(self, outline: Outline, settings: TrendSettings, *, fewest: int) -> None:
        self._outline, self._settings = outline, settings
        self._products: Floats | None = None
        self._sums: Floats | None = None
        self._fewest = fewest
        self._begun = np.zeros(outline.weeks)

    def add(self, model: TeamModel) -> None:
        """Take in what a team says."""
        products, sums = self._aligned(model)
        if self._products is None or self._sums is None:
            self._products, self._sums = np.zeros_like(products), np.zeros_like(sums)
        self._products += products
        self._sums += sums
        before = model.rows.start - self._outline.start
        self._begun += np.arange(self._outline.weeks) >= before

    def learned_for(self, model: TeamModel) -> Difficulty:
        """Return how hard statements are for a team, by what it and the others have said."""
        count = len(self._outline.statements)
        products, sums = model.information
        own_products, own_sums = products[:, :count, :count], sums[:, :count]
        precision = np.eye(count) / self._settings.statement**2
        if self._products is not None and self._sums is not None:
            aligned = self._aligned(model)
            before = model.rows.start - self._outline.start
            weeks = slice(before, before + model.rows.weeks)
            others, said = self._without_common(
                (self._products - aligned[0])[weeks], (self._sums - aligned[1])[weeks]
            )
            are_enough = (self._begun[weeks] >= self._fewest).astype(np.float64)
            own_products = own_products + others * are_enough[:, None, None]
            own_sums = own_sums + said * are_enough[:, None]
        covariances: Floats = np.asarray(np.linalg.inv(precision + own_products), np.float64)
        return Difficulty((covariances @ own_sums[:, :, None])[:, :, 0], covariances)

    def _without_common(self, products: Floats, sums: Floats) -> tuple[Floats, Floats]:
        count, outline = len(self._outline.statements), self._outline
        common = products.shape[1] - count
        spreads = np.full(common, self._settings.common)
        spreads[: len(outline.practices)] = _PRACTICES_IN_COMMON
        inner = products[:, count:, count:] + np.diag(spreads**-2.0)
        cross = products[:, :count, count:]
        share = cross @ np.linalg.inv(inner)
        left = products[:, :count, :count] - share @ cross.transpose(0, 2, 1)
        said = sums[:, :count] - (share @ sums[:, count:, None])[:, :, 0]
        return left, said

    def _aligned(self, model: TeamModel) -> tuple[Floats, Floats]:
        """Return a team's information by the weeks of all teams, the last kept to the end."""
        products, sums = model.information
        before = model.rows.start - self._outline.start
        after = self._outline.weeks - before - model.rows.weeks
        if not before and not after:
            return products, sums
        numbers = np.r_[np.zeros(before, int), np.arange(model.rows.weeks)]
        numbers = np.r_[numbers, np.full(after, model.rows.weeks - 1)]
        begun = (np.arange(self._outline.weeks) >= before).astype(np.float64)
        return products[numbers] * begun[:, None, None], sums[numbers] * begun[:, None]
