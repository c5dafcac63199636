"""Estimates of maturity from what released items showed, and from nothing else.

In words: an item's mean is the practice's level, made harder or easier by the statement and by who
was missing that week; each new one moves the estimate by as much as it is surer than what was
known, and teams with few answers stay nearer the middle.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from threadpoolctl import ThreadpoolController

from bot.surveys.trend.curves import Curves, draw_curves
from bot.surveys.trend.difficulty import Pool
from bot.surveys.trend.domain import Estimate, Lapse, Observation, Scope, Verdict
from bot.surveys.trend.model import TeamModel
from bot.surveys.trend.prior import Declared
from bot.surveys.trend.rows import Outline, Rows, monday_of, number_of
from bot.surveys.trend.settings import TREND_1, TrendSettings
from bot.surveys.trend.verdicts import four_week_response, judge

_DIGITS = 3
_LOWEST, _HIGHEST = 1.0, 5.0

Plans = Sequence[tuple[date, str]]
"""What a team said it would change: when, and which practice."""


class Estimator:
    """Estimates teams that are asked the same statements, one after another.

    Args:
        teams: by name, what each team's items showed; teams without any are passed over.
        settings: the published constants.
        dimension_of: every practice there is, where that is known; else what the items name.
        learns_from: with how many teams or more they learn from each other how hard statements
            are; None for never.
        until: the last week to speak of, if that is later than a team's last release.
        lapses: by name, the items of a team that showed nothing; they count as asked in vain.

    """

    def __init__(
        self,
        teams: Mapping[str, Sequence[Observation]],
        *,
        settings: TrendSettings = TREND_1,
        dimension_of: Mapping[str, str] | None = None,
        learns_from: int | None = 2,
        until: date | None = None,
        lapses: Mapping[str, Sequence[Lapse]] | None = None,
    ) -> None:
        self._teams = {name: shown for name, shown in sorted(teams.items()) if shown}
        self._settings, self._until = settings, until
        self._learns_from = learns_from
        self._lapses = lapses or {}
        self._dimension_of = dimension_of
        # One thread: matrices this small gain nothing from more, and sums come out the same
        # on every machine's number of cores.
        self._threads = ThreadpoolController()

    def estimate_all(self) -> Iterator[tuple[str, tuple[Estimate, ...]]]:
        """Return each team's estimates, by name."""
        if not self._teams:
            return
        with self._threads.limit(limits=1):
            outline, pool = self._prepare()
        for name in self._teams:
            with self._threads.limit(limits=1):
                estimates = self._estimate(name, outline, pool, ())
            yield name, estimates

    def estimate(self, name: str, declared: Plans = ()) -> tuple[Estimate, ...]:
        """Return one team's estimates; the others only say how hard statements are.

        Args:
            name: which team.
            declared: what it said it would change, so that a change is looked for from there on.

        """
        if name not in self._teams:
            return ()
        with self._threads.limit(limits=1):
            outline, pool = self._prepare()
            return self._estimate(name, outline, pool, declared)

    def find_response(self, name: str) -> float:
        """Return the response that the verdicts of a team's last week go by."""
        if name not in self._teams:
            return 0.0
        shown = self._teams[name]
        rows = Rows.of(shown, Outline.of(shown, self._dimension_of, self._until), self._until)
        lapses = self._lapses.get(name, ())
        return float(four_week_response(rows, self._settings, lapses)[-1])

    def _prepare(self) -> tuple[Outline, Pool]:
        shown = [one for each in self._teams.values() for one in each]
        outline = Outline.of(shown, self._dimension_of, self._until)
        pool = Pool(outline, self._settings, fewest=self._learns_from or 0)
        if self._learns_from is not None and len(self._teams) >= self._learns_from:
            for each in self._teams.values():
                pool.add(TeamModel(Rows.of(each, outline, self._until), outline, self._settings))
        return outline, pool

    def _estimate(
        self, name: str, outline: Outline, pool: Pool, declared: Plans
    ) -> tuple[Estimate, ...]:
        shown, settings = self._teams[name], self._settings
        rows = Rows.of(shown, outline, self._until)
        plans = [
            Declared(max(0, number_of(day) - rows.start), outline.practice_numbers[practice])
            for day, practice in sorted(declared)
            if practice in outline.practice_numbers
        ]
        model = TeamModel(rows, outline, settings, plans)
        curves = draw_curves(model, pool.learned_for(model), settings)
        verdicts = judge(curves, rows, model.levels, settings, plans, self._lapses.get(name, ()))
        return tuple(_written(curves, verdicts, rows, outline, settings))


def _written(
    curves: Curves,
    verdicts: list[list[Verdict]],
    rows: Rows,
    outline: Outline,
    settings: TrendSettings,
) -> Iterator[Estimate]:
    ids = [
        *((Scope.PRACTICE, practice) for practice in outline.practices),
        *((Scope.DIMENSION, dimension) for dimension in outline.dimensions),
    ]
    practices = np.unique(rows.practice)
    dimensions = np.unique(outline.dimension_numbers[practices]) + len(outline.practices)
    targets = [*practices.tolist(), *dimensions.tolist()]
    level, reach = settings.centre + curves.level, settings.reach * curves.spread
    values, lows, highs = (
        np.clip(each, _LOWEST, _HIGHEST).tolist() for each in (level, level - reach, level + reach)
    )
    for week in range(rows.weeks):
        wave = monday_of(rows.start + week)
        value, low, high, verdict = values[week], lows[week], highs[week], verdicts[week]
        for target in targets:
            scope, id_ = ids[target]
            yield Estimate(
                wave=wave,
                scope=scope,
                id=id_,
                value=round(value[target], _DIGITS),
                low=round(low[target], _DIGITS),
                high=round(high[target], _DIGITS),
                verdict=verdict[target],
            )
