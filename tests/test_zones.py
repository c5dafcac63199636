from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.zones import UnknownZoneError, find_zone, read_zone

WINTER = datetime(2026, 1, 5, 9, tzinfo=UTC)


def offset_of(name: str) -> timedelta | None:
    return WINTER.astimezone(read_zone(name)).utcoffset()


@pytest.mark.parametrize(
    ("name", "offset", "found"),
    [
        ("Europe/Berlin", 3600, "Europe/Berlin"),
        ("europe/berlin", 3600, "Europe/Berlin"),
        (" EUROPE/BERLIN ", None, "Europe/Berlin"),
        ("Mars/Olympus", 3600, "Etc/GMT-1"),
        ("Mars/Olympus", -7 * 3600, "Etc/GMT+7"),
        ("America", 0, "UTC"),
        ("", 20700, "UTC+05:45"),
        (None, -12600, "UTC-03:30"),
        (None, 14 * 3600, "Etc/GMT-14"),
        (None, -14 * 3600, "UTC-14:00"),
        (None, None, None),
        ("Mars/Olympus", None, None),
        ("../../etc/passwd", None, None),
        (7, "3600", None),
        (None, True, None),
        (None, 3601, None),
        (None, 10**9, None),
    ],
)
def test_a_zone_is_found_by_its_name_else_by_its_distance_else_not(
    name: object, offset: object, found: str | None
) -> None:
    assert find_zone(name, offset) == found


@given(st.integers(-24 * 60 + 1, 24 * 60 - 1))
def test_whatever_is_found_by_its_distance_can_be_read_and_is_as_far(minutes: int) -> None:
    name = find_zone(None, minutes * 60)

    assert name is not None
    assert offset_of(name) == timedelta(minutes=minutes)


def test_every_name_of_the_world_can_be_read_however_it_is_written() -> None:
    for name in available_timezones():
        found = find_zone(name.upper(), None)

        assert found is not None
        assert read_zone(found) is not None


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "America", "UTC+24:00", "UTC+05:60", "UTC+5", "/etc/passwd", "\0"]
)
def test_a_name_that_means_nothing_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        read_zone(name)
