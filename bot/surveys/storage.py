"""The tables of rounds: when they open, who is asked, and how far each has come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    String,
    UniqueConstraint,
    delete,
    false,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.surveys.domain import Round, RoundState
from bot.surveys.timing import Beginning
from bot.teams.domain import Participant


class ScheduleRow(Base):
    """When a team's next round opens."""

    __tablename__ = "survey_schedule"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    week: Mapped[date]
    next_opens_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class RoundRow(Base):
    """One week's pulse of a team; `shows_words` is whether enough authors let words be read."""

    __tablename__ = "survey_round"
    __table_args__ = (UniqueConstraint("team_id", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    week: Mapped[date]
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(20), index=True)
    is_summary_owed: Mapped[bool] = mapped_column(default=False)
    is_cleared: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(server_default=false())
    shows_words: Mapped[bool] = mapped_column(server_default=false())


class AskedRow(Base):
    """Who is asked in a round; whether they answer is written down nowhere."""

    __tablename__ = "survey_asked"

    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    counts: Mapped[bool]
    is_owed: Mapped[bool] = mapped_column(default=False, index=True)


class Rounds:
    """Schedules and rounds, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_schedules(self) -> dict[int, Beginning]:
        """Return when each team's next round opens."""
        rows = self._connection.execute(select(ScheduleRow.__table__))
        return {row.team_id: Beginning(row.week, row.next_opens_at) for row in rows}

    def find_schedule(self, team_id: int) -> Beginning | None:
        """Return when a team's next round opens, holding the row until the transaction ends."""
        row = self._connection.execute(
            select(ScheduleRow.__table__).where(ScheduleRow.team_id == team_id).with_for_update()
        ).one_or_none()
        return None if row is None else Beginning(row.week, row.next_opens_at)

    def set_schedule(self, team_id: int, beginning: Beginning | None) -> None:
        """Store when a team's next round opens; None for a team that is not asked."""
        if beginning is None:
            self._connection.execute(delete(ScheduleRow).where(ScheduleRow.team_id == team_id))
            return
        # Changed in place: who waits for the row then finds it, and finds that it has moved on.
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        values = {"week": beginning.week, "next_opens_at": beginning.opens_at}
        self._connection.execute(
            dialect.insert(ScheduleRow)
            .values(team_id=team_id, **values)
            .on_conflict_do_update(index_elements=["team_id"], set_=values)
        )

    def add_round(
        self,
        team_id: int,
        week: date,
        *,
        opens_at: datetime,
        closes_at: datetime,
        state: RoundState,
        is_open: bool = False,
    ) -> int:
        """Store a round and return its id."""
        return self._connection.execute(
            insert(RoundRow)
            .values(
                team_id=team_id,
                week=week,
                opens_at=opens_at,
                closes_at=closes_at,
                state=state,
                is_summary_owed=False,
                is_cleared=False,
                is_open=is_open,
            )
            .returning(RoundRow.id)
        ).scalar_one()

    def add_asked(self, round_id: int, asked: Sequence[Participant]) -> None:
        """Store who is asked in a round."""
        if asked:
            self._connection.execute(
                insert(AskedRow),
                [
                    {
                        "round_id": round_id,
                        "user_id": a.user_id,
                        "counts": a.counts,
                        "is_owed": False,
                    }
                    for a in asked
                ],
            )

    def get_round(self, round_id: int) -> Round:
        """Return a round."""
        return self._list_rounds(RoundRow.id == round_id)[0]

    def list_open(self, team_id: int) -> tuple[Round, ...]:
        """Return the rounds that a team is in: one, unless a clock was wrong."""
        return self._list_rounds(RoundRow.team_id == team_id, RoundRow.state == RoundState.OPEN)

    def find_last_closed(self, team_id: int) -> Round | None:
        """Return the last week of a team that was asked and is over."""
        closed = self._list_rounds(RoundRow.team_id == team_id, RoundRow.state == RoundState.CLOSED)
        return max(closed, key=lambda round_: round_.week, default=None)

    def list_due_to_close(self, *, now: datetime) -> tuple[Round, ...]:
        """Return the open rounds whose week is over."""
        return self._list_rounds(RoundRow.state == RoundState.OPEN, RoundRow.closes_at <= now)

    def list_unsummarised(self) -> tuple[Round, ...]:
        """Return the closed rounds whose summary is not owed yet."""
        return self._list_rounds(
            RoundRow.state == RoundState.CLOSED, RoundRow.is_summary_owed.is_(False)
        )

    def list_uncleared(self) -> tuple[Round, ...]:
        """Return the closed rounds whose deleted bytes may still stand in the database's files."""
        return self._list_rounds(
            RoundRow.state == RoundState.CLOSED, RoundRow.is_cleared.is_(False)
        )

    def lock_open_round(self, round_id: int) -> bool:
        """Hold a round until the transaction ends; False where somebody else closed it."""
        state = self._connection.scalar(
            select(RoundRow.state).where(RoundRow.id == round_id).with_for_update()
        )
        return state == RoundState.OPEN

    def close_round(self, round_id: int, *, shows_words: bool) -> None:
        """Store that a round is over, and whether words that it released may be read."""
        self._set_round(round_id, state=RoundState.CLOSED, shows_words=shows_words)

    def mark_summary_owed(self, round_id: int) -> None:
        """Store that a round's summary is owed."""
        self._set_round(round_id, is_summary_owed=True)

    def mark_cleared(self, round_id: int) -> None:
        """Store that what a round deleted cannot be read from the files any more."""
        self._set_round(round_id, is_cleared=True)

    def list_last_closed(self) -> tuple[Round, ...]:
        """Return each team's newest round that was closed."""
        newest = (
            select(func.max(RoundRow.id))
            .where(RoundRow.state == RoundState.CLOSED)
            .group_by(RoundRow.team_id)
        )
        return self._list_rounds(RoundRow.id.in_(newest))

    def find_next_closing(self) -> datetime | None:
        """Return when the next open round ends."""
        return self._connection.scalar(
            select(func.min(RoundRow.closes_at)).where(RoundRow.state == RoundState.OPEN)
        )

    def list_asked(self, round_id: int) -> tuple[Participant, ...]:
        """Return who is asked in a round, members before leads."""
        rows = self._connection.execute(
            select(AskedRow.user_id, AskedRow.counts)
            .where(AskedRow.round_id == round_id)
            .order_by(AskedRow.counts.desc(), AskedRow.user_id)
        )
        return tuple(Participant(user_id, counts) for user_id, counts in rows)

    def find_counts(self, round_id: int, user_id: str) -> bool | None:
        """Whether somebody who is asked counts towards five; None if they are not asked."""
        return self._connection.scalar(
            select(AskedRow.counts).where(
                AskedRow.round_id == round_id, AskedRow.user_id == user_id
            )
        )

    def list_unplanned(self, *, most: int) -> tuple[tuple[int, str], ...]:
        """Return round and person of sheets not owed yet, members before leads."""
        rows = self._connection.execute(
            select(AskedRow.round_id, AskedRow.user_id)
            .join(RoundRow, RoundRow.id == AskedRow.round_id)
            .where(AskedRow.is_owed.is_(False))
            .order_by(AskedRow.round_id, AskedRow.counts.desc(), AskedRow.user_id)
            .limit(most)
        )
        return tuple(rows.all())

    def list_pending(self, *, now: datetime) -> tuple[str, ...]:
        """Return what is due by now and not owed yet, in one statement, so as of one moment."""
        is_open = RoundRow.state == RoundState.OPEN
        is_closed = RoundRow.state == RoundState.CLOSED
        pending = union_all(
            select(literal("close"), RoundRow.id).where(is_open, RoundRow.closes_at <= now),
            select(literal("summary"), RoundRow.id).where(
                is_closed, RoundRow.is_summary_owed.is_(False)
            ),
            select(literal("open"), ScheduleRow.team_id).where(ScheduleRow.next_opens_at <= now),
            select(literal("sheets"), AskedRow.round_id).where(AskedRow.is_owed.is_(False)),
        )
        return tuple({f"{stage}:{number}" for stage, number in self._connection.execute(pending)})

    def mark_owed(self, round_id: int, user_ids: Sequence[str]) -> None:
        """Store that people's sheets are owed."""
        self._connection.execute(
            update(AskedRow)
            .where(AskedRow.round_id == round_id, AskedRow.user_id.in_(user_ids))
            .values(is_owed=True)
        )

    def find_round(self, team_id: int, week: date) -> Round | None:
        """Return a team's round of a week."""
        found = self._list_rounds(RoundRow.team_id == team_id, RoundRow.week == week)
        return found[0] if found else None

    def _list_rounds(self, *conditions: Any) -> tuple[Round, ...]:
        rows = self._connection.execute(
            select(RoundRow.__table__).where(*conditions).order_by(RoundRow.id)
        )
        return tuple(
            Round(
                id=row.id,
                team_id=row.team_id,
                week=row.week,
                opens_at=row.opens_at,
                closes_at=row.closes_at,
                state=RoundState(row.state),
                is_open=row.is_open,
            )
            for row in rows
        )

    def _set_round(self, round_id: int, **values: object) -> None:
        self._connection.execute(update(RoundRow).where(RoundRow.id == round_id).values(**values))
