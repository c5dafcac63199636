"""The table of who is asked what of a model without an owner; nobody else may answer."""

from datetime import datetime

from sqlalchemy import JSON, Connection, ForeignKey, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime


class DigRow(Base):
    """Somebody who may know something of a model, and which sections they are asked for."""

    __tablename__ = "handover_dig"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sections: Mapped[list[str]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Digs:
    """Who is asked what, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, model_id: int, user_id: str, sections: tuple[str, ...], *, now: datetime) -> None:
        """Store that somebody is asked for some sections."""
        self._connection.execute(
            insert(DigRow).values(
                model_id=model_id, user_id=user_id, sections=list(sections), asked_at=now
            )
        )

    def forget(self, model_id: int, *, before: datetime) -> None:
        """Forget who was asked when the model was without an owner an earlier time."""
        self._connection.execute(
            delete(DigRow).where(DigRow.model_id == model_id, DigRow.asked_at < before)
        )

    def forget_person(self, model_id: int, user_id: str) -> None:
        """Forget somebody who is gone, so that somebody else is asked."""
        self._connection.execute(
            delete(DigRow).where(DigRow.model_id == model_id, DigRow.user_id == user_id)
        )

    def list_all(self) -> dict[int, dict[str, tuple[str, ...]]]:
        """Return who is asked what, by model."""
        found: dict[int, dict[str, tuple[str, ...]]] = {}
        rows = self._connection.execute(
            select(DigRow.__table__).order_by(DigRow.asked_at, DigRow.user_id)
        )
        for row in rows:
            found.setdefault(row.model_id, {})[row.user_id] = tuple(row.sections)
        return found
