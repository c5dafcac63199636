"""The tables of parents' figures: what counts in them, and how they were decided."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy import (
    Connection,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.database_marks import LEFT_OUT
from bot.surveys.domain import ItemState
from bot.surveys.item_storage import ItemRow, RoundItemRow
from bot.surveys.parents import Decision, Linked
from bot.surveys.schedule_storage import ScheduleRow
from bot.surveys.storage import AskedRow

TABLE: Final = "survey_parent_share"
"""The table from which deciding a figure deletes."""


class ParentFigureRow(Base):
    """A parent's figure over its teams' items of one statement and wave, decided once.

    `tenths` is empty where it is never shown. Behind one that is shown stand at least `members`,
    and at least `unshown_members` behind the answers in it that were shown in no team.
    """

    __tablename__ = "survey_parent_figure"
    __table_args__ = (UniqueConstraint("parent_id", "wave", "statement_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"))
    statement_id: Mapped[str] = mapped_column(String(100))
    wave: Mapped[date]
    tenths: Mapped[int | None]
    members: Mapped[int | None]
    unshown_members: Mapped[int | None]
    summary_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_parent_summary.id"), index=True
    )
    is_cleared: Mapped[bool] = mapped_column(default=False)


class ParentItemRow(Base):
    """An item that counts in a parent, since its team did when it was put."""

    __tablename__ = "survey_parent_item"

    item_id: Mapped[int] = mapped_column(ForeignKey("survey_item.id"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"))
    figure_id: Mapped[int | None] = mapped_column(ForeignKey("survey_parent_figure.id"), index=True)


class ParentShareRow(Base):
    """A closed item's scores taken together, sealed, until its parent's figure is decided."""

    __tablename__ = TABLE
    __table_args__ = ({"sqlite_with_rowid": False, "info": {LEFT_OUT: True}},)

    item_id: Mapped[int] = mapped_column(
        ForeignKey("survey_parent_item.item_id"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary(52))


class ParentItems:
    """What counts in parents, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def link(self, parent_id: int | None, item_ids: Sequence[int]) -> None:
        """Store in which parent, if any, items count that are put just now."""
        if parent_id is not None and item_ids:
            rows = [{"item_id": item_id, "parent_id": parent_id} for item_id in item_ids]
            self._connection.execute(insert(ParentItemRow), rows)

    def keep_share(self, item_id: int, sealed: bytes) -> None:
        """Keep the sealed scores of an item that closes, where it counts in a parent."""
        is_linked = select(ParentItemRow.item_id).where(
            ParentItemRow.item_id == item_id, ParentItemRow.figure_id.is_(None)
        )
        if self._connection.scalar(is_linked) is None:
            return
        self._connection.execute(insert(ParentShareRow).values(item_id=item_id, sealed=sealed))

    def list_linked(self, *, for_update: bool = False) -> tuple[Linked, ...]:
        """Return what counts in figures that are not decided."""
        statement = (
            select(
                ItemRow.id,
                ItemRow.team_id,
                ParentItemRow.parent_id,
                ItemRow.statement_id,
                ItemRow.wave,
                ItemRow.state,
            )
            .join(ParentItemRow, ParentItemRow.item_id == ItemRow.id)
            .where(ParentItemRow.figure_id.is_(None))
            .order_by(ItemRow.id)
        )
        if for_update:
            statement = statement.with_for_update(of=ParentItemRow)
        rows = self._connection.execute(statement)
        return tuple(
            Linked(
                item_id=row.id,
                team_id=row.team_id,
                parent_id=row.parent_id,
                statement_id=row.statement_id,
                wave=row.wave,
                is_open=row.state == ItemState.OPEN,
                is_shown=row.state == ItemState.RELEASED,
            )
            for row in rows
        )

    def list_next_weeks(self) -> dict[int, date]:
        """Return the week that each team opens next."""
        rows = self._connection.execute(select(ScheduleRow.team_id, ScheduleRow.week))
        return dict(rows.all())

    def find_share(self, item_id: int) -> bytes | None:
        """Return what was kept of a closed item, sealed; a backup has left it out."""
        return self._connection.scalar(
            select(ParentShareRow.sealed).where(ParentShareRow.item_id == item_id)
        )

    def list_asked_elsewhere(self, like: Linked, item_ids: Sequence[int]) -> frozenset[str]:
        """Return who was asked the same statement in the same wave by other items than these."""
        asked = (
            select(AskedRow.user_id)
            .join(RoundItemRow, RoundItemRow.round_id == AskedRow.round_id)
            .join(ItemRow, ItemRow.id == RoundItemRow.item_id)
            .where(
                ItemRow.statement_id == like.statement_id,
                ItemRow.wave == like.wave,
                ItemRow.id.not_in(item_ids),
            )
        )
        return frozenset(self._connection.scalars(asked.distinct()))

    def is_decided(self, figure: tuple[int, str, date]) -> bool:
        """Whether a figure was decided before."""
        parent_id, statement_id, wave = figure
        found = self._connection.scalar(
            select(ParentFigureRow.id).where(
                ParentFigureRow.parent_id == parent_id,
                ParentFigureRow.statement_id == statement_id,
                ParentFigureRow.wave == wave,
            )
        )
        return found is not None

    def add_figure(
        self, figure: tuple[int, str, date], item_ids: Sequence[int], decision: Decision
    ) -> None:
        """Store a figure and delete what it was made of."""
        parent_id, statement_id, wave = figure
        behind = decision.behind
        figure_id = self._connection.execute(
            insert(ParentFigureRow)
            .values(
                parent_id=parent_id,
                statement_id=statement_id,
                wave=wave,
                tenths=decision.tenths,
                members=None if behind is None else behind.members,
                unshown_members=None if behind is None else behind.unshown_members,
                is_cleared=False,
            )
            .returning(ParentFigureRow.id)
        ).scalar_one()
        self._erase_shares(item_ids)
        self._connection.execute(
            update(ParentItemRow)
            .where(ParentItemRow.item_id.in_(item_ids))
            .values(figure_id=figure_id)
        )

    def unlink(self, item_ids: Sequence[int]) -> None:
        """Have items count in no parent, since their figure was decided without them."""
        self._erase_shares(item_ids)
        self._connection.execute(delete(ParentItemRow).where(ParentItemRow.item_id.in_(item_ids)))

    def are_linked(self, item_ids: Sequence[int]) -> bool:
        """Whether any of these items counts in a parent."""
        found = select(ParentItemRow.item_id).where(ParentItemRow.item_id.in_(item_ids)).limit(1)
        return self._connection.scalar(found) is not None

    def _erase_shares(self, item_ids: Iterable[int]) -> None:
        self._connection.execute(
            delete(ParentShareRow).where(ParentShareRow.item_id.in_(list(item_ids)))
        )
