"""When a week opens, and when each person's sheet and reminders come."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people.domain import DaysOff, WorkingTimes
from bot.surveys.domain import Round, RoundState
from bot.surveys.timing import (
    begin,
    begin_after,
    begin_following,
    find_next_day,
    find_reminders,
    find_sheet_moment,
    plan_sheet,
)
from bot.teams.domain import Pulse

WEEK = date(2026, 1, 5)
MONDAYS = Pulse(weekday=0, hour=9, zone="Europe/Berlin")
THURSDAYS = replace(MONDAYS, weekday=3)
ALL_DAY = WorkingTimes(zone="Europe/Berlin", starts=0, ends=24, weekdays=frozenset(range(7)))
BERLIN = WorkingTimes(zone="Europe/Berlin")


def at(text: str, zone: str = "UTC") -> datetime:
    """The moment that a clock in a zone shows."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def a_round(pulse: Pulse = MONDAYS, *zones: str, week: date = WEEK) -> Round:
    beginning = begin(pulse, zones, week)
    closes_at = begin_following(pulse, zones, beginning).opens_at
    return Round(1, 1, week, beginning.opens_at, closes_at, RoundState.OPEN)


def sheet_of(times: WorkingTimes, pulse: Pulse = MONDAYS, *zones: str) -> datetime:
    return plan_sheet(a_round(pulse, times.zone, *zones), "U0", times, pulse).at


def reminders_of(times: WorkingTimes, pulse: Pulse = MONDAYS) -> list[str]:
    """When somebody is reminded, as their own clock shows it."""
    plan = plan_sheet(a_round(pulse, times.zone), "U0", times, pulse)
    return [f"{m.astimezone(ZoneInfo(times.zone)):%a %d %H:%M}" for m in plan.reminders]


def test_a_week_opens_where_its_hour_comes_first() -> None:
    zones = ["America/New_York", "Asia/Tokyo", "Europe/Berlin"]

    assert begin(MONDAYS, zones, WEEK).opens_at == at("2026-01-05T09:00", "Asia/Tokyo")
    assert begin(MONDAYS, zones[:1], WEEK).opens_at == at("2026-01-05T09:00", "Europe/Berlin")


def test_a_week_closes_as_the_next_one_opens() -> None:
    first = begin(MONDAYS, ["Asia/Tokyo"], WEEK)

    second = begin_following(MONDAYS, ["Asia/Tokyo"], first)

    assert (second.week, second.opens_at) == (
        date(2026, 1, 12),
        at("2026-01-12T09:00", "Asia/Tokyo"),
    )


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-01-04T23:59", WEEK),
        ("2026-01-05T00:00", date(2026, 1, 12)),
        ("2026-01-05T08:00", date(2026, 1, 12)),
        ("2026-01-11T12:00", date(2026, 1, 12)),
    ],
)
def test_the_first_week_of_a_team_opens_after_it_begins_everywhere(moment: str, week: date) -> None:
    """Monday at nine comes to Tokyo at midnight UTC; whoever sets up after that waits a week."""
    assert begin_after(MONDAYS, ["Asia/Tokyo"], at(moment)).week == week


def test_each_person_s_sheet_comes_at_the_team_s_hour_in_their_own_zone() -> None:
    zones = ("Asia/Tokyo", "Europe/Berlin", "America/Los_Angeles")

    for zone in zones:
        sheet_at = sheet_of(WorkingTimes(zone=zone), MONDAYS, *zones)

        assert sheet_at == at("2026-01-05T09:00", zone)


def test_a_sheet_comes_at_the_day_and_hour_that_somebody_chose() -> None:
    assert sheet_of(replace(BERLIN, pulse_on=(2, 14))) == at("2026-01-07T14:00", "Europe/Berlin")


