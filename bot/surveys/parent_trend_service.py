"""Use cases of parents' trends: what may be said over several teams, of what was shown of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.database import Database
from bot.surveys.bank.domain import StatementBank
from bot.surveys.parent_summary_storage import ParentSummaries, ShownFigure
from bot.surveys.trend.domain import Observation, Scope, Trend
from bot.surveys.trend.settings import TREND_1
from bot.teams.domain import FEWEST_TO_SHOW

PARENTS: Final = replace(TREND_1, version=f"{TREND_1.version} for parents", least_response=0.0)
"""The team's settings, but that no response can be asked for.

Of a parent's figure it is kept that at least so many members stand behind it, and no more, since
that would tell how many did in a team that showed nothing. So each counts as an average of no more
people than that, and ranges are wider than they would have to be.
"""

_A_DAY: Final = timedelta(days=1)
_A_WEEK: Final = timedelta(weeks=1)


class ParentTrendService:
    """What can be asked about parents' trends: figures that were sent, and no team's own."""

    def __init__(self, database: Database, bank: StatementBank) -> None:
        self._database = database
        self._dimension_of = {practice.id: practice.dimension.value for practice in bank.practices}

    def get_trend(self, *, parent_id: int, now: datetime) -> Trend:
        """Return what may be said of a parent's teams together by its last summary.

        Args:
            parent_id: which parent; one that has shown nothing has no estimates.
            now: the moment; a summary of a later one is not looked at.

        """
        # What estimating needs takes a while to import; the bot should start without it.
        from bot.surveys.estimator import Estimator  # noqa: PLC0415

        with self._database.reading() as connection:
            figures = ParentSummaries(connection).list_shown(parent_id, until=now)
        name, shown = str(parent_id), self._observations(figures)
        estimator = Estimator(
            {name: shown}, settings=PARENTS, dimension_of=self._dimension_of, learns_from=None
        )
        estimates = estimator.estimate(name)
        last = [
            one
            for one in estimates
            if one.scope is Scope.DIMENSION and one.wave == estimates[-1].wave
        ]
        weakest = min(last, key=lambda one: (one.value, one.id), default=None)
        return Trend(
            estimates=estimates,
            weakest=None if weakest is None else weakest.id,
            response=0.0,
            version=PARENTS.version,
            held=0,
        )

    def count_fewest(self, *, parent_id: int, now: datetime) -> int:
        """Return how many members stand at least behind each figure that a parent has shown."""
        with self._database.reading() as connection:
            figures = ParentSummaries(connection).list_shown(parent_id, until=now)
        return min((one.members for one in figures), default=FEWEST_TO_SHOW)

    def _observations(self, figures: Sequence[ShownFigure]) -> list[Observation]:
        return [
            Observation(
                wave=one.wave,
                practice=one.practice_id,
                dimension=self._dimension_of[one.practice_id],
                statement=one.statement_id,
                team_size=max(one.asked, one.members),
                answers=one.members,
                mean=one.tenths / 10,
                released=max(one.wave, one.shown_on - one.shown_on.weekday() * _A_DAY - _A_WEEK),
            )
            for one in figures
            if one.practice_id in self._dimension_of
        ]
