"""The table of what second owners say of critical sections, asked apart from the first."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Row, String, Text, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.handover.co_owners.blind import BlindAnswer, Kept


class BlindRow(Base):
    """One section in a second owner's words; `kept` says whose words stay on the card."""

    __tablename__ = "handover_blind"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kept: Mapped[str | None] = mapped_column(String(20))
    decided_by: Mapped[str | None] = mapped_column(String(40))


class Blinds:
    """What second owners say, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, answer: BlindAnswer, *, now: datetime) -> None:
        """Store an answer in place of an earlier one by the same person."""
        self._connection.execute(delete(BlindRow).where(*_is(answer)))
        self._connection.execute(
            insert(BlindRow).values(
                model_id=answer.model_id,
                section=answer.section_id,
                user_id=answer.user_id,
                text=answer.text,
                answered_at=now,
            )
        )

    def decide(self, answer: BlindAnswer, kept: Kept, *, by: str) -> bool:
        """Store whose words stay; False where somebody has said so already."""
        changed = self._connection.execute(
            change(BlindRow)
            .where(*_is(answer), BlindRow.kept.is_(None))
            .values(kept=kept, decided_by=by)
        )
        return bool(changed.rowcount)

    def list_of(self, model_id: int) -> tuple[BlindAnswer, ...]:
        """Return what second owners say of a model."""
        rows = self._connection.execute(
            select(BlindRow.__table__)
            .where(BlindRow.model_id == model_id)
            .order_by(BlindRow.section, BlindRow.user_id)
        )
        return tuple(_answer(row) for row in rows)


def _is(answer: BlindAnswer) -> tuple[Any, ...]:
    return (
        BlindRow.model_id == answer.model_id,
        BlindRow.section == answer.section_id,
        BlindRow.user_id == answer.user_id,
    )


def _answer(row: Row[Any]) -> BlindAnswer:
    kept = None if row.kept is None else Kept(row.kept)
    return BlindAnswer(row.model_id, row.section, row.user_id, row.text, kept, row.decided_by)
