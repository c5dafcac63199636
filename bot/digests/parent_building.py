"""Gathers what a head of several teams reads of them together: never a team, never a ranking."""

from datetime import date

from bot.digests.domain import Digest, Occasion
from bot.digests.gathering import (
    choose_mover,
    choose_weakest_practice,
    list_dimension_rows,
    list_practice_rows,
    play_of,
)
from bot.digests.sources import PageSource
from bot.surveys.bank import StatementBank
from bot.surveys.trend import Trend


def build_for_parent(
    name: str, trend: Trend, *, bank: StatementBank, pages: PageSource, today: date
) -> Digest | None:
    """Return what a parent's trend says, or None where nothing has been shown yet.

    Comments, actions, wins and participation are each team's own, and left out.
    """
    dimensions = list_dimension_rows(trend)
    if not dimensions or trend.wave is None or trend.weakest is None:
        return None
    practices = list_practice_rows(trend, bank.practices)
    weakest = next(row for row in dimensions if row.id == trend.weakest)
    lowest = choose_weakest_practice(practices, weakest.id)
    page = None if lowest is None or lowest.page is None else pages.find_page(lowest.page)
    reason = f"for the lowest in {weakest.name.lower()}"
    return Digest(
        team_id=0,
        team_name=name,
        occasion=Occasion.PREVIEW,
        made_on=today,
        wave=trend.wave,
        dimensions=dimensions,
        practices=practices,
        weakest=weakest.id,
        mover=choose_mover(dimensions, practices),
        heard=None,
        play=None
        if page is None
        else play_of(page, reason=reason, practice=None, url=pages.find_url(page)),
        last_action=None,
        silent_actions=0,
        participation=None,
        models=None,
        wins=(),
        held=0,
        version=trend.version,
        is_of_parent=True,
    )
