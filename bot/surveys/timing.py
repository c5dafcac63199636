"""When a round opens, and when each person is sent its sheet and its reminders.

A week belongs to the whole team and begins where its hour comes first among the members' zones.
Each person's sheet then comes at that hour of their own zone, or at the hour they chose.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from bot.people.domain import WorkingTimes
from bot.surveys.domain import Round
from bot.teams.domain import Pulse, Roster
from bot.zones import read_zone

_AN_HOUR = timedelta(hours=1)
_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(weeks=1)
_LONGEST_WEEK = timedelta(days=9)
"""A week is shorter, also where it begins in another zone than the last; a schedule beyond it was
made by a wrong clock."""


@dataclass(frozen=True)
class Beginning:
    """When a team's round of a week (its Monday) opens."""

    week: date
    opens_at: datetime


@dataclass(frozen=True)
class SheetPlan:
    """When somebody is sent a round's sheet and its reminders, at most two, all in UTC."""

    round: Round
    user_id: str
    at: datetime
    reminders: tuple[datetime, ...]


def begin(pulse: Pulse, zones: Collection[str], week: date) -> Beginning:
    """Return when a week opens: where its day and hour come first among these zones."""
    return Beginning(week, min(pulse.begins(week, zone) for zone in {pulse.zone, *zones}))


def begin_after(pulse: Pulse, zones: Collection[str], moment: datetime) -> Beginning:
    """Return the first week that opens after `moment`."""
    today = moment.astimezone(read_zone(pulse.zone)).date()
    week = today - timedelta(days=today.weekday()) - _A_WEEK
    while (beginning := begin(pulse, zones, week)).opens_at <= moment:
        week += _A_WEEK
    return beginning


def begin_following(pulse: Pulse, zones: Collection[str], beginning: Beginning) -> Beginning:
    """Return when the week after another opens, which is when that one closes."""
    return begin(pulse, zones, beginning.week + _A_WEEK)


def moves_on(roster: Roster, next_one: Beginning | None, *, now: datetime) -> bool:
    """Whether a team begins, ends or opens, or was scheduled by a clock that was wrong."""
    if not roster.has_begun or next_one is None:
        return roster.has_begun != (next_one is not None)
    return next_one.opens_at <= now or next_one.opens_at > now + _LONGEST_WEEK


def find_sheet_moment(
    times: WorkingTimes, pulse: Pulse, *, week: date, opens_at: datetime
) -> datetime:
    """Return when somebody is sent the sheet of a week.

    That is the team's day and hour in their own zone, or their own day and hour; where the week
    opens after that, on the next one of theirs that leaves a day to answer, else as it opens.
    Outside working hours it is when they next work.
    """
    weekday, hour = times.pulse_on or (pulse.weekday, pulse.hour)
    day = week + timedelta(days=weekday)
    moment = times.at(day, hour)
    if moment < opens_at and times.pulse_on is not None:
        moment = times.at(day + _A_WEEK, hour)
        if moment >= opens_at + _A_WEEK - _A_DAY:
            moment = opens_at
    return times.next_moment(max(moment, opens_at))


def find_reminders(
    times: WorkingTimes, sheet_at: datetime, *, hour: int, closes_at: datetime
) -> tuple[datetime, ...]:
    """Return when somebody is reminded: two working days after the sheet, and on the last day.

    The last is the last working day on which a whole hour is left before the round closes.
    """
    days = times.working_days(times.day_of(sheet_at) + _A_DAY)
    moments = (_moment_on(times, day, hour) for day in days)
    possible = list(takewhile(lambda moment: moment <= closes_at - _AN_HOUR, moments))
    return tuple(dict.fromkeys((*possible[1:2], *possible[-1:])))


def find_next_day(times: WorkingTimes, hour: int, *, now: datetime) -> datetime:
    """Return this hour of somebody's next working day, within their working hours."""
    return _moment_on(times, times.day_of(times.next_day(now)), hour)


def _moment_on(times: WorkingTimes, day: date, hour: int) -> datetime:
    """Return this hour of a working day, or when they begin if they have stopped by then."""
    moment = times.next_moment(times.at(day, hour))
    return moment if times.day_of(moment) == day else times.at(day, times.starts)


def plan_sheet(round_: Round, user_id: str, times: WorkingTimes, pulse: Pulse) -> SheetPlan:
    """Return when somebody is sent a round's sheet and reminders."""
    at = find_sheet_moment(times, pulse, week=round_.week, opens_at=round_.opens_at)
    _, hour = times.pulse_on or (pulse.weekday, pulse.hour)
    reminders = find_reminders(times, at, hour=hour, closes_at=round_.closes_at)
    return SheetPlan(round_, user_id, at, reminders)


def find_last_week_over(week: date, pulse: Pulse, *, now: datetime) -> date:
    """Return the last week, from this one on, that is over by the team's own day and hour."""
    while pulse.begins(week + 2 * _A_WEEK) <= now:
        week += _A_WEEK
    return week
