"""The table of people: in which zone each is, and when they work."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import JSON, Connection, Row, String, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.people.domain import DaysOff, WorkingTimes

_AT_ONCE: Final = 500
"""How many ids one query names; SQLite takes some 32,000 parameters."""


class PersonRow(Base):
    """One person's working times; `zone` is what Slack said when it was last asked."""

    __tablename__ = "person"

    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    zone: Mapped[str] = mapped_column(String(60))
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    starts: Mapped[int]
    ends: Mapped[int]
    days_off: Mapped[list[list[str]]] = mapped_column(JSON)
    paused_until: Mapped[date | None]
    pulse_weekday: Mapped[int | None]
    pulse_hour: Mapped[int | None]


class People:
    """People, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_times(self, user_ids: Sequence[str]) -> dict[str, WorkingTimes]:
        """Return the times of those who are known."""
        found: dict[str, WorkingTimes] = {}
        for start in range(0, len(user_ids), _AT_ONCE):
            rows = self._connection.execute(
                select(PersonRow.__table__).where(
                    PersonRow.user_id.in_(user_ids[start : start + _AT_ONCE])
                )
            )
            found.update({row.user_id: _times(row) for row in rows})
        return found

    def list_zones(self, user_ids: Sequence[str]) -> dict[str, str]:
        """Return the zones of those who are known, reading nothing else of their times."""
        found: dict[str, str] = {}
        for start in range(0, len(user_ids), _AT_ONCE):
            some = user_ids[start : start + _AT_ONCE]
            rows = self._connection.execute(
                select(PersonRow.user_id, PersonRow.zone).where(PersonRow.user_id.in_(some))
            )
            found.update(rows.all())
        return found

    def put_zones(self, zones: Mapping[str, str]) -> None:
        """Store people's zones, and the usual hours for those who are new."""
        for user_id, zone in zones.items():
            self._put(user_id, WorkingTimes(zone=zone), changing=("zone",))

    def put_times(self, user_id: str, times: WorkingTimes) -> None:
        """Store somebody's times; their zone stays what Slack said."""
        changing = tuple(name for name in _values(times) if name != "zone")
        self._put(user_id, times, changing=changing)

    def _put(self, user_id: str, times: WorkingTimes, *, changing: tuple[str, ...]) -> None:
        values = _values(times)
        self._connection.execute(
            insert_into(self._connection, PersonRow)
            .values(user_id=user_id, **values)
            .on_conflict_do_update(
                index_elements=["user_id"], set_={name: values[name] for name in changing}
            )
        )


def _values(times: WorkingTimes) -> dict[str, object]:
    weekday, hour = times.pulse_on or (None, None)
    return {
        "zone": times.zone,
        "weekdays": sorted(times.weekdays),
        "starts": times.starts,
        "ends": times.ends,
        "days_off": [[str(off.first), str(off.last)] for off in times.days_off],
        "paused_until": times.paused_until,
        "pulse_weekday": weekday,
        "pulse_hour": hour,
    }


def _times(row: Row[Any]) -> WorkingTimes:
    return WorkingTimes(
        zone=row.zone,
        weekdays=frozenset(row.weekdays),
        starts=row.starts,
        ends=row.ends,
        days_off=tuple(
            DaysOff(date.fromisoformat(first), date.fromisoformat(last))
            for first, last in row.days_off
        ),
        paused_until=row.paused_until,
        pulse_on=None if row.pulse_weekday is None else (row.pulse_weekday, row.pulse_hour),
    )
