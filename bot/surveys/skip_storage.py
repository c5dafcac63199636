"""The table of weeks that people skip; it holds no person, and a week's rows go when it closes."""

import secrets
from typing import Final

from sqlalchemy import Connection, ForeignKey, LargeBinary, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.database_marks import LEFT_OUT

TABLE: Final = "survey_skip"


class SkipRow(Base):
    """Somebody skips a week; `respondent` is who, hidden by the key of the sheet's first item."""

    __tablename__ = TABLE
    __table_args__ = (
        UniqueConstraint("round_id", "respondent"),
        {"sqlite_with_rowid": False, "info": {LEFT_OUT: True}},
    )

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"))
    respondent: Mapped[bytes] = mapped_column(LargeBinary(16))


class Skips:
    """Skipped weeks, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, round_id: int, respondent: bytes) -> None:
        """Store that somebody skips a week."""
        self._connection.execute(
            insert_into(self._connection, SkipRow)
            .values(id=secrets.token_bytes(16), round_id=round_id, respondent=respondent)
            .on_conflict_do_nothing(index_elements=["round_id", "respondent"])
        )

    def remove(self, round_id: int, respondent: bytes) -> None:
        """Store that somebody takes part in a week after all."""
        self._connection.execute(
            delete(SkipRow).where(SkipRow.round_id == round_id, SkipRow.respondent == respondent)
        )

    def has(self, round_id: int, respondent: bytes) -> bool:
        """Whether somebody skips a week."""
        found = self._connection.scalar(
            select(SkipRow.id).where(SkipRow.round_id == round_id, SkipRow.respondent == respondent)
        )
        return found is not None

    def erase(self, round_id: int) -> None:
        """Delete a week's rows."""
        self._connection.execute(delete(SkipRow).where(SkipRow.round_id == round_id))
