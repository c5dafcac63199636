"""The table of owners' pauses, and of what could not be answered meanwhile."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Row, String, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.handover.absences.domain import Absence, AbsenceStanding


class AbsenceRow(Base):
    """A pause that an owner announced, for one of their models."""

    __tablename__ = "handover_absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"))
    owner_id: Mapped[str] = mapped_column(String(40))
    began_on: Mapped[date]
    until: Mapped[date]
    standing: Mapped[str] = mapped_column(String(20), index=True)
    deputy_id: Mapped[str | None] = mapped_column(String(40))
    gaps: Mapped[list[str]] = mapped_column(JSON)


class Absences:
    """Owners' pauses, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, absence: Absence) -> None:
        """Store that an owner is away."""
        self._connection.execute(
            insert(AbsenceRow).values(
                model_id=absence.model_id, owner_id=absence.owner_id, **_values(absence)
            )
        )

    def put(self, absence: Absence) -> None:
        """Store how far a pause is."""
        self._connection.execute(
            change(AbsenceRow).where(AbsenceRow.id == absence.id).values(**_values(absence))
        )

    def find(self, absence_id: int, *, for_update: bool = False) -> Absence | None:
        """Return a pause by its id."""
        statement = select(AbsenceRow.__table__).where(AbsenceRow.id == absence_id)
        if for_update:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _absence(row)

    def list_standing(self, standing: AbsenceStanding) -> tuple[Absence, ...]:
        """Return the pauses that are so far."""
        rows = self._connection.execute(
            select(AbsenceRow.__table__)
            .where(AbsenceRow.standing == standing)
            .order_by(AbsenceRow.id)
        )
        return tuple(_absence(row) for row in rows)

    def forget(self, *, before: date) -> int:
        """Delete the pauses that ended before a day."""
        forgotten = self._connection.execute(
            delete(AbsenceRow).where(
                AbsenceRow.until < before, AbsenceRow.standing != AbsenceStanding.AWAY
            )
        )
        return forgotten.rowcount


def _values(absence: Absence) -> dict[str, Any]:
    return {
        "began_on": absence.began_on,
        "until": absence.until,
        "standing": absence.standing,
        "deputy_id": absence.deputy_id,
        "gaps": list(absence.gaps),
    }


def _absence(row: Row[Any]) -> Absence:
    return Absence(
        row.id,
        row.model_id,
        row.owner_id,
        row.began_on,
        row.until,
        AbsenceStanding(row.standing),
        row.deputy_id,
        tuple(row.gaps),
    )
