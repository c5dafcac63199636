"""Use cases of the trend: what may be said of a team, made of what was released to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.database import Database
from bot.surveys.bank.domain import StatementBank
from bot.surveys.trend.domain import Basis, Lapse, Observation, Scope, Trend
from bot.surveys.trend.settings import TREND_1
from bot.surveys.trend_storage import EndedItem, ShownItems
from bot.teams.service import TeamService

Plan = tuple[date, str]
Plans = tuple[Plan, ...]

_A_WEEK: Final = timedelta(weeks=1)

MOST_TEACHING: Final = 40
"""So many teams tell enough about how hard statements are; more only take time."""

FEWEST_TEACHING: Final = 5
"""Among fewer teams, what moves one team's figures would tell too much about another's."""


@dataclass(frozen=True)
class _Known:
    """A trend, and what it is of: with the same week and plans it would come out the same."""

    last: date
    declared: Plans
    trend: Trend


class TrendService:
    """What can be asked about trends. It reads released figures and stores nothing.

    A trend is a function of what was released by the end of each week, so what it says of a week
    never changes later. Each team's newest is kept in memory until another of its weeks is over.
    """

    def __init__(self, database: Database, teams: TeamService, bank: StatementBank) -> None:
        self._database = database
        self._teams = teams
        self._dimension_of = {practice.id: practice.dimension.value for practice in bank.practices}
        self._known: dict[int, _Known] = {}

    def get_trend(self, *, team_id: int, now: datetime, declared: Sequence[Plan] = ()) -> Trend:
        """Return what may be said of a team by the end of its last week.

        Items of packs belong to no dimension and are left out. Those of open rounds count for
        their team, which has seen them, and teach other teams nothing.

        Args:
            team_id: which team; there has to be one.
            now: the moment; a week that ends later is not looked at.
            declared: when the team said that it would change which practice.

        """
        self._teams.get_roster(team_id=team_id)
        with self._database.reading() as connection:
            last = ShownItems(connection).find_last_week(team_id)
        if last is None:
            return Trend((), None, 0.0, TREND_1.version, 0)
        # A round that was closed early by a wrong clock is not known before its week is over.
        last = min(last, now.date())
        # What a team sets out to change after that week moves nothing in it.
        plans = tuple(sorted(plan for plan in declared if plan[0] < last + _A_WEEK))
        known = self._known.get(team_id)
        if known is None or (known.last, known.declared) != (last, plans):
            known = _Known(last, plans, self._work_out(team_id, last, plans))
            self._known[team_id] = known
        return known.trend

    def _work_out(self, team_id: int, last: date, declared: Plans) -> Trend:
        # What estimating needs takes a while to import; the bot should start without it.
        from bot.surveys.estimator import Estimator  # noqa: PLC0415

        with self._database.reading() as connection:
            items = ShownItems(connection)
            ended = items.list_ended()
            held = items.count_held(team_id, self._dimension_of, until=last)
        core = [one for one in ended if one.practice_id in self._dimension_of and one.ended <= last]
        own, name = [one for one in core if one.team_id == team_id], str(team_id)
        lapses = [Lapse(one.wave, one.ended, one.asked) for one in own if one.tenths is None]
        estimator = Estimator(
            {name: self._observations(own), **self._teachers(core, team_id)},
            dimension_of=self._dimension_of,
            learns_from=FEWEST_TEACHING,
            until=last,
            lapses={name: lapses},
        )
        estimates = estimator.estimate(name, declared)
        dimensions = [
            one for one in estimates[-len(self._dimension_of) :] if one.scope is Scope.DIMENSION
        ]
        current = [one for one in dimensions if one.wave == estimates[-1].wave]
        weakest = min(current, key=lambda one: (one.value, one.id), default=None)
        return Trend(
            estimates=estimates,
            weakest=None if weakest is None else weakest.id,
            response=estimator.find_response(name),
            version=TREND_1.version,
            held=held,
            basis=_basis_of(own),
        )

    def _teachers(self, core: Sequence[EndedItem], team_id: int) -> dict[str, list[Observation]]:
        """Return what the longest-standing other teams have shown under the rule of five."""
        others = sorted({one.team_id for one in core if not one.is_open} - {team_id})
        teaching = others[:MOST_TEACHING]
        return {
            str(other): self._observations(
                one for one in core if one.team_id == other and not one.is_open
            )
            for other in teaching
        }

    def _observations(self, items: Iterable[EndedItem]) -> list[Observation]:
        return [
            Observation(
                wave=one.wave,
                practice=one.practice_id,
                dimension=self._dimension_of[one.practice_id],
                statement=one.statement_id,
                team_size=one.asked,
                answers=one.scored,
                mean=one.tenths / 10,
                released=one.ended,
            )
            for one in items
            if one.tenths is not None and one.scored
        ]


def _basis_of(own: Iterable[EndedItem]) -> Basis:
    """Return under which rule a team's figures were shown; one without any keeps to the strict."""
    rules = {one.is_open for one in own if one.tenths is not None}
    if True not in rules:
        return Basis.HELD
    return Basis.BOTH if False in rules else Basis.OPEN
