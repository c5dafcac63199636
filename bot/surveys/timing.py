"""When a round opens and closes, and when each person is sent its sheet and its reminders.

A week belongs to the whole team and begins where its hour comes first among the members' zones.
Each person's sheet then comes at that hour of their own zone, or at the hour they chose.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final

from bot.people.domain import WorkingTimes
from bot.surveys.domain import Round
from bot.surveys.local_hour import LocalHour
from bot.teams.domain import Pulse, Roster, Team
from bot.zones import read_zone

_AN_HOUR = timedelta(hours=1)
_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(weeks=1)
_LONGEST_WAIT = timedelta(days=9)
"""From now, or from the close of the round before, the next one is less far away, also where it
begins in another zone than the last; a schedule beyond it was made by a wrong clock."""

_LESS_THAN_A_DAY = timedelta(hours=26)
"""A day that is an hour short of two: so far apart is one hour on two working days that follow each
other, and less far one hour of one day in two zones."""

SHORTEST_ROUND: Final = timedelta(days=4)
"""How long people have at least to answer, on the calendar."""

LONGEST_PAUSE_WEEKS: Final = 8
_LONGEST_PAUSE: Final = timedelta(weeks=LONGEST_PAUSE_WEEKS + 2)
"""With what is left of the week that runs, and of a week put off."""


@dataclass(frozen=True)
class Close:
    """When a round closes, or a pause ends: the moment, and what everybody's own clock shows."""

    at: datetime
    on: LocalHour


@dataclass(frozen=True)
class Beginning:
    """When a team's round of a week (its Monday) opens.

    Attributes:
        week: the week.
        opens_at: the moment, where it comes first.
        own: its day and hour, where they aren't the team's.
        since: when the round before closes or, if that is later, a pause ends; None, where it
            follows on nothing.

    """

    week: date
    opens_at: datetime
    own: LocalHour | None = None
    since: Close | None = None

    def at(self, pulse: Pulse) -> LocalHour:
        """Return the day and hour at which it opens, for a team of this pulse."""
        return self.own or LocalHour(self.week + timedelta(days=pulse.weekday), pulse.hour)


@dataclass(frozen=True)
class Course:
    """How long a round takes answers, and what comes after it."""

    closes: Close
    following: Beginning


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


def begin_after(
    pulse: Pulse,
    zones: Collection[str],
    moment: datetime,
    *,
    since: Close | None = None,
    not_before: date | None = None,
) -> Beginning:
    """Return the first week that opens after `moment`.

    Args:
        pulse: the team's day and hour.
        zones: where people are.
        moment: now.
        since: when the round before closes. A week that begins within the day before waits for it,
            so that a pulse which comes an hour earlier leaves out no week.
        not_before: the day on which a pause ends.

    """
    today = moment.astimezone(read_zone(pulse.zone)).date()
    week = today - timedelta(days=today.weekday()) - _A_WEEK
    while True:
        beginning = replace(begin(pulse, zones, week), since=since)
        is_clear = since is None or pulse.begins(week) > since.at - _LESS_THAN_A_DAY
        is_late = not_before is None or beginning.at(pulse).day >= not_before
        if since is not None and beginning.opens_at < since.at:
            own = None if since.on == beginning.at(pulse) else since.on
            beginning = replace(beginning, opens_at=since.at, own=own)
        if is_clear and is_late and beginning.opens_at > moment:
            return beginning
        week += _A_WEEK


def begin_following(pulse: Pulse, zones: Collection[str], beginning: Beginning) -> Beginning:
    """Return when the week after another opens; one that would leave too few days is left out."""
    week = beginning.week + _A_WEEK
    first_day = beginning.at(pulse).day
    if week + timedelta(days=pulse.weekday) - first_day < SHORTEST_ROUND:
        week += _A_WEEK
    return begin(pulse, zones, week)


def find_course(pulse: Pulse, zones: Collection[str], beginning: Beginning) -> Course:
    """Return until when a round takes answers: until the next one opens, for a week at most."""
    following = begin_following(pulse, zones, beginning)
    opened, then = beginning.at(pulse), following.at(pulse)
    closes = Close(following.opens_at, then)
    if then.day - opened.day > _A_WEEK:
        ends = LocalHour(opened.day + _A_WEEK, opened.hour)
        closes = Close(begin(ends.as_pulse(pulse), zones, ends.week).opens_at, ends)
    return Course(closes, replace(following, since=closes))


def begin_afresh(
    team: Team, zones: Collection[str], running: Sequence[Round], *, now: datetime
) -> Beginning:
    """Return when a team opens next of which nothing is planned, or what a wrong clock planned.

    A pause goes on until its day, whoever leads the team by now; a round that runs ends first.
    """
    pulse = team.pulse
    today = now.astimezone(read_zone(pulse.zone)).date()
    is_far = team.next_on is not None and team.next_on > today + _LONGEST_PAUSE
    not_before = team.next_on if team.is_paused and not is_far else None
    sane = [round_ for round_ in running if round_.closes_at < now + _LONGEST_WAIT]
    since = find_close(pulse, sane, now=now)
    first = begin_after(pulse, zones, now, since=since, not_before=not_before)
    if not_before is not None and not_before > today:
        return replace(first, since=Close(first.opens_at, first.at(pulse)))
    return first


def find_close(pulse: Pulse, running: Sequence[Round], *, now: datetime) -> Close:
    """Return when the round that runs closes; where none does, now."""
    last = max(running, key=lambda round_: round_.closes_at, default=None)
    if last is not None and last.closes_at > now:
        return Close(last.closes_at, last.ends or _local(pulse, last.closes_at))
    return Close(now, _local(pulse, now))


def _local(pulse: Pulse, moment: datetime) -> LocalHour:
    local = moment.astimezone(read_zone(pulse.zone))
    return LocalHour(local.date(), local.hour)


def moves_on(roster: Roster, next_one: Beginning | None, *, now: datetime) -> bool:
    """Whether a team begins, ends or opens, or was scheduled by a clock that was wrong."""
    if not roster.has_begun or next_one is None:
        return roster.has_begun != (next_one is not None)
    if next_one.opens_at <= now:
        return True
    since = now if next_one.since is None else next_one.since.at
    rest = _LONGEST_PAUSE if roster.team.is_paused else timedelta(0)
    return since > now + _LONGEST_WAIT + rest or next_one.opens_at > max(since, now) + _LONGEST_WAIT


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
    if round_.asked is not None:
        pulse = round_.asked.as_pulse(pulse)
    at = find_sheet_moment(times, pulse, week=round_.week, opens_at=round_.opens_at)
    _, hour = times.pulse_on or (pulse.weekday, pulse.hour)
    reminders = find_reminders(times, at, hour=hour, closes_at=round_.closes_at)
    return SheetPlan(round_, user_id, at, reminders)


def find_last_week_over(week: date, pulse: Pulse, *, now: datetime) -> date:
    """Return the last week, from this one on, that is over by the team's own day and hour."""
    while pulse.begins(week + 2 * _A_WEEK) <= now:
        week += _A_WEEK
    return week
