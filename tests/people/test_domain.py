"""When somebody works: zones, hours over clock changes, days off, pauses, and what they typed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.people.domain import (
    LONGEST_PAUSE,
    MOST_DAYS_OFF,
    DaysOff,
    TimesError,
    WorkingTimes,
    check_times,
    read_days_off,
    read_pause,
    write_days_off,
)
from bot.zones import read_zone

MONDAY = date(2026, 1, 5)
A_DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))
ZONES = (
    "UTC",
    "UTC+05:45",
    "UTC-09:30",
    "Africa/Cairo",
    "America/Havana",
    "America/Nuuk",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "meant"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 2, "2026-03-29T03:00+02:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, "2026-10-04T02:30+11:00"),
        ("Africa/Cairo", date(2026, 4, 24), 0, "2026-04-24T01:00+03:00"),
    ],
)
def test_an_hour_that_the_clocks_skip_means_the_next_that_exists(
    zone: str, day: date, hour: int, meant: str
) -> None:
    assert WorkingTimes(zone=zone).at(day, hour) == moment(meant)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "meant"),
    [
        ("Europe/Berlin", date(2026, 10, 25), 2, "2026-10-25T02:00+02:00"),
        ("America/Havana", date(2026, 11, 1), 0, "2026-11-01T00:00-04:00"),
    ],
)
def test_an_hour_that_comes_twice_means_its_first_passing(
    zone: str, day: date, hour: int, meant: str
) -> None:
    assert WorkingTimes(zone=zone).at(day, hour) == moment(meant)


def test_a_day_whose_hours_the_clocks_skip_has_none() -> None:
    times = WorkingTimes("Europe/Berlin", weekdays=EVERY_DAY, starts=2, ends=3)

    following = times.next_moment(moment("2026-03-29T00:30+01:00"))

    assert following == moment("2026-03-30T02:00+02:00")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-01-05T08:59:59", "2026-01-05T09:00"),
        ("2026-01-05T09:00", "2026-01-05T09:00"),
        ("2026-01-05T16:59:59", "2026-01-05T16:59:59"),
        ("2026-01-05T17:00", "2026-01-06T09:00"),
        ("2026-01-09T17:00", "2026-01-12T09:00"),
        ("2026-01-10T12:00", "2026-01-12T09:00"),
    ],
)
def test_the_next_moment_is_now_in_hours_and_else_when_they_begin_again(
    now: str, then: str
) -> None:
    assert WorkingTimes().next_moment(moment(f"{now}+00:00")) == moment(f"{then}+00:00")


def test_who_works_until_midnight_does() -> None:
    times = WorkingTimes("Europe/Berlin", starts=16, ends=24)
    late = moment("2026-01-05T23:59:59+01:00")

    assert times.ends_on(MONDAY) == moment("2026-01-06T00:00+01:00")
    assert times.next_moment(late) == late
    assert times.next_day(late) == moment("2026-01-06T16:00+01:00")


def test_days_off_count_from_the_first_to_the_last() -> None:
    times = WorkingTimes(days_off=(DaysOff(MONDAY, MONDAY + 2 * A_DAY),))

    works = [times.works_on(MONDAY + number * A_DAY) for number in (-3, 0, 1, 2, 3)]

    assert works == [True, False, False, False, True]
    assert times.next_moment(times.at(MONDAY, 9)) == times.at(MONDAY + 3 * A_DAY, 9)


def test_a_pause_ends_on_its_day_or_on_the_first_working_day_after() -> None:
    until_friday = WorkingTimes(paused_until=MONDAY + 4 * A_DAY)
    until_saturday = WorkingTimes(paused_until=MONDAY + 5 * A_DAY)
    now = until_friday.at(MONDAY, 10)

    assert until_friday.next_moment(now) == until_friday.at(MONDAY + 4 * A_DAY, 9)
    assert until_saturday.next_moment(now) == until_saturday.at(MONDAY + 7 * A_DAY, 9)


@st.composite
def any_times(draw: st.DrawFn) -> WorkingTimes:
    starts = draw(st.integers(0, 23))
    first = st.dates(date(2026, 1, 1), date(2027, 12, 31))
    spans = st.builds(
        lambda day, length: DaysOff(day, day + length * A_DAY), first, st.integers(0, 30)
    )
    return WorkingTimes(
        zone=draw(st.sampled_from(ZONES)),
        weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
        starts=starts,
        ends=draw(st.integers(starts + 1, 24)),
        days_off=tuple(draw(st.lists(spans, max_size=3))),
        paused_until=draw(st.none() | first),
    )


moments = st.timedeltas(timedelta(), timedelta(days=730)).map(
    lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed
)


@given(times=any_times(), now=moments)
def test_the_next_moment_is_in_hours_on_a_working_day_and_never_earlier(
    times: WorkingTimes, now: datetime
) -> None:
    then = times.next_moment(now)

    day = times.day_of(then)
    assert then >= now
    assert times.next_moment(then) == then
    assert times.works_on(day)
    assert times.at(day, times.starts) <= then < times.ends_on(day)


@given(times=any_times(), now=moments, share=st.floats(0, 1))
def test_no_moment_of_work_is_passed_over(times: WorkingTimes, now: datetime, share: float) -> None:
    then = times.next_moment(now)
    between = now + share * (then - now)
    assume(between < then)

    assert times.next_moment(between) == then


@given(times=any_times(), now=moments)
def test_the_next_day_is_a_later_one(times: WorkingTimes, now: datetime) -> None:
    then = times.next_day(now)

    assert times.day_of(then) > times.day_of(now)
    assert times.next_moment(then) == then


@given(
    zone=st.sampled_from([name for name in ZONES if not name.startswith("UTC+0")]),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    hour=st.integers(0, 23),
)
def test_an_hour_is_what_the_clock_on_the_wall_shows_or_just_after_a_gap(
    zone: str, day: date, hour: int
) -> None:
    found = WorkingTimes(zone=zone).at(day, hour)

    wall = found.astimezone(read_zone(zone)).replace(tzinfo=None, fold=0)
    asked = datetime.combine(day, time(hour))
    assert timedelta() <= wall - asked <= timedelta(hours=1)
    assert found.astimezone(read_zone(zone)).fold == 0


@pytest.mark.parametrize(
    ("times", "field"),
    [
        (WorkingTimes(weekdays=frozenset()), "weekdays"),
        (WorkingTimes(starts=17, ends=9), "ends"),
        (WorkingTimes(starts=9, ends=9), "ends"),
        (WorkingTimes(starts=9, ends=25), "ends"),
        (WorkingTimes(starts=-1), "ends"),
        (WorkingTimes(pulse_on=(5, 10)), "day"),
        (WorkingTimes(pulse_on=(0, 8)), "hour"),
        (WorkingTimes(pulse_on=(0, 17)), "hour"),
    ],
)
def test_times_at_which_nobody_could_be_written_to_are_refused_at_their_field(
    times: WorkingTimes, field: str
) -> None:
    with pytest.raises(TimesError) as refused:
        check_times(times)

    assert refused.value.field == field


@pytest.mark.parametrize("pulse_on", [None, (0, 9), (4, 16)])
def test_usual_times_are_kept(pulse_on: tuple[int, int] | None) -> None:
    check_times(WorkingTimes(pulse_on=pulse_on))


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-24, 2026-12-28 to 2026-12-31",
        "2026-12-28 until 2026-12-31\n2026-12-24",
        " 2026-12-28 – 2026-12-31 ;; 2026-12-24 ",
        "2026-12-28  -  2026-12-31,2026-12-24,2026-01-01",
    ],
)
def test_days_off_are_read_as_people_type_them_in_order_and_without_past_ones(typed: str) -> None:
    days_off = read_days_off(typed, today=MONDAY)

    assert write_days_off(days_off) == "2026-12-24, 2026-12-28 to 2026-12-31"


def test_days_off_that_have_begun_stay() -> None:
    assert read_days_off("2026-01-01 to 2026-01-05", today=MONDAY)
    assert not read_days_off("2026-01-01 to 2026-01-04", today=MONDAY)
    assert not read_days_off(" \n, ", today=MONDAY)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Christmas", "“Christmas” is no date."),
        ("2026-02-30", "“2026-02-30” is no date."),
        ("2026-12-24 to soon", "“soon” is no date."),
        ("2026-12-31 to 2026-12-24", "ends before it begins"),
        ("2026-01-01 to 2027-12-31", "longer than a year"),
        (", ".join(["2026-12-24"] * (MOST_DAYS_OFF + 1)), f"Keep to {MOST_DAYS_OFF} entries"),
    ],
)
def test_days_off_that_cannot_be_read_are_named(typed: str, said: str) -> None:
    with pytest.raises(TimesError, match=said) as refused:
        read_days_off(typed, today=MONDAY)

    assert refused.value.field == "days_off"


@given(
    st.lists(
        st.tuples(st.dates(MONDAY, date(2030, 1, 1)), st.integers(0, 366)), max_size=MOST_DAYS_OFF
    )
)
def test_days_off_are_read_as_they_were_written(spans: list[tuple[date, int]]) -> None:
    days_off = tuple(
        sorted((DaysOff(day, day + n * A_DAY) for day, n in spans), key=lambda off: off.first)
    )

    assert read_days_off(write_days_off(days_off), today=MONDAY) == days_off


@pytest.mark.parametrize("typed", ["until 2026-02-01", "2026-02-01", " UNTIL   2026-02-01 "])
def test_a_pause_is_read_with_or_without_until(typed: str) -> None:
    assert read_pause(typed, today=MONDAY) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the day"),
        ("until Easter", "names no day.*`/mlops pause until 2026-01-19`"),
        ("until 2026-01-05", "isn't in the future.*`/mlops pause until 2026-01-19`"),
        (f"until {MONDAY + LONGEST_PAUSE + A_DAY}", "a day until 2027-01-06"),
    ],
)
def test_a_pause_that_cannot_be_meant_is_refused(typed: str, said: str) -> None:
    with pytest.raises(TimesError, match=said):
        read_pause(typed, today=MONDAY)


def test_the_longest_pause_is_a_year() -> None:
    assert read_pause(f"{MONDAY + LONGEST_PAUSE}", today=MONDAY) == MONDAY + LONGEST_PAUSE
