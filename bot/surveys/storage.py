"""The tables of rounds: when each opens and closes, who is asked, and how far it has come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    String,
    UniqueConstraint,
    false,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.surveys.domain import Round, RoundState
from bot.surveys.local_hour import LocalHour
from bot.surveys.schedule_storage import ScheduleRow
from bot.teams.domain import Participant


class RoundRow(Base):
    """One week's pulse of a team; `shows_words` is whether enough authors let words be read.

    Days and hours are those at which it was asked and ends, as everybody's own clock shows them.
    """

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
    asked_on: Mapped[date | None]
    asked_hour: Mapped[int | None]
    ends_on: Mapped[date | None]
    ends_hour: Mapped[int | None]


class AskedRow(Base):
    """Who is asked in a round; whether they answer is written down nowhere."""

    __tablename__ = "survey_asked"

    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    counts: Mapped[bool]
    is_owed: Mapped[bool] = mapped_column(default=False, index=True)


class Rounds:
    """Rounds, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, round_: Round) -> int:
        """Store a round that has no id yet, and return its id."""
        asked, ends = round_.asked, round_.ends
        return self._connection.execute(
            insert(RoundRow)
            .values(
                team_id=round_.team_id,
                week=round_.week,
                opens_at=round_.opens_at,
                closes_at=round_.closes_at,
                state=round_.state,
                is_summary_owed=False,
                is_cleared=False,
                is_open=round_.is_open,
                asked_on=None if asked is None else asked.day,
                asked_hour=None if asked is None else asked.hour,
                ends_on=None if ends is None else ends.day,
                ends_hour=None if ends is None else ends.hour,
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

    def mark_uncleared(self, round_id: int) -> None:
        """Store that something was deleted since, which can still be read from the files."""
        self._set_round(round_id, is_cleared=False)

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
                asked=_local_hour(row.asked_on, row.asked_hour),
                ends=_local_hour(row.ends_on, row.ends_hour),
            )
            for row in rows
        )

    def _set_round(self, round_id: int, **values: object) -> None:
        self._connection.execute(update(RoundRow).where(RoundRow.id == round_id).values(**values))


def _local_hour(day: date | None, hour: int | None) -> LocalHour | None:
    return None if day is None or hour is None else LocalHour(day, hour)
