"""The tables of last days, and of the sessions before them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    Row,
    String,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base
from bot.database_marks import NOBODY
from bot.handover.rules.leaving import Asked, Leaving, Reason
from bot.handover.rules.sessions import Question


class LeavingRow(Base):
    """Somebody's last day, until ninety days after; `is_told` once all have been told of it."""

    __tablename__ = "handover_leaving"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(40), unique=True)
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(20))
    set_by: Mapped[str] = mapped_column(String(40))
    named: Mapped[list[str]] = mapped_column(JSON)
    number: Mapped[int]
    is_told: Mapped[bool]
    only_model_id: Mapped[int | None] = mapped_column(ForeignKey("model.id"))
    moved_to: Mapped[date | None]


_NOBODYS: Final[Mapping[str, Any]] = {
    "owner_id": NOBODY,
    "last_day": date(1970, 1, 1),
    "reason": Reason.ROTATION,
    "set_by": NOBODY,
    "named": [],
    "number": 1,
    "is_told": True,
}


class SessionRow(Base):
    """One session that an owner was asked to, what of, and how many answers came."""

    __tablename__ = "handover_session"

    leaving_id: Mapped[int] = mapped_column(ForeignKey("handover_leaving.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    questions: Mapped[list[list[Any]]] = mapped_column(JSON)
    answers: Mapped[int]


class Leavings:
    """Last days and their sessions, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_of(self, owner_id: str) -> Leaving | None:
        """Return somebody's last day."""
        return self._find(LeavingRow.owner_id == owner_id)

    def find(self, leaving_id: int) -> Leaving | None:
        """Return a last day by its id."""
        return self._find(LeavingRow.id == leaving_id, LeavingRow.owner_id != NOBODY)

    def _find(self, *conditions: Any) -> Leaving | None:
        found = select(LeavingRow.__table__).where(*conditions)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else _leaving(row)

    def list_all(self, *, untold_only: bool = False) -> tuple[Leaving, ...]:
        """Return every last day that is stored."""
        everybodys = select(LeavingRow.__table__).where(LeavingRow.owner_id != NOBODY)
        statement = everybodys.order_by(LeavingRow.id)
        if untold_only:
            statement = statement.where(LeavingRow.is_told.is_(False))
        return tuple(_leaving(row) for row in self._connection.execute(statement))

    def put(self, leaving: Leaving) -> Leaving:
        """Store a last day in place of one that the same person had."""
        values = {
            "last_day": leaving.last_day,
            "reason": leaving.reason,
            "set_by": leaving.set_by,
            "named": list(leaving.named),
            "is_told": False,
            "only_model_id": leaving.only_model_id,
            "moved_to": None,
        }
        before = self.find_of(leaving.owner_id)
        if before is None:
            row = {**values, "owner_id": leaving.owner_id, "number": 1}
            self._connection.execute(insert(LeavingRow).values(**row))
        else:
            self._connection.execute(
                change(LeavingRow)
                .where(LeavingRow.id == before.id)
                .values(**values, number=before.number + 1)
            )
        stored = self.find_of(leaving.owner_id)
        if stored is None:
            raise LookupError(leaving.owner_id)
        return stored

    def move_session(self, leaving_id: int, to: date | None) -> None:
        """Store on which day there is to be a session, whatever the plan says."""
        self._connection.execute(
            change(LeavingRow).where(LeavingRow.id == leaving_id).values(moved_to=to)
        )

    def mark_told(self, leaving: Leaving) -> None:
        """Store that everybody is owed the news of a last day; a newer one stays to be told."""
        self._connection.execute(
            change(LeavingRow)
            .where(LeavingRow.id == leaving.id, LeavingRow.number == leaving.number)
            .values(is_told=True)
        )

    def forget(self, leaving_ids: Iterable[int]) -> None:
        """Delete last days, with what their sessions were; nobody's row keeps the highest number.

        SQLite would give it to the next last day, of which nobody would then be told: they were
        told of this number already.
        """
        ids = list(leaving_ids)
        highest = self._connection.scalar(select(func.max(LeavingRow.id)))
        self._connection.execute(delete(SessionRow).where(SessionRow.leaving_id.in_(ids)))
        self._connection.execute(
            delete(LeavingRow).where(or_(LeavingRow.id.in_(ids), LeavingRow.owner_id == NOBODY))
        )
        kept = self._connection.scalar(select(func.max(LeavingRow.id)))
        if highest is not None and kept != highest:
            self._connection.execute(insert(LeavingRow).values(id=highest, **_NOBODYS))

    def list_sessions(self, leaving_id: int) -> tuple[Asked, ...]:
        """Return the sessions that somebody was asked to, the first one first."""
        rows = self._connection.execute(
            select(SessionRow.__table__)
            .where(SessionRow.leaving_id == leaving_id)
            .order_by(SessionRow.number)
        )
        return tuple(_asked(row) for row in rows)

    def add_session(self, asked: Asked) -> None:
        """Store that somebody is asked to a session."""
        self._connection.execute(
            insert(SessionRow).values(
                leaving_id=asked.leaving_id,
                number=asked.number,
                day=asked.day,
                questions=[[q.model_id, q.section_id] for q in asked.questions],
                answers=0,
            )
        )

    def count_answer(self, leaving_id: int) -> None:
        """Note that an answer came, in the latest session."""
        sessions = self.list_sessions(leaving_id)
        if sessions:
            self._connection.execute(
                change(SessionRow)
                .where(
                    SessionRow.leaving_id == leaving_id, SessionRow.number == sessions[-1].number
                )
                .values(answers=SessionRow.answers + 1)
            )


def _leaving(row: Row[Any]) -> Leaving:
    return Leaving(
        row.id,
        row.owner_id,
        row.last_day,
        Reason(row.reason),
        row.set_by,
        tuple(row.named),
        row.number,
        row.only_model_id,
        row.moved_to,
    )


def _asked(row: Row[Any]) -> Asked:
    questions: Sequence[list[Any]] = row.questions
    return Asked(
        row.leaving_id,
        row.number,
        row.day,
        tuple(Question(int(model), str(section)) for model, section in questions),
        row.answers,
    )