@pytest.mark.parametrize(
    ("own", "comes"),
    [
        ((0, 10), "2026-01-12T10:00"),
        ((2, 16), "2026-01-08T09:00"),  # The Wednesday after would leave less than a day,
        ((3, 8), "2026-01-08T09:00"),  # and so would the Thursday.
        ((3, 9), "2026-01-08T09:00"),
        ((4, 10), "2026-01-09T10:00"),
    ],
)
def test_own_days_before_the_team_s_are_the_next_ones_that_leave_a_day_to_answer(
    own: tuple[int, int], comes: str
) -> None:
    times = replace(BERLIN, starts=8, pulse_on=own)

    assert sheet_of(times, THURSDAYS) == at(comes, "Europe/Berlin")


@pytest.mark.parametrize(
    ("pulse", "week", "comes"),
    [
        # In Cairo the clocks go forward on a Friday at midnight, and back on a Thursday's.
        (Pulse(4, 0, "Africa/Cairo"), date(2026, 4, 20), "2026-04-23T22:00"),
        (Pulse(3, 23, "Africa/Cairo"), date(2026, 10, 26), "2026-10-29T20:00"),
    ],
)
def test_an_hour_that_is_skipped_comes_an_hour_later_and_a_repeated_one_once(
    pulse: Pulse, week: date, comes: str
) -> None:
    times = replace(ALL_DAY, zone="Africa/Cairo")
    round_ = a_round(pulse, week=week)

    plan = plan_sheet(round_, "U0", times, pulse)

    assert round_.opens_at == plan.at == at(comes)


@pytest.mark.parametrize(
    ("week", "comes"),
    [(date(2026, 3, 23), "2026-03-29T01:00"), (date(2026, 10, 19), "2026-10-25T00:00")],
)
def test_somebody_s_own_hour_is_skipped_or_repeated_likewise(week: date, comes: str) -> None:
    times = replace(ALL_DAY, pulse_on=(6, 2))

    assert plan_sheet(a_round(week=week), "U0", times, MONDAYS).at == at(comes)


def test_the_hour_stays_the_same_on_the_clock_when_the_clocks_change() -> None:
    moments = [begin(MONDAYS, [], week).opens_at for week in (date(2026, 3, 23), date(2026, 3, 30))]

    assert [f"{moment:%H:%M}" for moment in moments] == ["08:00", "07:00"]


@pytest.mark.parametrize(
    ("times", "comes"),
    [
        (replace(BERLIN, starts=11), "2026-01-05T11:00"),
        (replace(BERLIN, starts=6, ends=9), "2026-01-06T06:00"),
        (replace(BERLIN, weekdays=frozenset({2, 4})), "2026-01-07T09:00"),
        (replace(BERLIN, days_off=(DaysOff(WEEK, date(2026, 1, 6)),)), "2026-01-07T09:00"),
        (replace(BERLIN, paused_until=date(2026, 1, 8)), "2026-01-08T09:00"),
        (replace(BERLIN, paused_until=WEEK), "2026-01-05T09:00"),
    ],
)
def test_a_sheet_waits_until_somebody_works(times: WorkingTimes, comes: str) -> None:
    assert sheet_of(times) == at(comes, "Europe/Berlin")


def test_reminders_come_on_the_second_working_day_and_on_the_last() -> None:
    assert reminders_of(replace(BERLIN, starts=8)) == ["Wed 07 09:00", "Fri 09 09:00"]
    assert reminders_of(BERLIN, THURSDAYS) == ["Mon 12 09:00", "Wed 14 09:00"]


@pytest.mark.parametrize(
    ("times", "come"),
    [
        (replace(BERLIN, pulse_on=(2, 14)), ["Fri 09 14:00"]),
        (replace(BERLIN, pulse_on=(3, 14)), ["Fri 09 14:00"]),
        (replace(BERLIN, pulse_on=(4, 14)), []),
        (replace(BERLIN, weekdays=frozenset({0, 2})), ["Wed 07 09:00"]),
        (
            replace(BERLIN, days_off=(DaysOff(WEEK + timedelta(2), WEEK + timedelta(3)),)),
            ["Fri 09 09:00"],
        ),
        (replace(BERLIN, paused_until=date(2026, 1, 13)), []),
    ],
)
def test_fewer_working_days_leave_fewer_reminders(times: WorkingTimes, come: list[str]) -> None:
    assert reminders_of(times) == come


