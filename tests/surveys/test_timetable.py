"""When rounds open after a lead changed day or hour, paused the team, or moved a round."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surveys.local_hour import LocalHour
from bot.surveys.timetable import (
    TimetableError,
    move,
    pause_for,
    pause_until,
    replan,
)
from bot.surveys.timing import Beginning, Close, begin, find_course
from bot.teams.domain import Pulse

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = Pulse(0, 9, "Europe/Berlin")
FRIDAYS = replace(MONDAYS, weekday=4)
WEEK = date(2026, 1, 5)

FLOOR: Final = timedelta(days=4)
CEILING: Final = timedelta(days=14)
SLACK: Final = timedelta(hours=27)
"""An hour comes first in Kiritimati and last in Samoa, and clocks change by one more."""


def at(text: str) -> datetime:
    """A moment as Berlin's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


class Weeks:
    """A team's rounds, opened and closed as the scheduler does; nothing is stored."""

    def __init__(self, pulse: Pulse, zones: tuple[str, ...] = (), week: date = WEEK) -> None:
        self.pulse = pulse
        self.zones = zones
        self.planned = begin(pulse, zones, week)
        self.rounds: list[tuple[date, datetime, datetime]] = []
        self.now = self.planned.opens_at - timedelta(days=3)

    def go_to(self, moment: datetime) -> None:
        while self.planned.opens_at <= moment:
            course = find_course(self.pulse, self.zones, self.planned)
            self.rounds.append((self.planned.week, self.planned.opens_at, course.closes.at))
            self.planned = course.following
        self.now = moment

    def change(self, pulse: Pulse) -> None:
        since = self.planned.since or Close(self.now, LocalHour(self.now.date(), self.now.hour))
        self.planned = replan(
            pulse, self.zones, self.planned, since=since, before=self.pulse, now=self.now
        )
        self.pulse = pulse

    def pause(self, weeks: int) -> None:
        self.planned = pause_for(self.pulse, self.zones, self.planned, weeks)

    @property
    def openings(self) -> list[datetime]:
        return [opens_at for _, opens_at, _ in self.rounds]


def weeks_by(moment: str, pulse: Pulse = MONDAYS) -> Weeks:
    weeks = Weeks(pulse)
    weeks.go_to(at(moment))
    return weeks


def test_a_later_day_begins_once_the_round_that_runs_has_closed_as_it_was_to_close() -> None:
    weeks = weeks_by("2026-01-07T12:00")

    weeks.change(FRIDAYS)

    weeks.go_to(at("2026-01-23T12:00"))
    assert weeks.rounds[0][2] == at("2026-01-12T09:00")
    assert weeks.openings[1:] == [at("2026-01-16T09:00"), at("2026-01-23T09:00")]


def test_an_earlier_day_begins_the_week_after_and_no_round_is_cut_short() -> None:
    weeks = weeks_by("2026-01-11T12:00", FRIDAYS)

    weeks.change(MONDAYS)

    weeks.go_to(at("2026-01-26T12:00"))
    assert weeks.rounds[0][2] == at("2026-01-16T09:00")
    assert weeks.openings[1:] == [at("2026-01-19T09:00"), at("2026-01-26T09:00")]


def test_an_hour_earlier_leaves_out_no_week() -> None:
    weeks = weeks_by("2026-01-07T12:00")

    weeks.change(replace(MONDAYS, hour=8))

    weeks.go_to(at("2026-01-19T12:00"))
    assert weeks.openings[1:] == [at("2026-01-12T09:00"), at("2026-01-19T08:00")]
    assert [week for week, *_ in weeks.rounds] == [WEEK, date(2026, 1, 12), date(2026, 1, 19)]


def test_a_change_a_minute_before_a_round_opens_is_for_that_round() -> None:
    weeks = weeks_by("2026-01-12T08:59")

    weeks.change(FRIDAYS)

    weeks.go_to(at("2026-01-16T12:00"))
    assert weeks.openings[1:] == [at("2026-01-16T09:00")]


