"""The tables of proof: what successors said and did, and who is known to be gone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, ForeignKey, String, Text, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.handover.figures import Proof
from bot.handover.rules.leaving import DrillReport, Retelling


class RetellingRow(Base):
    """A section in its successor's words; `version` is that of the answer they had read."""

    __tablename__ = "handover_retelling"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(40), primary_key=True)
    successor_id: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    version: Mapped[int]


class DrillRow(Base):
    """A drill that a successor recorded."""

    __tablename__ = "handover_drill"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), index=True)
    user_id: Mapped[str] = mapped_column(String(40))
    has_rolled_back: Mapped[bool]
    rollback_minutes: Mapped[int]
    has_retrained: Mapped[bool]
    retrain_minutes: Mapped[int]
    missing: Mapped[str] = mapped_column(Text)
    run_url: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HandoverPersonRow(Base):
    """Whether the account of somebody concerned is on, and when that is looked at next.

    A guest's account may end on a day, which Slack tells.
    """

    __tablename__ = "handover_person"

    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_active: Mapped[bool]
    look_due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_on: Mapped[date | None]


class Proofs:
    """What successors said and did, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_retelling(self, retelling: Retelling) -> None:
        """Store a section in the successor's words, in place of earlier ones."""
        self._connection.execute(
            delete(RetellingRow).where(
                RetellingRow.model_id == retelling.model_id,
                RetellingRow.section == retelling.section_id,
            )
        )
        self._connection.execute(
            insert(RetellingRow).values(
                model_id=retelling.model_id,
                section=retelling.section_id,
                successor_id=retelling.successor_id,
                words=retelling.words,
                version=retelling.version,
            )
        )

    def list_retellings(self, model_id: int) -> tuple[Retelling, ...]:
        """Return what has been said of a model."""
        rows = self._connection.execute(
            select(RetellingRow.__table__).where(RetellingRow.model_id == model_id)
        )
        return tuple(
            Retelling(r.model_id, r.section, r.successor_id, r.words, r.version) for r in rows
        )

    def add_drill(self, model_id: int, user_id: str, report: DrillReport, *, now: datetime) -> None:
        """Store what came of a drill."""
        self._connection.execute(
            insert(DrillRow).values(
                model_id=model_id,
                user_id=user_id,
                has_rolled_back=report.has_rolled_back,
                rollback_minutes=report.rollback_minutes,
                has_retrained=report.has_retrained,
                retrain_minutes=report.retrain_minutes,
                missing=report.missing,
                run_url=report.run_url,
                done_at=now,
            )
        )

    def list_proofs(self, model_ids: Collection[int]) -> dict[int, tuple[Proof, ...]]:
        """Return the drills that were passed, by model."""
        rows = self._connection.execute(
            select(DrillRow.model_id, DrillRow.user_id, DrillRow.done_at)
            .where(
                DrillRow.model_id.in_(model_ids),
                DrillRow.has_rolled_back.is_(True),
                DrillRow.has_retrained.is_(True),
            )
            .order_by(DrillRow.id)
        )
        found: dict[int, list[Proof]] = {}
        for row in rows:
            found.setdefault(row.model_id, []).append(Proof(row.user_id, row.done_at))
        return {model_id: tuple(proofs) for model_id, proofs in found.items()}

    def list_missing_lines(self, model_id: int) -> tuple[str, ...]:
        """Return what successors found missing on the card, the newest first."""
        rows = self._connection.scalars(
            select(DrillRow.missing)
            .where(DrillRow.model_id == model_id, DrillRow.missing != "")
            .order_by(DrillRow.id.desc())
        )
        return tuple(rows)


class Known:
    """Who is known to be there or gone, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_inactive(self) -> frozenset[str]:
        """Return those whose accounts were off when last looked at."""
        rows = self._connection.scalars(
            select(HandoverPersonRow.user_id).where(HandoverPersonRow.is_active.is_(False))
        )
        return frozenset(rows)

    def list_known(self) -> frozenset[str]:
        """Return everybody who is looked at."""
        return frozenset(self._connection.scalars(select(HandoverPersonRow.user_id)))

    def add(self, user_ids: Sequence[str], *, now: datetime) -> None:
        """Have people looked at from now on."""
        for user_id in user_ids:
            # Another process may have noted them at the same moment.
            self._connection.execute(
                insert_into(self._connection, HandoverPersonRow)
                .values(user_id=user_id, is_active=True, look_due_at=now)
                .on_conflict_do_nothing()
            )

    def list_due(self, *, now: datetime, limit: int) -> tuple[str, ...]:
        """Return whose accounts are due to be looked at."""
        rows = self._connection.scalars(
            select(HandoverPersonRow.user_id)
            .where(HandoverPersonRow.look_due_at <= now)
            .order_by(HandoverPersonRow.look_due_at, HandoverPersonRow.user_id)
            .limit(limit)
        )
        return tuple(rows)

    def find_next_due(self) -> datetime | None:
        """Return when somebody's account is due to be looked at next."""
        return self._connection.scalars(
            select(HandoverPersonRow.look_due_at).order_by(HandoverPersonRow.look_due_at).limit(1)
        ).first()

    def set_due(self, user_ids: Sequence[str], *, at: datetime) -> bool:
        """Have accounts looked at at another moment; False if nobody of them is concerned."""
        changed = self._connection.execute(
            change(HandoverPersonRow)
            .where(HandoverPersonRow.user_id.in_(user_ids))
            .values(look_due_at=at)
        )
        return bool(changed.rowcount)

    def note_end(self, user_id: str, *, ends_on: date | None) -> None:
        """Store the day on which a guest's account ends."""
        self._connection.execute(
            change(HandoverPersonRow)
            .where(HandoverPersonRow.user_id == user_id)
            .values(ends_on=ends_on)
        )

    def list_long_ended(self, *, before: date) -> tuple[str, ...]:
        """Return the guests whose accounts ended before a day, whether they are on or off."""
        rows = self._connection.scalars(
            select(HandoverPersonRow.user_id).where(HandoverPersonRow.ends_on < before)
        )
        return tuple(rows)

    def list_ends(self) -> dict[str, date]:
        """Return the guests whose accounts end on a day that is known."""
        rows = self._connection.execute(
            select(HandoverPersonRow.user_id, HandoverPersonRow.ends_on).where(
                HandoverPersonRow.ends_on.is_not(None), HandoverPersonRow.is_active.is_(True)
            )
        )
        return {row.user_id: row.ends_on for row in rows}

    def note(self, user_id: str, *, is_active: bool) -> None:
        """Store whether somebody's account is on."""
        self._connection.execute(
            change(HandoverPersonRow)
            .where(HandoverPersonRow.user_id == user_id)
            .values(is_active=is_active)
        )
