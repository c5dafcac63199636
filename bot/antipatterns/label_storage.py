"""The tables of what released comments show, and of what leads say about a kind of label."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import (
    JSON,
    Connection,
    Float,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.antipatterns.reader import Found
from bot.database import Base, insert_into

_WITHOUT_ROWID: Final = {"sqlite_with_rowid": False}
_COMMENT: Final = "survey_comment.id"
_AT_ONCE: Final = 1_000
"""How many ids a statement takes, whichever database it is."""


class ReadingRow(Base):
    """That a released comment was read, and by which version."""

    __tablename__ = "antipattern_reading"
    __table_args__ = (_WITHOUT_ROWID,)

    comment_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey(_COMMENT), primary_key=True
    )
    version: Mapped[str] = mapped_column(String(80))


class LabelRow(Base):
    """What a released comment shows, how likely, and by which of its words."""

    __tablename__ = "antipattern_label"
    __table_args__ = (_WITHOUT_ROWID,)

    comment_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey(_COMMENT), primary_key=True
    )
    label: Mapped[str] = mapped_column(String(100), primary_key=True)
    confidence: Mapped[float] = mapped_column(Float)
    evidence: Mapped[list[str]] = mapped_column(JSON)


class CorrectionRow(Base):
    """What a lead said of a kind of label in their team; the newest row about a label holds.

    `instead` is what comments that are read as this one count for: another label, the same again
    where the lead took it back, or nothing where it is not to be shown.
    """

    __tablename__ = "antipattern_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    instead: Mapped[str | None] = mapped_column(String(100))
    said_on: Mapped[date]


class RelabellingRow(Base):
    """How far the comments have been read again by a version."""

    __tablename__ = "antipattern_relabelling"

    version: Mapped[str] = mapped_column(String(80), primary_key=True)
    done_until: Mapped[bytes] = mapped_column(LargeBinary(16))
    is_done: Mapped[bool]


class Labels:
    """What comments show, and what was said of it, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, comments: Mapping[bytes, Sequence[Found]], *, version: str) -> None:
        """Store what comments show in place of what they were read as before."""
        ids = list(comments)
        if not ids:
            return
        # The upsert waits for another process that reads the same comments, in the same order.
        upsert = insert_into(self._connection, ReadingRow)
        self._connection.execute(
            upsert.on_conflict_do_update(
                index_elements=["comment_id"], set_={"version": upsert.excluded.version}
            ),
            [{"comment_id": each, "version": version} for each in sorted(ids)],
        )
        self._connection.execute(delete(LabelRow).where(LabelRow.comment_id.in_(ids)))
        rows = [
            {
                "comment_id": comment_id,
                "label": one.id,
                "confidence": one.confidence,
                "evidence": list(one.evidence),
            }
            for comment_id, found in comments.items()
            for one in found
        ]
        if rows:
            self._connection.execute(insert(LabelRow), rows)

    def find_unlabelled(self, comment_ids: Collection[bytes]) -> frozenset[bytes]:
        """Return which comments were read and show nothing."""
        ids, found = sorted(comment_ids), set[bytes]()
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            read = select(ReadingRow.comment_id).where(ReadingRow.comment_id.in_(some))
            shows = select(LabelRow.comment_id).where(LabelRow.comment_id.in_(some))
            found |= set(self._connection.scalars(read)) - set(self._connection.scalars(shows))
        return frozenset(found)

    def add_correction(self, team_id: int, label: str, instead: str | None, *, on: date) -> None:
        """Store what a lead says of a kind of label."""
        self._connection.execute(
            insert(CorrectionRow).values(team_id=team_id, label=label, instead=instead, said_on=on)
        )

    def list_corrections(self, team_id: int) -> dict[str, str | None]:
        """Return what a team's labels count for instead, where that is something else."""
        rows = self._connection.execute(
            select(CorrectionRow.label, CorrectionRow.instead)
            .where(CorrectionRow.team_id == team_id)
            .order_by(CorrectionRow.id)
        )
        newest = {row.label: row.instead for row in rows}
        return {label: instead for label, instead in newest.items() if instead != label}

    def get_version(self) -> int:
        """Return how often leads have said something, so that a change is noticed."""
        return self._connection.execute(select(func.max(CorrectionRow.id))).scalar() or 0

    def find_done_until(self, version: str) -> bytes | None:
        """Return up to which id comments were read by a version; None once all were."""
        row = self._connection.execute(
            select(RelabellingRow.done_until, RelabellingRow.is_done).where(
                RelabellingRow.version == version
            )
        ).one_or_none()
        if row is None:
            return b""
        return None if row.is_done else row.done_until

    def forget_done(self) -> None:
        """Have all comments read again, since one was not read at its release."""
        self._connection.execute(delete(RelabellingRow))

    def put_done_until(self, version: str, done_until: bytes, *, is_done: bool) -> None:
        """Store how far a version has got; earlier versions are forgotten."""
        self._connection.execute(delete(RelabellingRow).where(RelabellingRow.version != version))
        reached = {"done_until": done_until, "is_done": is_done}
        self._connection.execute(
            insert_into(self._connection, RelabellingRow)
            .values(version=version, **reached)
            .on_conflict_do_update(index_elements=["version"], set_=reached)
        )
