"""Gathers a digest from everything that is known of a team."""

from datetime import date, datetime, timedelta
from typing import Final

from bot.digests.domain import Digest, Occasion, Play, Row, WinLine
from bot.digests.gathering import (
    band_of,
    choose_heard,
    choose_mover,
    choose_weakest_practice,
    list_dimension_rows,
    list_practice_rows,
    play_of,
)
from bot.digests.sources import ActionSource, Sources, TrendSource
from bot.playbook.domain import Page
from bot.surveys.bank.domain import StatementBank
from bot.surveys.trend.domain import Trend
from bot.teams.domain import Roster
from bot.zones import read_zone

_FIRST_WINS: Final = timedelta(weeks=5)
"""How far back the first digest looks for what went well."""


class Builder:
    """Makes digests; what a source has not got is left out."""

    def __init__(self, bank: StatementBank, sources: Sources) -> None:
        self._bank = bank
        self._sources = sources

    def build(
        self, roster: Roster, *, occasion: Occasion, last_on: date | None, now: datetime
    ) -> Digest | None:
        """Return what a team's digest says as of now, or None where there is no figure yet.

        Args:
            roster: the team.
            occasion: why it is made.
            last_on: the day of the digest before; what went well since is told.
            now: the present moment.

        """
        sources, team, today = self._sources, roster.team, day_of(roster, now)
        if sources.trend is None:
            return None
        actions, models, time = sources.actions, sources.models, sources.time
        trend = trend_of(team.id, sources.trend, actions, now=now)
        dimensions = list_dimension_rows(trend)
        if not dimensions or trend.wave is None:
            return None
        practices = list_practice_rows(trend, self._bank.practices)
        weakest = _weakest(trend, dimensions)
        heard = choose_heard(
            sources.heard.list_heard(team_id=team.id, now=now) if sources.heard else (),
            threshold=team.threshold,
        )
        return Digest(
            team_id=team.id,
            team_name=team.name,
            occasion=occasion,
            made_on=today,
            wave=trend.wave,
            dimensions=dimensions,
            practices=practices,
            weakest=weakest.id,
            mover=choose_mover(dimensions, practices),
            heard=heard,
            play=self._choose_play(heard.page if heard else None, practices, weakest),
            last_action=actions.find_last(team_id=team.id, trend=trend, now=now)
            if actions
            else None,
            silent_actions=actions.count_silent(team_id=team.id, now=now) if actions else 0,
            participation=band_of(
                trend.response, asked=len(roster.participants), threshold=team.threshold
            ),
            models=models.find_models(team_id=team.id, now=now) if models else None,
            wins=self._list_wins(team.id, today - _FIRST_WINS if last_on is None else last_on),
            held=trend.held,
            version=trend.version,
            threshold=team.threshold,
            basis=trend.basis,
            has_lost_trust=sources.trust is not None
            and sources.trust.has_lost_trust(team_id=team.id),
            time_lost=time.find_time_lost(team_id=team.id, now=now) if time else None,
        )

    def _choose_play(
        self, heard_page: str | None, practices: tuple[Row, ...], weakest: Row
    ) -> Play | None:
        """Suggest what helps against what was heard most, else with the lowest practice."""
        lowest = choose_weakest_practice(practices, weakest.id)
        about = None if lowest is None else lowest.id
        if heard_page is not None and (page := self._sources.pages.find_page(heard_page)):
            return self._play(page, "for what was heard most", about)
        if lowest is None or lowest.page is None:
            return None
        found = self._sources.pages.find_page(lowest.page)
        reason = f"for the lowest in {weakest.name.lower()}"
        return None if found is None else self._play(found, reason, about)

    def _play(self, page: Page, reason: str, practice: str | None) -> Play:
        url = self._sources.pages.find_url(page)
        return play_of(page, reason=reason, practice=practice, url=url)

    def _list_wins(self, team_id: int, since: date) -> tuple[WinLine, ...]:
        if self._sources.wins is None:
            return ()
        told = self._sources.wins.list_wins(team_id, since)
        return tuple(WinLine(win.sentence, win.told_on) for win in told)


def trend_of(
    team_id: int, trends: TrendSource, actions: ActionSource | None, *, now: datetime
) -> Trend:
    """Return a team's trend as of now, told what the team set out to change."""
    declared = actions.list_declared(team_id=team_id) if actions else ()
    return trends.get_trend(team_id=team_id, now=now, declared=declared)


def day_of(roster: Roster, moment: datetime) -> date:
    """Return the day that it is in a team's own zone."""
    return moment.astimezone(read_zone(roster.team.pulse.zone)).date()


def _weakest(trend: Trend, dimensions: tuple[Row, ...]) -> Row:
    known = {row.id: row for row in dimensions}
    if trend.weakest in known:
        return known[trend.weakest]
    return min(dimensions, key=lambda row: row.now.tenths)
