"""The tables of items: what was put to a team, on which sheets it stands, and what it showed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    UniqueConstraint,
    cast,
    false,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.surveys.bank.domain import Statement
from bot.surveys.domain import Figure, Item, ItemState
from bot.surveys.storage import AskedRow
from bot.teams.domain import Participant


class ItemRow(Base):
    """A statement put to a team, in the words in which it was put; `wave` is the first week.

    `shown_count` is of how many scores its mean is, kept only where `is_open` let it be shown.
    """

    __tablename__ = "survey_item"
    __table_args__ = (UniqueConstraint("team_id", "wave", "statement_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    wave: Mapped[date]
    statement_id: Mapped[str] = mapped_column(String(100))
    practice_id: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(300))
    question: Mapped[str] = mapped_column(String(300))
    options: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    tenths: Mapped[int | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("survey_round.id"))
    is_open: Mapped[bool] = mapped_column(server_default=false())
    shown_count: Mapped[int | None]


class RoundItemRow(Base):
    """Which items stand on the sheets of a round: the week's own, and held ones below them."""

    __tablename__ = "survey_round_item"

    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), index=True)


class Items:
    """Items, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, team_id: int, wave: date, statement: Statement, *, is_open: bool = False) -> int:
        """Store a statement put to a team, and return the item's id."""
        return self._connection.execute(
            insert(ItemRow)
            .values(
                team_id=team_id,
                wave=wave,
                statement_id=statement.id,
                practice_id=statement.practice_id,
                text=statement.text,
                question=statement.scale.question,
                options=list(statement.scale.options),
                state=ItemState.OPEN,
                is_open=is_open,
            )
            .returning(ItemRow.id)
        ).scalar_one()

    def set_sheet(self, round_id: int, item_ids: Sequence[int]) -> None:
        """Store which items stand on a round's sheets, in order."""
        self._connection.execute(
            insert(RoundItemRow),
            [
                {"round_id": round_id, "position": position, "item_id": item_id}
                for position, item_id in enumerate(item_ids)
            ],
        )

    def list_asked(self, item_id: int) -> tuple[Participant, ...]:
        """Return who was asked an item in any of its weeks.

        Somebody who led the team in one of them does not count towards five.
        """
        rows = self._connection.execute(
            select(AskedRow.user_id, func.min(cast(AskedRow.counts, Integer)))
            .join(RoundItemRow, RoundItemRow.round_id == AskedRow.round_id)
            .where(RoundItemRow.item_id == item_id)
            .group_by(AskedRow.user_id)
        )
        return tuple(Participant(user_id, bool(counts)) for user_id, counts in rows)

    def list_on_sheet(self, round_id: int) -> tuple[Item, ...]:
        """Return the items on a round's sheets in the order in which they are asked."""
        rows = self._connection.execute(
            select(ItemRow.__table__)
            .join(RoundItemRow, RoundItemRow.item_id == ItemRow.id)
            .where(RoundItemRow.round_id == round_id)
            .order_by(RoundItemRow.position)
        )
        return tuple(item_from(row) for row in rows)

    def list_open(self, team_id: int, *, for_update: bool = False) -> tuple[Item, ...]:
        """Return a team's items that still take answers, in the order in which they were put."""
        statement = select(ItemRow.__table__).where(
            ItemRow.team_id == team_id, ItemRow.state == ItemState.OPEN
        )
        if for_update:
            statement = statement.with_for_update()
        rows = self._connection.execute(statement.order_by(ItemRow.wave, ItemRow.id))
        return tuple(item_from(row) for row in rows)

    def close(self, item_id: int, *, round_id: int | None, figure: Figure | None) -> None:
        """Store an item's figure, or that it had too few scores to show one."""
        state = ItemState.UNSHOWN if figure is None else ItemState.RELEASED
        tenths, count = (None, None) if figure is None else (figure.tenths, figure.count)
        self._connection.execute(
            update(ItemRow)
            .where(ItemRow.id == item_id)
            .values(state=state, tenths=tenths, shown_count=count, closed_by=round_id)
        )

    def make_ordinary(self, item_id: int) -> None:
        """Store that an item of an open round is shown by the rule of five only, from now on."""
        self._connection.execute(update(ItemRow).where(ItemRow.id == item_id).values(is_open=False))

    def list_closed(self, round_id: int) -> tuple[tuple[Item, Figure | None], ...]:
        """Return the items that ended with a round, with their figures if shown."""
        rows = self._connection.execute(
            select(ItemRow.__table__)
            .where(ItemRow.closed_by == round_id)
            .order_by(ItemRow.wave.desc(), ItemRow.id)
        )
        return tuple(
            (item_from(row), None if row.tenths is None else Figure(row.tenths, row.shown_count))
            for row in rows
        )

    def list_recent(self, team_id: int, *, since: date) -> frozenset[str]:
        """Return the statements put to a team since a week."""
        rows = self._connection.scalars(
            select(ItemRow.statement_id).where(ItemRow.team_id == team_id, ItemRow.wave >= since)
        )
        return frozenset(rows)

    def list_practices(self, team_id: int, *, since: date) -> frozenset[str]:
        """Return the practices that a team was asked about since a week."""
        rows = self._connection.scalars(
            select(ItemRow.practice_id).where(ItemRow.team_id == team_id, ItemRow.wave >= since)
        )
        return frozenset(rows)

    def list_tenths(self, team_id: int, practice_id: str) -> tuple[int, ...]:
        """Return the means that were shown of a practice, in tenths, the oldest first."""
        rows = self._connection.scalars(
            select(ItemRow.tenths)
            .where(
                ItemRow.team_id == team_id,
                ItemRow.practice_id == practice_id,
                ItemRow.state == ItemState.RELEASED,
            )
            .order_by(ItemRow.wave, ItemRow.id)
        )
        return tuple(tenths for tenths in rows if tenths is not None)

    def list_weakest(self, team_id: int) -> tuple[str, ...]:
        """Return a team's practices by their latest figure, the lowest first."""
        rows = self._connection.execute(
            select(ItemRow.practice_id, ItemRow.tenths)
            .where(ItemRow.team_id == team_id, ItemRow.state == ItemState.RELEASED)
            .order_by(ItemRow.wave, ItemRow.id)
        )
        latest = dict(rows.all())
        return tuple(sorted(latest, key=lambda practice_id: (latest[practice_id], practice_id)))


def item_from(row: Row[Any]) -> Item:
    """Return the item that a row of `survey_item` holds."""
    return Item(
        id=row.id,
        team_id=row.team_id,
        wave=row.wave,
        statement_id=row.statement_id,
        text=row.text,
        question=row.question,
        options=tuple(row.options),
        state=ItemState(row.state),
        is_open=row.is_open,
    )