def test_a_round_that_is_due_opens_whatever_is_changed_just_then() -> None:
    weeks = weeks_by("2026-01-07T12:00")
    weeks.now = at("2026-01-12T09:00")

    weeks.change(FRIDAYS)

    weeks.go_to(at("2026-01-23T12:00"))
    assert weeks.openings[1:] == [at("2026-01-12T09:00"), at("2026-01-23T09:00")]


def test_a_round_is_not_put_off_for_ever_by_one_change_after_another() -> None:
    weeks = weeks_by("2026-01-15T12:00")

    weeks.change(FRIDAYS)
    weeks.go_to(at("2026-01-22T12:00"))
    weeks.change(replace(MONDAYS, weekday=2))

    weeks.go_to(at("2026-02-04T12:00"))
    assert weeks.openings[1:] == [
        at("2026-01-12T09:00"),
        at("2026-01-23T09:00"),  # As it stood, since it would have come nine days after a close.
        at("2026-01-28T09:00"),
        at("2026-02-04T09:00"),
    ]


PULSES = st.builds(
    Pulse,
    weekday=st.integers(0, 4),
    hour=st.integers(6, 19),
    zone=st.sampled_from(
        [
            "Europe/Berlin",
            "America/New_York",
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago",
            "Asia/Tokyo",
        ]
    ),
)
ZONES = st.lists(
    st.sampled_from(["Pacific/Auckland", "Pacific/Honolulu", "Europe/London", "Africa/Cairo"]),
    max_size=3,
    unique=True,
).map(tuple)
# From before the clocks go forward until after they went back, in both halves of the world.
STARTS = st.integers(0, 44).map(lambda number: date(2026, 1, 5) + timedelta(weeks=number))
MINUTES = st.integers(1, 14 * 24 * 60)
CHANGES = st.lists(st.tuples(MINUTES, st.one_of(PULSES, st.integers(0, 4))), max_size=8)
WITH_PAUSES = st.lists(
    st.tuples(MINUTES, st.one_of(PULSES, st.integers(0, 4), st.integers(11, 18))), max_size=8
)


def live(weeks: Weeks, changes: list[tuple[int, Pulse | int]]) -> Weeks:
    """Let time pass, and have a lead change something again and again."""
    weeks.go_to(weeks.planned.opens_at)
    for minutes, change in changes:
        weeks.go_to(weeks.now + timedelta(minutes=minutes))
        if isinstance(change, Pulse):
            weeks.change(change)
        elif change > 10:
            weeks.pause(change - 10)
        else:
            with suppress(TimetableError):
                weeks.planned = move(weeks.pulse, weeks.zones, weeks.planned, change)
    weeks.go_to(weeks.now + timedelta(weeks=4))
    return weeks


@settings(max_examples=300, deadline=None)
@given(first=PULSES, zones=ZONES, start=STARTS, changes=CHANGES)
def test_rounds_never_overlap_nor_stay_away_whatever_leads_change(
    first: Pulse, zones: tuple[str, ...], start: date, changes: list[tuple[int, Pulse | int]]
) -> None:
    weeks = live(Weeks(first, zones, start), changes)

    names = [week for week, *_ in weeks.rounds]
    assert names == sorted(set(names))
    for (_, opens_at, closes_at), (_, then, _) in pairwise(weeks.rounds):
        assert opens_at < closes_at <= then
        assert FLOOR - SLACK <= closes_at - opens_at <= timedelta(days=7) + SLACK
        assert FLOOR - SLACK <= then - opens_at <= CEILING + SLACK
    for week, opens_at, *_ in weeks.rounds:
        # On some clock it is a working day of its own week.
        assert week - timedelta(days=1) <= opens_at.date() <= week + timedelta(days=5)


@settings(max_examples=200, deadline=None)
@given(first=PULSES, zones=ZONES, start=STARTS, changes=WITH_PAUSES)
def test_rounds_never_overlap_around_pauses_either(
    first: Pulse, zones: tuple[str, ...], start: date, changes: list[tuple[int, Pulse | int]]
) -> None:
    weeks = live(Weeks(first, zones, start), changes)

    names = [week for week, *_ in weeks.rounds]
    assert names == sorted(set(names))
    for (_, opens_at, closes_at), (_, then, _) in pairwise(weeks.rounds):
        assert opens_at < closes_at <= then
        assert FLOOR - SLACK <= closes_at - opens_at <= timedelta(days=7) + SLACK


