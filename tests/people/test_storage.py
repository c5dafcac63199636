"""The table of people: what is put is found, and what is not changing stays."""

from datetime import date

from bot.database import Database
from bot.people.domain import DaysOff, WorkingTimes
from bot.people.storage import People

TIMES = WorkingTimes(
    zone="Asia/Tokyo",
    weekdays=frozenset({6, 0, 3}),
    starts=7,
    ends=24,
    days_off=(DaysOff(date(2026, 2, 1), date(2026, 2, 3)),),
    paused_until=date(2026, 1, 9),
    pulse_on=(3, 7),
)


def test_only_who_is_known_is_found(database: Database) -> None:
    with database.writing() as connection:
        People(connection).put_times("U1", TIMES)

    with database.reading() as connection:
        assert People(connection).list_times(["U2", "U1"]) == {"U1": TIMES}
        assert People(connection).list_times([]) == {}


def test_a_zone_is_put_beside_what_is_known_and_with_the_usual_hours_where_nothing_is(
    database: Database,
) -> None:
    with database.writing() as connection:
        People(connection).put_times("U1", TIMES)
        People(connection).put_zones({"U1": "UTC-03:30", "U2": "UTC-03:30"})

    with database.reading() as connection:
        found = People(connection).list_times(["U1", "U2"])
    assert found["U1"].zone == found["U2"].zone == "UTC-03:30"
    assert found["U1"].days_off == TIMES.days_off
    assert found["U2"] == WorkingTimes(zone="UTC-03:30")
