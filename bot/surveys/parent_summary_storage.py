"""The tables of parents' summaries: when each is due, and what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, ForeignKey, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.surveys.domain import ReleasedItem
from bot.surveys.item_storage import ItemRow, Items, RoundItemRow, item_from
from bot.surveys.parent_storage import ParentFigureRow, ParentItemRow
from bot.surveys.parents import OwedSummary
from bot.surveys.storage import AskedRow


class ParentSummaryRow(Base):
    """What a parent showed at its hour."""

    __tablename__ = "survey_parent_summary"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_owed: Mapped[bool] = mapped_column(default=False, index=True)


class ParentScheduleRow(Base):
    """When a parent's next summary is due."""

    __tablename__ = "survey_parent_schedule"

    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class ShownFigure:
    """A parent's figure that a summary has shown.

    Attributes:
        wave: the week in which its statement was put.
        shown_on: the day of the summary.
        practice_id: its practice.
        statement_id: its statement.
        tenths: the mean.
        members: at least so many stand behind it, and that is all that is known.
        asked: how many people were asked it, over all of the teams.

    """

    wave: date
    shown_on: date
    practice_id: str
    statement_id: str
    tenths: int
    members: int
    asked: int


class ParentSummaries:
    """What parents show and when, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_schedule(self) -> dict[int, datetime]:
        """Return when each parent's next summary is due."""
        rows = self._connection.execute(
            select(ParentScheduleRow.parent_id, ParentScheduleRow.next_at)
        )
        return dict(rows.all())

    def find_next(self, parent_id: int) -> datetime | None:
        """Return when a parent's next summary is due, holding that until the transaction ends."""
        return self._connection.scalar(
            select(ParentScheduleRow.next_at)
            .where(ParentScheduleRow.parent_id == parent_id)
            .with_for_update()
        )

    def set_next(self, parent_id: int, at: datetime) -> None:
        """Store when a parent's next summary is due."""
        self._connection.execute(
            insert_into(self._connection, ParentScheduleRow)
            .values(parent_id=parent_id, next_at=at)
            .on_conflict_do_update(index_elements=["parent_id"], set_={"next_at": at})
        )

    def add(self, parent_id: int, *, due_at: datetime) -> int:
        """Put what was decided since the last summary into a new one; return how much that is."""
        new = (ParentFigureRow.parent_id == parent_id, ParentFigureRow.summary_id.is_(None))
        if self._connection.scalar(select(ParentFigureRow.id).where(*new).limit(1)) is None:
            return 0
        summary_id = self._connection.execute(
            insert(ParentSummaryRow)
            .values(parent_id=parent_id, due_at=due_at, is_owed=False)
            .returning(ParentSummaryRow.id)
        ).scalar_one()
        put = self._connection.execute(
            update(ParentFigureRow).where(*new).values(summary_id=summary_id)
        )
        return put.rowcount

    def list_unowed(self) -> tuple[tuple[int, int], ...]:
        """Return id and parent of the summaries that nobody has been sent yet."""
        rows = self._connection.execute(
            select(ParentSummaryRow.id, ParentSummaryRow.parent_id)
            .where(ParentSummaryRow.is_owed.is_(False))
            .order_by(ParentSummaryRow.id)
        )
        return tuple(rows.all())

    def list_last_owed(self) -> dict[int, OwedSummary]:
        """Return of each parent the newest summary that people are owed."""
        rows = self._connection.execute(
            select(ParentSummaryRow.parent_id, ParentSummaryRow.id, ParentSummaryRow.due_at)
            .where(ParentSummaryRow.is_owed.is_(True))
            .order_by(ParentSummaryRow.id)
        )
        return {row.parent_id: OwedSummary(row.id, row.due_at) for row in rows}

    def mark_owed(self, summary_id: int) -> None:
        """Store that a summary is owed."""
        self._connection.execute(
            update(ParentSummaryRow).where(ParentSummaryRow.id == summary_id).values(is_owed=True)
        )

    def list_released(self, summary_id: int) -> tuple[ReleasedItem, ...]:
        """Return a summary's figures in the words in which a team was asked, newest week first."""
        rows = self._connection.execute(
            select(
                ItemRow.__table__,
                ParentFigureRow.id.label("figure_id"),
                # Under a name of its own: the item's row has the mean of its team alone.
                ParentFigureRow.tenths.label("figure_tenths"),
                ParentFigureRow.members.label("figure_members"),
            )
            .join(ParentItemRow, ParentItemRow.item_id == ItemRow.id)
            .join(ParentFigureRow, ParentFigureRow.id == ParentItemRow.figure_id)
            .where(ParentFigureRow.summary_id == summary_id, ParentFigureRow.tenths.is_not(None))
            .order_by(ParentFigureRow.wave.desc(), ParentFigureRow.id, ItemRow.id.desc())
        )
        by_figure = {
            row.figure_id: ReleasedItem(
                item_from(row), row.figure_tenths, threshold=row.figure_members
            )
            for row in rows
        }
        return tuple(by_figure.values())

    def list_shown(self, parent_id: int, *, until: datetime) -> tuple[ShownFigure, ...]:
        """Return every figure that a parent's summaries have shown by a moment, in their order."""
        asked = (
            select(ParentItemRow.figure_id, func.count(AskedRow.user_id.distinct()).label("asked"))
            .join(RoundItemRow, RoundItemRow.item_id == ParentItemRow.item_id)
            .join(AskedRow, AskedRow.round_id == RoundItemRow.round_id)
            .group_by(ParentItemRow.figure_id)
            .subquery()
        )
        practices = (
            select(ParentItemRow.figure_id, func.min(ItemRow.practice_id).label("practice_id"))
            .join(ItemRow, ItemRow.id == ParentItemRow.item_id)
            .group_by(ParentItemRow.figure_id)
            .subquery()
        )
        figure = ParentFigureRow
        rows = self._connection.execute(
            select(
                figure.wave,
                ParentSummaryRow.due_at,
                practices.c.practice_id,
                figure.statement_id,
                figure.tenths,
                figure.members,
                asked.c.asked,
            )
            .join(ParentSummaryRow, ParentSummaryRow.id == figure.summary_id)
            .join(practices, practices.c.figure_id == figure.id)
            .join(asked, asked.c.figure_id == figure.id)
            .where(
                figure.parent_id == parent_id,
                figure.tenths.is_not(None),
                ParentSummaryRow.is_owed.is_(True),
                ParentSummaryRow.due_at <= until,
            )
            .order_by(figure.wave, figure.id)
        )
        return tuple(ShownFigure(wave, at.date(), *others) for wave, at, *others in rows)

    def count_hidden(self, summary_id: int) -> int:
        """Return how many of a summary's statements can never be shown."""
        hidden = select(ParentFigureRow.id).where(
            ParentFigureRow.summary_id == summary_id, ParentFigureRow.tenths.is_(None)
        )
        return len(self._connection.scalars(hidden).all())

    def list_asked(self, summary_id: int) -> tuple[tuple[int, str], ...]:
        """Return team and person of everybody who was asked anything that a summary is about."""
        rows = self._connection.execute(
            select(ItemRow.id, ItemRow.team_id)
            .join(ParentItemRow, ParentItemRow.item_id == ItemRow.id)
            .join(ParentFigureRow, ParentFigureRow.id == ParentItemRow.figure_id)
            .where(ParentFigureRow.summary_id == summary_id)
        ).all()
        items = Items(self._connection)
        asked = {(row.team_id, p.user_id) for row in rows for p in items.list_asked(row.id)}
        return tuple(sorted(asked))

    def list_uncleared(self) -> tuple[int, ...]:
        """Return the figures whose deleted shares may still stand in the database's files."""
        rows = self._connection.scalars(
            select(ParentFigureRow.id).where(ParentFigureRow.is_cleared.is_(False))
        )
        return tuple(rows)

    def mark_cleared(self, figure_ids: Sequence[int]) -> None:
        """Store that what these figures were made of cannot be read any more."""
        self._connection.execute(
            update(ParentFigureRow)
            .where(ParentFigureRow.id.in_(figure_ids))
            .values(is_cleared=True)
        )