def test_a_pause_of_three_weeks_leaves_out_three_rounds() -> None:
    weeks = weeks_by("2026-01-07T12:00")

    weeks.pause(3)

    weeks.go_to(at("2026-02-02T09:00"))
    assert weeks.openings == [at("2026-01-05T09:00"), at("2026-02-02T09:00")]
    assert weeks.rounds[0][2] == at("2026-01-12T09:00")


@pytest.mark.parametrize(
    ("until", "opens"), [("2026-01-13", "2026-01-19"), ("2026-01-19", "2026-01-19")]
)
def test_a_pause_until_a_day_ends_with_the_team_s_first_day_from_then_on(
    until: str, opens: str
) -> None:
    weeks = weeks_by("2026-01-07T12:00")

    planned = pause_until(MONDAYS, (), weeks.planned, date.fromisoformat(until))

    assert planned.opens_at == at(f"{opens}T09:00")


@pytest.mark.parametrize("weeks", [0, 9, 999])
def test_a_pause_is_for_one_to_eight_weeks(weeks: int) -> None:
    with pytest.raises(TimetableError, match="one to 8 weeks"):
        pause_for(MONDAYS, (), begin(MONDAYS, (), WEEK), weeks)


@pytest.mark.parametrize(
    ("until", "why"), [("2026-01-05", "anyhow"), ("2026-03-03", "8 weeks at most")]
)
def test_a_pause_until_a_day_leaves_out_something_and_not_too_much(until: str, why: str) -> None:
    with pytest.raises(TimetableError, match=why):
        pause_until(MONDAYS, (), begin(MONDAYS, (), WEEK), date.fromisoformat(until))


def test_a_day_changed_in_a_pause_counts_from_the_pause_s_end() -> None:
    weeks = weeks_by("2026-01-07T12:00")
    weeks.pause(3)

    for pulse in (FRIDAYS, MONDAYS, FRIDAYS):
        weeks.change(pulse)

    assert weeks.planned.opens_at == at("2026-02-06T09:00")


def test_a_moved_round_opens_on_another_day_and_the_next_on_the_usual_one() -> None:
    weeks = weeks_by("2026-01-07T12:00")

    weeks.planned = move(MONDAYS, (), weeks.planned, 1)

    weeks.go_to(at("2026-01-19T09:00"))
    assert [(week, opens_at) for week, opens_at, *_ in weeks.rounds[1:]] == [
        (date(2026, 1, 12), at("2026-01-13T09:00")),
        (date(2026, 1, 19), at("2026-01-19T09:00")),
    ]
    assert weeks.rounds[1][2] == at("2026-01-19T09:00")


@pytest.mark.parametrize(
    ("pulse", "weekday", "why"),
    [
        (MONDAYS, 0, "later working day"),
        (MONDAYS, 5, "later working day"),
        (MONDAYS, 4, "at least 4 days"),
        (FRIDAYS, 3, "later working day"),
    ],
)
def test_a_round_moves_to_a_later_day_that_leaves_people_days_to_answer(
    pulse: Pulse, weekday: int, why: str
) -> None:
    with pytest.raises(TimetableError, match=why):
        move(pulse, (), begin(pulse, (), WEEK), weekday)


def test_a_round_moves_once() -> None:
    moved = move(MONDAYS, (), begin(MONDAYS, (), WEEK), 1)

    with pytest.raises(TimetableError, match="moves once"):
        move(MONDAYS, (), moved, 2)


def test_a_round_that_waits_for_the_one_before_keeps_the_hour_at_which_that_closes() -> None:
    weeks = Weeks(replace(MONDAYS, weekday=1))
    weeks.go_to(at("2026-01-08T12:00"))

    weeks.change(replace(MONDAYS, hour=12))

    assert weeks.planned == Beginning(
        date(2026, 1, 12),
        at("2026-01-13T09:00"),
        own=LocalHour(date(2026, 1, 13), 9),
        since=Close(at("2026-01-13T09:00"), LocalHour(date(2026, 1, 13), 9)),
    )
