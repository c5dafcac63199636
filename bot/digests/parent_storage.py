"""The tables of parents' digests: each as it was shown, and which summary was looked at."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    Row,
    UniqueConstraint,
    delete,
    false,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.digests.content import Document, dump, load
from bot.digests.domain import Digest
from bot.digests.kept import ParentKept
from bot.digests.picture_files import find_picture


class ParentDigestRow(Base):
    """What a parent's leads are shown of its teams together; it never changes.

    `month` is the month whose digest it is; none for one in between. `team_ids` are the teams that
    counted in the parent when it was made, whose people may read it, too. `is_out` is whether
    anybody may, and `is_owed` whether the leads are owed their copies.
    """

    __tablename__ = "digest_parent"
    __table_args__ = (UniqueConstraint("parent_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"))
    summary_id: Mapped[int] = mapped_column(ForeignKey("survey_parent_summary.id"), unique=True)
    month: Mapped[date | None]
    team_ids: Mapped[list[int]] = mapped_column(JSON)
    content: Mapped[Document] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_out: Mapped[bool] = mapped_column(server_default=false())
    is_owed: Mapped[bool] = mapped_column(server_default=false())


class ParentLookRow(Base):
    """The last summary of a parent of which it was decided whether it brings a digest."""

    __tablename__ = "digest_parent_look"

    parent_id: Mapped[int] = mapped_column(ForeignKey("team_parent.id"), primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("survey_parent_summary.id"))


class ParentDigests:
    """Parents' digests, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_looks(self) -> dict[int, int]:
        """Return the summary that each parent was last looked at after."""
        rows = self._connection.execute(select(ParentLookRow.parent_id, ParentLookRow.summary_id))
        return dict(rows.all())

    def set_look(self, parent_id: int, summary_id: int) -> None:
        """Store after which summary a parent was looked at."""
        self._connection.execute(
            insert_into(self._connection, ParentLookRow)
            .values(parent_id=parent_id, summary_id=summary_id)
            .on_conflict_do_update(index_elements=["parent_id"], set_={"summary_id": summary_id})
        )

    def add(
        self,
        digest: Digest,
        *,
        parent_id: int,
        summary_id: int,
        month: date | None,
        team_ids: frozenset[int],
        made_at: datetime,
    ) -> None:
        """Store a digest, unless another process has made one of this summary or month."""
        self._connection.execute(
            insert_into(self._connection, ParentDigestRow)
            .values(
                parent_id=parent_id,
                summary_id=summary_id,
                month=month,
                team_ids=sorted(team_ids),
                content=dump(digest),
                made_at=made_at,
                is_out=False,
                is_owed=False,
            )
            .on_conflict_do_nothing()
        )

    def remove(self, digest_id: int) -> None:
        """Delete a digest that nobody was shown."""
        self._connection.execute(
            delete(ParentDigestRow).where(
                ParentDigestRow.id == digest_id, ParentDigestRow.is_out.is_(False)
            )
        )

    def has_month(self, parent_id: int, month: date) -> bool:
        """Whether a parent has had its digest of a month."""
        of_month = (ParentDigestRow.parent_id == parent_id, ParentDigestRow.month == month)
        return bool(self._list(*of_month))

    def find(self, digest_id: int) -> ParentKept | None:
        """Return a digest, or None where there is none."""
        return next(iter(self._list(ParentDigestRow.id == digest_id)), None)

    def find_last(self, parent_id: int, *, only_out: bool = False) -> ParentKept | None:
        """Return a parent's newest digest, or its newest that may be read."""
        shown = (ParentDigestRow.is_out.is_(True),) if only_out else ()
        found = self._list(ParentDigestRow.parent_id == parent_id, *shown)
        return found[-1] if found else None

    def list_waiting(self) -> tuple[ParentKept, ...]:
        """Return the digests that nobody may read yet."""
        return self._list(ParentDigestRow.is_out.is_(False))

    def list_unowed(self) -> tuple[ParentKept, ...]:
        """Return the digests that may be read and that the leads are not owed yet."""
        return self._list(ParentDigestRow.is_out.is_(True), ParentDigestRow.is_owed.is_(False))

    def change(self, digest_id: int, **values: bool) -> None:
        """Store how far a digest has come."""
        self._connection.execute(
            update(ParentDigestRow).where(ParentDigestRow.id == digest_id).values(**values)
        )

    def _list(self, *conditions: Any) -> tuple[ParentKept, ...]:
        rows = self._connection.execute(
            select(ParentDigestRow.__table__).where(*conditions).order_by(ParentDigestRow.id)
        )
        return tuple(_kept(row) for row in rows)


def _kept(row: Row[Any]) -> ParentKept:
    return ParentKept(
        id=row.id,
        parent_id=row.parent_id,
        summary_id=row.summary_id,
        month=row.month,
        team_ids=frozenset(row.team_ids),
        digest=load(row.content),
        is_out=row.is_out,
        picture=find_picture(row.content),
    )