def test_the_last_reminder_leaves_an_hour_before_the_week_closes() -> None:
    closes_at = at("2026-01-12T10:00", "Europe/Berlin")

    early = find_reminders(BERLIN, at("2026-01-08T09:00"), hour=9, closes_at=closes_at)
    late = find_reminders(
        BERLIN, at("2026-01-08T09:00"), hour=9, closes_at=closes_at - timedelta(minutes=1)
    )

    assert early[-1] == at("2026-01-12T09:00", "Europe/Berlin")
    assert late == (at("2026-01-09T09:00", "Europe/Berlin"),)


def test_an_hour_after_somebody_s_day_does_not_cost_them_a_day() -> None:
    evening = replace(MONDAYS, hour=19)

    assert sheet_of(BERLIN, evening) == at("2026-01-06T09:00", "Europe/Berlin")
    assert reminders_of(BERLIN, evening) == ["Thu 08 09:00", "Mon 12 09:00"]
    assert find_next_day(BERLIN, 19, now=at("2026-01-06T10:00")) == at(
        "2026-01-07T09:00", "Europe/Berlin"
    )


def test_what_is_put_off_comes_at_the_hour_of_the_next_working_day() -> None:
    friday = at("2026-01-09T15:00", "Europe/Berlin")

    assert find_next_day(BERLIN, 11, now=friday) == at("2026-01-12T11:00", "Europe/Berlin")


# An oracle that works nothing out: it tries quarter of an hour after quarter of an hour.

ZONES = (
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Cairo",
    "Europe/Berlin",
    "Atlantic/Azores",
    "America/Santiago",
    "America/New_York",
    "Pacific/Kiritimati",
)
WEEKS = [
    date(2026, month, day)
    for month, day in ((3, 2), (3, 23), (3, 30), (4, 20), (6, 1), (9, 21), (10, 19), (10, 26))
]
QUARTER = timedelta(minutes=15)


