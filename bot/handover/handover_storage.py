"""The tables of handovers: where each model's stands, and what is put off."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Row, String, Text, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.handover.leaving_storage import LeavingRow
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import Handover, Mark, State, Waiver


class HandoverRow(Base):
    """Where the handover of a model stands; `turn` counts what somebody is to be told of."""

    __tablename__ = "handover"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    owner_id: Mapped[str | None] = mapped_column(String(40), index=True)
    is_owner_here: Mapped[bool]
    successor_id: Mapped[str | None] = mapped_column(String(40))
    caretaker_id: Mapped[str | None] = mapped_column(String(40))
    caretaker_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[date | None]
    answered: Mapped[list[str]] = mapped_column(JSON)
    retold: Mapped[list[str]] = mapped_column(JSON)
    marks: Mapped[dict[str, str]] = mapped_column(JSON)
    has_been_reconstructed: Mapped[bool]
    proven_by: Mapped[str | None] = mapped_column(String(40))
    waived_by: Mapped[str | None] = mapped_column(String(40))
    waived_because: Mapped[str | None] = mapped_column(Text)
    waived_until: Mapped[date | None]
    turn: Mapped[int]
    told_turn: Mapped[int]


class SkipRow(Base):
    """A section of which an owner wants to be asked later."""

    __tablename__ = "handover_skip"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(40), primary_key=True)


class Handovers:
    """Handovers, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, model_id: int, *, for_update: bool = False) -> Handover | None:
        """Return the handover of a model, if there ever was one."""
        statement = _with_day().where(HandoverRow.model_id == model_id)
        if for_update:
            statement = statement.with_for_update(of=HandoverRow)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _handover(row)

    def list_of(self, model_ids: Collection[int]) -> dict[int, Handover]:
        """Return the handovers of several models, as far as there ever were any."""
        rows = self._connection.execute(_with_day().where(HandoverRow.model_id.in_(model_ids)))
        return {row.model_id: _handover(row) for row in rows}

    def list_all(self) -> tuple[Handover, ...]:
        """Return every handover."""
        rows = self._connection.execute(_with_day().order_by(HandoverRow.model_id))
        return tuple(_handover(row) for row in rows)

    def put(self, handover: Handover, *, is_news: bool = False) -> None:
        """Store where a handover stands; people are told if it is another state, or `is_news`."""
        values = _values(handover)
        before = self._connection.execute(
            select(HandoverRow.state, HandoverRow.turn).where(
                HandoverRow.model_id == handover.model_id
            )
        ).one_or_none()
        if before is None:
            row = {**values, "model_id": handover.model_id, "turn": 1, "told_turn": 0}
            self._connection.execute(insert(HandoverRow).values(**row))
            return
        if is_news or before.state != handover.state:
            values["turn"] = before.turn + 1
        self._connection.execute(
            change(HandoverRow).where(HandoverRow.model_id == handover.model_id).values(**values)
        )

    def list_untold(self) -> tuple[tuple[int, int], ...]:
        """Return model and turn of the handovers of which people are still to be told."""
        rows = self._connection.execute(
            select(HandoverRow.model_id, HandoverRow.turn)
            .where(HandoverRow.turn > HandoverRow.told_turn)
            .order_by(HandoverRow.model_id)
        )
        return tuple((row.model_id, row.turn) for row in rows)

    def get_turn(self, model_id: int) -> int:
        """Return the newest turn of a handover; none has come of one that is not stored."""
        turn = self._connection.scalar(
            select(HandoverRow.turn).where(HandoverRow.model_id == model_id)
        )
        return turn or 0

    def mark_told(self, model_id: int, turn: int) -> None:
        """Store that people are owed what a turn brings."""
        self._connection.execute(
            change(HandoverRow).where(HandoverRow.model_id == model_id).values(told_turn=turn)
        )

    def skip(self, question: Question) -> None:
        """Store that a question is to come later."""
        self.forget_skip(question)
        self._connection.execute(
            insert(SkipRow).values(model_id=question.model_id, section=question.section_id)
        )

    def forget_skip(self, question: Question) -> None:
        """Forget that a question was put off."""
        self._connection.execute(
            delete(SkipRow).where(
                SkipRow.model_id == question.model_id, SkipRow.section == question.section_id
            )
        )

    def list_skipped(self) -> frozenset[Question]:
        """Return everything that owners have put off."""
        rows = self._connection.execute(select(SkipRow.model_id, SkipRow.section))
        return frozenset(Question(row.model_id, row.section) for row in rows)


def _with_day() -> Any:
    return select(HandoverRow.__table__, LeavingRow.last_day, LeavingRow.only_model_id).outerjoin(
        LeavingRow, LeavingRow.owner_id == HandoverRow.owner_id
    )


def _values(handover: Handover) -> dict[str, Any]:
    waiver = handover.waiver
    same = ("owner_id", "successor_id", "caretaker_id", "caretaker_since", "until", "since")
    return {
        **{name: getattr(handover, name) for name in (*same, "is_owner_here", "proven_by")},
        "state": handover.state,
        "answered": sorted(handover.answered),
        "retold": sorted(handover.retold),
        "marks": {section: str(mark) for section, mark in sorted(handover.marks.items())},
        "has_been_reconstructed": handover.has_been_reconstructed,
        "waived_by": None if waiver is None else waiver.signed_by,
        "waived_because": None if waiver is None else waiver.reason,
        "waived_until": None if waiver is None else waiver.expires_on,
    }


def _handover(row: Row[Any]) -> Handover:
    waiver = (
        None
        if row.waived_by is None
        else Waiver(row.waived_by, row.waived_because or "", row.waived_until)
    )
    return Handover(
        model_id=row.model_id,
        state=State(row.state),
        since=row.since,
        owner_id=row.owner_id,
        is_owner_here=row.is_owner_here,
        successor_id=row.successor_id,
        caretaker_id=row.caretaker_id,
        caretaker_since=row.caretaker_since,
        last_day=row.last_day,
        until=row.until,
        answered=frozenset(row.answered),
        retold=frozenset(row.retold),
        marks={section: Mark(mark) for section, mark in row.marks.items()},
        has_been_reconstructed=row.has_been_reconstructed,
        proven_by=row.proven_by,
        waiver=waiver,
        is_rotation=row.only_model_id == row.model_id,
    )
