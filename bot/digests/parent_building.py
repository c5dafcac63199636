"""Gathers what a head of several teams reads of them together: never a team, never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.digests.domain import Digest, Occasion, Participation, Play, Row
from bot.digests.gathering import (
    band_of,
    choose_mover,
    choose_weakest_practice,
    list_dimension_rows,
    list_practice_rows,
    play_of,
)
from bot.digests.sources import PageSource
from bot.surveys.bank.domain import StatementBank
from bot.surveys.trend.domain import Trend
from bot.teams.domain import FEWEST_TO_SHOW
from bot.teams.family import FEWEST_CHILDREN

_LATELY: Final = timedelta(weeks=4)


@dataclass(frozen=True)
class Responding:
    """How many of one team are asked, and which part of them gave a score in four weeks.

    `wave` is the last week known of it; `threshold` the team's own.
    """

    asked: int
    response: float
    wave: date | None
    threshold: int


class ParentBuilder:
    """Makes digests over several teams; `pages` are those of the playbook."""

    def __init__(self, bank: StatementBank, pages: PageSource) -> None:
        self._bank = bank
        self._pages = pages

    def build(
        self,
        name: str,
        trend: Trend,
        *,
        today: date,
        occasion: Occasion = Occasion.PREVIEW,
        fewest: int = FEWEST_TO_SHOW,
        teams: Sequence[Responding] = (),
    ) -> Digest | None:
        """Return what a parent's trend says, or None where nothing has been shown yet.

        Comments, actions and wins are each team's own, and left out.

        Args:
            name: the parent's.
            trend: over its teams together.
            today: the day that it is in the parent's zone.
            occasion: why it is made.
            fewest: how many members stand behind each figure at least.
            teams: how many took part in each of them.

        """
        dimensions = list_dimension_rows(trend)
        if not dimensions or trend.wave is None or trend.weakest is None:
            return None
        practices = list_practice_rows(trend, self._bank.practices)
        weakest = next(row for row in dimensions if row.id == trend.weakest)
        return Digest(
            team_id=0,
            team_name=name,
            occasion=occasion,
            made_on=today,
            wave=trend.wave,
            dimensions=dimensions,
            practices=practices,
            weakest=weakest.id,
            mover=choose_mover(dimensions, practices),
            heard=None,
            play=self._choose_play(practices, weakest),
            last_action=None,
            silent_actions=0,
            participation=band_together(teams, wave=trend.wave),
            models=None,
            wins=(),
            held=0,
            version=trend.version,
            threshold=fewest,
            is_of_parent=True,
        )

    def _choose_play(self, practices: Sequence[Row], weakest: Row) -> Play | None:
        """Suggest what helps with the lowest practice; whom it is for, the leads know."""
        lowest = choose_weakest_practice(practices, weakest.id)
        if lowest is None or lowest.page is None:
            return None
        if (page := self._pages.find_page(lowest.page)) is None:
            return None
        reason = f"for the lowest in {weakest.name.lower()}"
        return play_of(page, reason=reason, practice=None, url=self._pages.find_url(page))


def band_together(teams: Sequence[Responding], *, wave: date) -> Participation | None:
    """Return how many took part over several teams, in one of two bands.

    Only of teams large enough to be told a band of their own, since beside the bands of the others
    a small team's would show; and of two at least, since of one it would be that team's.
    """
    known = [
        one
        for one in teams
        if one.asked >= one.threshold and one.wave is not None and one.wave >= wave - _LATELY
    ]
    if len(known) < FEWEST_CHILDREN:
        return None
    asked = sum(one.asked for one in known)
    response = sum(one.response * one.asked for one in known) / asked
    # As of so few people that there is no finer band.
    return band_of(response, asked=FEWEST_TO_SHOW, threshold=FEWEST_TO_SHOW)
