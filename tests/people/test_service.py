"""What the bot knows of when people work, on real databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.database import Database
from bot.people.domain import DaysOff, TimesError, WorkingTimes
from bot.people.service import PeopleService

NOW = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
ODD = WorkingTimes(
    zone="UTC+05:45",
    weekdays=frozenset({1, 6}),
    starts=0,
    ends=24,
    days_off=(
        DaysOff(date(2026, 2, 1), date(2026, 2, 1)),
        DaysOff(date(2026, 3, 1), date(2026, 3, 9)),
    ),
    paused_until=date(2026, 1, 20),
    pulse_on=(6, 0),
)


@pytest.fixture
def people(database: Database) -> PeopleService:
    return PeopleService(database)


def test_who_is_unknown_works_usual_hours_in_utc_or_the_zone_that_is_named(
    people: PeopleService,
) -> None:
    assert people.get_times(user_id="U1") == WorkingTimes()
    assert people.list_times(["U1"], otherwise="Asia/Tokyo") == {
        "U1": WorkingTimes(zone="Asia/Tokyo")
    }


def test_those_who_have_moved_are_told_from_those_who_are_new_or_where_they_were(
    people: PeopleService,
) -> None:
    people.learn_zones(zones={"UMOVED": "Asia/Tokyo", "USTAYED": "Asia/Tokyo"})

    moved = people.learn_zones(
        zones={"UMOVED": "Europe/Berlin", "USTAYED": "Asia/Tokyo", "UNEW": "Europe/Berlin"}
    )

    assert moved == ("UMOVED",)


@pytest.mark.parametrize("times", [WorkingTimes(), ODD])
def test_times_are_found_as_they_were_stored(people: PeopleService, times: WorkingTimes) -> None:
    people.change_times(user_id="U1", times=times)

    assert people.get_times(user_id="U1") == times


def test_new_times_replace_the_old_ones(people: PeopleService) -> None:
    people.change_times(user_id="U1", times=ODD)

    people.change_times(user_id="U1", times=WorkingTimes())

    # The zone is Slack's to say.
    assert people.get_times(user_id="U1") == WorkingTimes(zone=ODD.zone)


def test_times_that_cannot_be_kept_change_nothing(people: PeopleService) -> None:
    people.change_times(user_id="U1", times=ODD)

    with pytest.raises(TimesError):
        people.change_times(user_id="U1", times=replace(ODD, weekdays=frozenset()))

    assert people.get_times(user_id="U1") == ODD


def test_learning_a_zone_changes_nothing_else(people: PeopleService) -> None:
    people.change_times(user_id="U1", times=ODD)

    people.learn_zones(zones={"U1": "Europe/Berlin", "U2": "Asia/Tokyo"})

    assert people.list_times(["U2", "U1"]) == {
        "U2": WorkingTimes(zone="Asia/Tokyo"),
        "U1": replace(ODD, zone="Europe/Berlin"),
    }


def test_more_people_are_found_than_one_query_names(people: PeopleService) -> None:
    ids = [f"U{number}" for number in range(1100)]
    people.learn_zones(zones=dict.fromkeys(ids, "Asia/Tokyo"))

    times = people.list_times(ids)

    assert list(times) == ids
    assert {each.zone for each in times.values()} == {"Asia/Tokyo"}


def test_a_pause_counts_from_the_day_that_it_is_for_the_person(people: PeopleService) -> None:
    people.learn_zones(zones={"U1": "UTC+05:45"})

    with pytest.raises(TimesError, match="isn't in the future"):
        people.pause(user_id="U1", words="until 2026-01-06", now=NOW)
    until = people.pause(user_id="U2", words="until 2026-01-06", now=NOW)

    assert until == date(2026, 1, 6)
    assert people.get_times(user_id="U1").paused_until is None
    assert people.get_times(user_id="U2").paused_until == until


def test_resuming_ends_a_pause_and_nothing_else(people: PeopleService) -> None:
    people.change_times(user_id="U1", times=ODD)

    before = people.resume(user_id="U1")

    assert before == ODD
    assert people.get_times(user_id="U1") == replace(ODD, paused_until=None)


def test_resuming_without_a_pause_changes_nothing(people: PeopleService) -> None:
    assert people.resume(user_id="U1") == WorkingTimes()
    assert people.get_times(user_id="U1") == WorkingTimes()