@cache
def quarters(zone: str, week: date) -> tuple[tuple[datetime, datetime], ...]:
    """Every quarter of an hour from the days before a week to long after it, with the clock's."""
    start = datetime.combine(week - timedelta(days=2), time(), UTC)
    moments = (start + number * QUARTER for number in range(60 * 96))
    return tuple((m, m.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for m in moments)


def shown_first(zone: str, week: date, day: date, hour: int) -> datetime:
    """The first moment at which a clock shows this hour of a day, or a later one."""
    wanted = datetime.combine(day, time(hour))
    return next(moment for moment, local in quarters(zone, week) if local >= wanted)


def is_at_work(times: WorkingTimes, local: datetime) -> bool:
    is_off = any(off.first <= local.date() <= off.last for off in times.days_off)
    is_paused = times.paused_until is not None and local.date() < times.paused_until
    is_open = times.starts <= local.hour < times.ends
    return local.weekday() in times.weekdays and is_open and not is_off and not is_paused


def the_sheet(times: WorkingTimes, pulse: Pulse, week: date, opens: datetime) -> datetime:
    weekday, hour = times.pulse_on or (pulse.weekday, pulse.hour)
    days = [week + timedelta(days=weekday), week + timedelta(days=7 + weekday)]
    wanted = [shown_first(times.zone, week, day, hour) for day in days]
    soonest = wanted[0]
    if times.pulse_on is not None and wanted[0] < opens:
        leaves_a_day = wanted[1] < opens + timedelta(days=6)
        soonest = wanted[1] if leaves_a_day else opens
    return next(
        moment
        for moment, local in quarters(times.zone, week)
        if moment >= max(soonest, opens) and is_at_work(times, local)
    )


def the_reminders(
    times: WorkingTimes, pulse: Pulse, week: date, sheet_at: datetime, closes: datetime
) -> list[datetime]:
    _, hour = times.pulse_on or (pulse.weekday, pulse.hour)
    sheet_day = next(local for m, local in quarters(times.zone, week) if m == sheet_at).date()
    by_day: dict[date, list[tuple[datetime, datetime]]] = {}
    for moment, local in quarters(times.zone, week):
        if local.date() > sheet_day and is_at_work(times, local):
            by_day.setdefault(local.date(), []).append((moment, local))
    moments = []
    for at_work in by_day.values():
        from_the_hour = [moment for moment, local in at_work if local.hour >= hour]
        moments.append(from_the_hour[0] if from_the_hour else at_work[0][0])
    in_time = [moment for moment in moments if moment + timedelta(hours=1) <= closes]
    if len(in_time) > 2:
        return [in_time[1], in_time[-1]]
    return in_time[-1:]


@st.composite
def some_times(draw: st.DrawFn, week: date) -> WorkingTimes:
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    starts, ends = draw(
        st.one_of(
            st.just((0, 24)),
            st.just((9, 17)),
            st.integers(4, 23).flatmap(lambda s: st.tuples(st.just(s), st.integers(s + 1, 24))),
        )
    )
    days = st.integers(-2, 10).map(lambda number: week + timedelta(days=number))
    spans = st.tuples(days, st.integers(0, 7)).map(
        lambda span: DaysOff(span[0], span[0] + timedelta(days=span[1]))
    )
    own = st.tuples(st.sampled_from(sorted(weekdays)), st.integers(starts, ends - 1))
    return WorkingTimes(
        zone=draw(st.sampled_from(ZONES)),
        weekdays=weekdays,
        starts=starts,
        ends=ends,
        days_off=tuple(draw(st.lists(spans, max_size=2))),
        paused_until=draw(st.none() | days),
        pulse_on=draw(st.none() | own),
    )


@settings(deadline=None)  # The first call loads the zones' files.
@given(st.data())
def test_everything_comes_when_trying_each_quarter_of_an_hour_says(data: st.DataObject) -> None:
    week = data.draw(st.sampled_from(WEEKS))
    pulse = data.draw(
        st.builds(Pulse, st.integers(0, 4), st.integers(0, 23), st.sampled_from(ZONES))
    )
    zones = data.draw(st.sets(st.sampled_from(ZONES)))
    times = data.draw(some_times(week))
    round_ = a_round(pulse, times.zone, *zones, week=week)

    plan = plan_sheet(round_, "U0", times, pulse)

    places = {pulse.zone, times.zone, *zones}
    day = week + timedelta(days=pulse.weekday)
    opens, closes = (
        min(shown_first(zone, week, day + timedelta(days=later), pulse.hour) for zone in places)
        for later in (0, 7)
    )
    assert (round_.opens_at, round_.closes_at) == (opens, closes)
    assert plan.at == the_sheet(times, pulse, week, opens)
    assert list(plan.reminders) == the_reminders(times, pulse, week, plan.at, closes)


@given(st.data())
def test_reminders_are_two_at_most_on_later_days_and_before_the_close(data: st.DataObject) -> None:
    week = data.draw(st.sampled_from(WEEKS))
    times = data.draw(some_times(week))
    round_ = a_round(MONDAYS, times.zone, week=week)

    plan = plan_sheet(round_, "U0", times, MONDAYS)

    days = [times.day_of(moment) for moment in (plan.at, *plan.reminders)]
    assert len(plan.reminders) <= 2
    assert len(set(days)) == len(days)
    assert days == sorted(days)
    assert all(m <= round_.closes_at - timedelta(hours=1) for m in plan.reminders)
    assert all(times.next_moment(moment) == moment for moment in (plan.at, *plan.reminders))


def test_a_sheet_never_comes_before_its_week_opens() -> None:
    """Somebody's zone may have become known after the week was planned."""
    opens_at = at("2026-01-05T09:00", "Europe/Berlin")
    times = WorkingTimes(zone="Asia/Tokyo")

    sheet_at = find_sheet_moment(times, MONDAYS, week=WEEK, opens_at=opens_at)

    assert sheet_at == at("2026-01-06T09:00", "Asia/Tokyo")
