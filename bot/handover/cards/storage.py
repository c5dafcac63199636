"""The table of what models' cards say, every answer of every section."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Row, String, Text, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.handover.domain import Basis, SectionState, SectionText


class SectionRow(Base):
    """One answer to a section. Earlier ones stay: the accepted one counts until its successor's."""

    __tablename__ = "model_section"

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    is_gap: Mapped[bool]
    author_id: Mapped[str] = mapped_column(String(40))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    basis: Mapped[str] = mapped_column("source", String(20))
    model_version: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(20))
    confirmed_by: Mapped[str | None] = mapped_column(String(40))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Sections:
    """What cards say, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, answer: SectionText) -> SectionText:
        """Store an answer as the newest of its section."""
        last = self._connection.scalar(
            select(func.max(SectionRow.version)).where(
                SectionRow.model_id == answer.model_id, SectionRow.section == answer.section
            )
        )
        version = (last or 0) + 1
        self._connection.execute(
            insert(SectionRow).values(
                model_id=answer.model_id,
                section=answer.section,
                version=version,
                text=answer.text,
                is_gap=answer.is_gap,
                author_id=answer.author_id,
                answered_at=answer.answered_at,
                basis=answer.basis,
                model_version=answer.model_version,
                state=answer.state,
            )
        )
        stored = self.find(answer.model_id, answer.section)
        if stored is None:
            raise LookupError(answer.section)
        return stored

    def accept(self, answer: SectionText, *, by: str, now: datetime) -> None:
        """Store that somebody has confirmed an answer."""
        self._connection.execute(
            update(SectionRow)
            .where(
                SectionRow.model_id == answer.model_id,
                SectionRow.section == answer.section,
                SectionRow.version == answer.version,
            )
            .values(state=SectionState.ACCEPTED, confirmed_by=by, confirmed_at=now)
        )

    def find(self, model_id: int, section: str) -> SectionText | None:
        """Return the newest answer to a section."""
        return next((t for t in self.list_newest(model_id) if t.section == section), None)

    def list_newest(self, model_id: int) -> tuple[SectionText, ...]:
        """Return the newest answer to each section that has one."""
        return self._newest(SectionRow.model_id == model_id)

    def list_newest_of(self, model_ids: Collection[int]) -> tuple[SectionText, ...]:
        """Return the newest answer to each section of several models, in one go."""
        return self._newest(SectionRow.model_id.in_(model_ids))

    def list_accepted(self, model_id: int) -> tuple[SectionText, ...]:
        """Return the newest accepted answer to each section that has one."""
        return self._newest(
            SectionRow.model_id == model_id, SectionRow.state == SectionState.ACCEPTED
        )

    def list_authors(self, model_id: int) -> tuple[str, ...]:
        """Return who has ever answered for a model, the latest first."""
        rows = self._connection.scalars(
            select(SectionRow.author_id)
            .where(SectionRow.model_id == model_id)
            .order_by(SectionRow.answered_at.desc(), SectionRow.section)
        )
        return tuple(dict.fromkeys(rows))

    def list_ever_accepted(self, model_ids: Collection[int]) -> dict[int, frozenset[str]]:
        """Return which sections of models somebody confirmed once, in whatever version."""
        rows = self._connection.execute(
            select(SectionRow.model_id, SectionRow.section)
            .where(SectionRow.model_id.in_(model_ids), SectionRow.state == SectionState.ACCEPTED)
            .distinct()
        )
        found: dict[int, set[str]] = {}
        for row in rows:
            found.setdefault(row.model_id, set()).add(row.section)
        return {model_id: frozenset(names) for model_id, names in found.items()}

    def list_all_newest(self) -> tuple[SectionText, ...]:
        """Return the newest answer to each section of every model."""
        return self._newest()

    def _newest(self, *conditions: Any) -> tuple[SectionText, ...]:
        newest = (
            select(
                SectionRow.model_id.label("m"),
                SectionRow.section.label("s"),
                func.max(SectionRow.version).label("v"),
            )
            .where(*conditions)
            .group_by(SectionRow.model_id, SectionRow.section)
            .subquery()
        )
        rows = self._connection.execute(
            select(SectionRow.__table__)
            .join(
                newest,
                (SectionRow.model_id == newest.c.m)
                & (SectionRow.section == newest.c.s)
                & (SectionRow.version == newest.c.v),
            )
            .order_by(SectionRow.model_id, SectionRow.section)
        )
        return tuple(_text(row) for row in rows)


def _text(row: Row[Any]) -> SectionText:
    return SectionText(
        model_id=row.model_id,
        section=row.section,
        text=row.text,
        author_id=row.author_id,
        answered_at=row.answered_at,
        version=row.version,
        state=SectionState(row.state),
        basis=Basis(row.source),
        is_gap=row.is_gap,
        model_version=row.model_version,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )
