"""Reads what items showed, and of how many answers, for the trend; it stores nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from bot.surveys.answer_storage import AnswerRow
from bot.surveys.domain import Choice, ItemState, RoundState
from bot.surveys.item_storage import ItemRow, RoundItemRow
from bot.surveys.storage import AskedRow, RoundRow


@dataclass(frozen=True)
class EndedItem:
    """An item that has been shown, or had too few scores to be.

    Attributes:
        team_id: whose it is.
        wave: the week it was first put.
        ended: the week with whose end it was closed.
        practice_id: its practice, of the core or of a pack.
        statement_id: its statement.
        asked: how many people it stood on a sheet of.
        scored: how many of them gave a score; nought where it was not shown.
        tenths: what it showed.
        is_open: whether it was shown as an item of an open round.

    """

    team_id: int
    wave: date
    ended: date
    practice_id: str
    statement_id: str
    asked: int
    scored: int
    tenths: int | None
    is_open: bool


class ShownItems:
    """What items showed, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_ended(self) -> tuple[EndedItem, ...]:
        """Return every team's ended items, by team and week."""
        asked = (
            select(RoundItemRow.item_id, func.count(AskedRow.user_id.distinct()).label("asked"))
            .join(AskedRow, AskedRow.round_id == RoundItemRow.round_id)
            .group_by(RoundItemRow.item_id)
            .subquery()
        )
        scores = [choice for choice in Choice if choice.score is not None]
        scored = (
            select(AnswerRow.item_id, func.count().label("scored"))
            .where(AnswerRow.choice.in_(scores))
            .group_by(AnswerRow.item_id)
            .subquery()
        )
        rows = self._connection.execute(
            select(
                ItemRow.team_id,
                ItemRow.wave,
                RoundRow.week,
                ItemRow.practice_id,
                ItemRow.statement_id,
                asked.c.asked,
                func.coalesce(scored.c.scored, 0),
                ItemRow.tenths,
                ItemRow.is_open,
            )
            .join(RoundRow, RoundRow.id == ItemRow.closed_by)
            .join(asked, asked.c.item_id == ItemRow.id)
            .outerjoin(scored, scored.c.item_id == ItemRow.id)
            .where(ItemRow.state != ItemState.OPEN)
            .order_by(ItemRow.team_id, ItemRow.wave, ItemRow.id)
        )
        return tuple(EndedItem(*row) for row in rows)

    def find_last_week(self, team_id: int) -> date | None:
        """Return the last week of a team that is over."""
        return self._connection.scalar(
            select(func.max(RoundRow.week)).where(
                RoundRow.team_id == team_id, RoundRow.state != RoundState.OPEN
            )
        )

    def count_held(self, team_id: int, practice_ids: Iterable[str], *, until: date) -> int:
        """Return how many items of some practices, put by a week, can still be shown."""
        return (
            self._connection.scalar(
                select(func.count()).where(
                    ItemRow.team_id == team_id,
                    ItemRow.state == ItemState.OPEN,
                    ItemRow.practice_id.in_(list(practice_ids)),
                    ItemRow.wave <= until,
                )
            )
            or 0
        )
