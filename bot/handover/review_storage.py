"""The tables of who reads a model's card, and of what they said of its sections."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Row, String, Text, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.handover.reviews import Review, Said


class ReviewerRow(Base):
    """Who reads a model's card where it has no successor: one person, since a group reads none."""

    __tablename__ = "model_reviewer"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40))


class ReviewRow(Base):
    """A section that was put before somebody; `said` is empty until they press something."""

    __tablename__ = "model_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), index=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), index=True)
    section: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    because: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    said: Mapped[str] = mapped_column(String(20))
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CareRow(Base):
    """When cards are looked at next, as a whole; there is one row."""

    __tablename__ = "model_care"

    id: Mapped[int] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reviews:
    """Who reads cards and what they said, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_reviewers(self, model_ids: Collection[int]) -> dict[int, str]:
        """Return who reads the cards of models, as far as somebody is named."""
        rows = self._connection.execute(
            select(ReviewerRow.model_id, ReviewerRow.user_id).where(
                ReviewerRow.model_id.in_(model_ids)
            )
        )
        return {row.model_id: row.user_id for row in rows}

    def list_everybody(self) -> frozenset[str]:
        """Return everybody who is named to read a card."""
        return frozenset(self._connection.scalars(select(ReviewerRow.user_id)))

    def put_reviewer(self, model_id: int, user_id: str) -> None:
        """Store who reads a model's card from now on."""
        self._connection.execute(delete(ReviewerRow).where(ReviewerRow.model_id == model_id))
        self._connection.execute(insert(ReviewerRow).values(model_id=model_id, user_id=user_id))

    def find_look(self, *, for_update: bool = False) -> datetime | None:
        """Return when cards are looked at next, or None if they never were."""
        statement = select(CareRow.due_at)
        return self._connection.scalar(statement.with_for_update() if for_update else statement)

    def begin_looking(self, due_at: datetime) -> bool:
        """Store when cards are looked at for the first time; False where that is stored already."""
        begun = self._connection.scalar(
            insert_into(self._connection, CareRow)
            .values(id=1, due_at=due_at)
            .on_conflict_do_nothing()
            .returning(CareRow.id)
        )
        return begun is not None

    def put_look(self, due_at: datetime) -> None:
        """Store when cards are looked at next."""
        self._connection.execute(change(CareRow).values(due_at=due_at))

    def add(self, review: Review) -> int:
        """Store that a section is put before somebody, and return its id."""
        return self._connection.execute(
            insert(ReviewRow)
            .values(
                user_id=review.user_id,
                model_id=review.model_id,
                section=review.section,
                version=review.version,
                because=review.because,
                asked_on=review.asked_on,
                said=review.said,
                said_at=review.said_at,
            )
            .returning(ReviewRow.id)
        ).scalar_one()

    def find(self, review_id: int, *, for_update: bool = False) -> Review | None:
        """Return one by its id."""
        statement = select(ReviewRow.__table__).where(ReviewRow.id == review_id)
        if for_update:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _review(row)

    def say(self, review_id: int, said: Said, *, now: datetime) -> None:
        """Store what somebody said; a second press replaces the first."""
        self._connection.execute(
            change(ReviewRow).where(ReviewRow.id == review_id).values(said=said, said_at=now)
        )

    def list_of(self, user_id: str, asked_on: date) -> tuple[Review, ...]:
        """Return what was put before somebody on a day."""
        return self._list(ReviewRow.user_id == user_id, ReviewRow.asked_on == asked_on)

    def list_since(self, day: date) -> tuple[Review, ...]:
        """Return what was put before anybody from a day on."""
        return self._list(ReviewRow.asked_on >= day)

    def list_changed(self, model_ids: Collection[int]) -> tuple[Review, ...]:
        """Return the sections of which somebody said that they have changed."""
        return self._list(ReviewRow.said == Said.CHANGED, ReviewRow.model_id.in_(model_ids))

    def _list(self, *conditions: Any) -> tuple[Review, ...]:
        rows = self._connection.execute(
            select(ReviewRow.__table__).where(*conditions).order_by(ReviewRow.id)
        )
        return tuple(_review(row) for row in rows)


def _review(row: Row[Any]) -> Review:
    return Review(
        row.id,
        row.user_id,
        row.model_id,
        row.section,
        row.version,
        row.because,
        row.asked_on,
        Said(row.said),
        row.said_at,
    )
