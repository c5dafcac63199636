"""The tables of digests: each as it was sent, what leads decided, and which week was looked at."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    Row,
    String,
    UniqueConstraint,
    false,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.digests.content import Document, dump, load
from bot.digests.domain import Digest
from bot.digests.kept import Course, Decision, Kept
from bot.digests.picture_files import find_picture


class DigestRow(Base):
    """A digest as it was sent: what was shown once never changes.

    `month` is the month whose digest it is; none for one in between. `leads_wait` is whether the
    leads' copies are still to be owed, once a member has got theirs; `is_out` whether the team has
    been shown it.
    """

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("team_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), unique=True)
    month: Mapped[date | None]
    content: Mapped[Document] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_owed: Mapped[bool] = mapped_column(server_default=false())
    leads_wait: Mapped[bool] = mapped_column(server_default=false())
    is_out: Mapped[bool] = mapped_column(server_default=false())


class DecisionRow(Base):
    """That a lead keeps watching for now."""

    __tablename__ = "digest_decision"

    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40))
    decided_on: Mapped[date]


class LookRow(Base):
    """The last week of a team of which it was decided whether it brings a digest."""

    __tablename__ = "digest_look"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"))


class Digests:
    """Digests, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_looks(self) -> dict[int, int]:
        """Return the round that each team was last looked at after."""
        return dict(self._connection.execute(select(LookRow.team_id, LookRow.round_id)).all())

    def set_look(self, team_id: int, round_id: int) -> None:
        """Store after which round a team was looked at."""
        self._connection.execute(
            insert_into(self._connection, LookRow)
            .values(team_id=team_id, round_id=round_id)
            .on_conflict_do_update(index_elements=["team_id"], set_={"round_id": round_id})
        )

    def add(
        self, digest: Digest, *, round_id: int, month: date | None, made_at: datetime
    ) -> int | None:
        """Store a digest; None where another process has made one of this round or month."""
        added = self._connection.execute(
            insert_into(self._connection, DigestRow)
            .values(
                team_id=digest.team_id,
                round_id=round_id,
                month=month,
                content=dump(digest),
                made_at=made_at,
                is_owed=False,
                leads_wait=False,
                is_out=False,
            )
            .on_conflict_do_nothing()
            .returning(DigestRow.id)
        )
        return added.scalar_one_or_none()

    def has_month(self, team_id: int, month: date) -> bool:
        """Whether a team has had its digest of a month."""
        return bool(self._list(DigestRow.team_id == team_id, DigestRow.month == month))

    def find(self, digest_id: int) -> Kept | None:
        """Return a digest, or None where there is none."""
        return next(iter(self._list(DigestRow.id == digest_id)), None)

    def list_of(self, team_id: int) -> tuple[Kept, ...]:
        """Return every digest of a team, the oldest first."""
        return self._list(DigestRow.team_id == team_id)

    def find_last(self, team_id: int, *, only_out: bool = False) -> Kept | None:
        """Return a team's newest digest, or its newest that the team has been shown."""
        shown = (DigestRow.is_out.is_(True),) if only_out else ()
        found = self._list(DigestRow.team_id == team_id, *shown)
        return found[-1] if found else None

    def list_unowed(self) -> tuple[Course, ...]:
        """Return the digests that nobody is owed yet."""
        return self._list_courses(DigestRow.is_owed.is_(False))

    def list_underway(self) -> tuple[Course, ...]:
        """Return the digests that the team was not shown yet, or its leads are not owed."""
        underway = DigestRow.is_out.is_(False) | DigestRow.leads_wait.is_(True)
        return self._list_courses(DigestRow.is_owed.is_(True), underway)

    def _list_courses(self, *conditions: Any) -> tuple[Course, ...]:
        rows = self._connection.execute(
            select(
                DigestRow.id,
                DigestRow.team_id,
                DigestRow.round_id,
                DigestRow.leads_wait,
                DigestRow.is_out,
            )
            .where(*conditions)
            .order_by(DigestRow.id)
        )
        return tuple(Course(*row) for row in rows)

    def change(self, digest_id: int, **values: bool) -> None:
        """Store how far a digest has come."""
        self._connection.execute(
            update(DigestRow).where(DigestRow.id == digest_id).values(**values)
        )

    def decide(self, digest_id: int, user_id: str, *, today: date) -> None:
        """Store that a lead keeps watching; the first to say so stays."""
        self._connection.execute(
            insert_into(self._connection, DecisionRow)
            .values(digest_id=digest_id, user_id=user_id, decided_on=today)
            .on_conflict_do_nothing(index_elements=["digest_id"])
        )

    def _list(self, *conditions: Any) -> tuple[Kept, ...]:
        rows = self._connection.execute(
            select(DigestRow.__table__, DecisionRow.user_id, DecisionRow.decided_on)
            .outerjoin(DecisionRow, DecisionRow.digest_id == DigestRow.id)
            .where(*conditions)
            .order_by(DigestRow.id)
        )
        return tuple(_kept(row) for row in rows)


def _kept(row: Row[Any]) -> Kept:
    decision = None if row.user_id is None else Decision(row.user_id, row.decided_on)
    return Kept(
        id=row.id,
        digest=load(row.content),
        made_at=row.made_at,
        is_out=row.is_out,
        decision=decision,
        picture=find_picture(row.content),
    )
