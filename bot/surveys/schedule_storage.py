"""The tables of what comes next: when teams' next rounds open, and what leads changed of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Row,
    String,
    delete,
    false,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime, insert_into
from bot.surveys.local_hour import LocalHour
from bot.surveys.timetable import Change, Kind
from bot.surveys.timing import Beginning, Close


class ScheduleRow(Base):
    """When a team's next round opens.

    `asked_on` and `asked_hour` are its day and hour where they aren't the team's own; `since`,
    `since_on` and `since_hour` are when the round before it closes or, if that is later, a pause
    ends.
    """

    __tablename__ = "survey_schedule"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    week: Mapped[date]
    next_opens_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    asked_on: Mapped[date | None]
    asked_hour: Mapped[int | None]
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    since_on: Mapped[date | None]
    since_hour: Mapped[int | None]


class ChangeRow(Base):
    """Something that a lead changed, of which the team's channel is told once."""

    __tablename__ = "survey_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    changed_by: Mapped[str] = mapped_column(String(40))
    was: Mapped[str] = mapped_column(String(60))
    ended: Mapped[int]
    is_told: Mapped[bool] = mapped_column(server_default=false(), index=True)


class Schedules:
    """What comes next, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_all(self) -> dict[int, Beginning]:
        """Return when each team's next round opens."""
        rows = self._connection.execute(select(ScheduleRow.__table__))
        return {row.team_id: _beginning(row) for row in rows}

    def find(self, team_id: int) -> Beginning | None:
        """Return when a team's next round opens, holding the row until the transaction ends."""
        row = self._connection.execute(
            select(ScheduleRow.__table__).where(ScheduleRow.team_id == team_id).with_for_update()
        ).one_or_none()
        return None if row is None else _beginning(row)

    def set(self, team_id: int, beginning: Beginning | None) -> None:
        """Store when a team's next round opens; None for a team that is not asked."""
        if beginning is None:
            self._connection.execute(delete(ScheduleRow).where(ScheduleRow.team_id == team_id))
            return
        # Changed in place: who waits for the row then finds it, and finds that it has moved on.
        own, since = beginning.own, beginning.since
        values = {
            "week": beginning.week,
            "next_opens_at": beginning.opens_at,
            "asked_on": None if own is None else own.day,
            "asked_hour": None if own is None else own.hour,
            "since": None if since is None else since.at,
            "since_on": None if since is None else since.on.day,
            "since_hour": None if since is None else since.on.hour,
        }
        self._connection.execute(
            insert_into(self._connection, ScheduleRow)
            .values(team_id=team_id, **values)
            .on_conflict_do_update(index_elements=["team_id"], set_=values)
        )

    def add_change(
        self, team_id: int, kind: Kind, *, changed_by: str, was: str = "", ended: int = 0
    ) -> None:
        """Store what a lead changed, of which the channel is to be told."""
        self._connection.execute(
            insert(ChangeRow).values(
                team_id=team_id,
                kind=kind,
                changed_by=changed_by,
                was=was,
                ended=ended,
                is_told=False,
            )
        )

    def list_untold(self) -> tuple[Change, ...]:
        """Return what channels are still to be told of, the oldest first."""
        rows = self._connection.execute(
            select(ChangeRow.__table__).where(ChangeRow.is_told.is_(False)).order_by(ChangeRow.id)
        )
        return tuple(
            Change(row.id, row.team_id, Kind(row.kind), row.changed_by, row.was, row.ended)
            for row in rows
        )

    def mark_told(self, change_id: int) -> None:
        """Store that telling of a change is owed."""
        self._connection.execute(
            update(ChangeRow).where(ChangeRow.id == change_id).values(is_told=True)
        )


def _beginning(row: Row[Any]) -> Beginning:
    own = None if row.asked_on is None else LocalHour(row.asked_on, row.asked_hour)
    since = None
    if row.since is not None:
        since = Close(row.since, LocalHour(row.since_on, row.since_hour))
    return Beginning(row.week, row.next_opens_at, own=own, since=since)
