"""What a lead may change of a team's rounds: its day and hour, a pause, one round moved.

What was said of a round that runs stays true: it closes when it was to close, whatever changes. So
all of this is about when the next one opens. That is never before the running one closes, and
never more than a week after it, unless the team is paused.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.surveys.domain import Round
from bot.surveys.local_hour import LocalHour
from bot.surveys.timing import (
    LONGEST_PAUSE_WEEKS,
    SHORTEST_ROUND,
    Beginning,
    Close,
    begin,
    begin_after,
)
from bot.teams.domain import WEEKDAYS, Pulse, Roster

_A_WEEK: Final = timedelta(weeks=1)
_LONGEST_GAP: Final = timedelta(days=7, hours=2)
"""A week, also one in which the clocks go back."""


class TimetableError(UserFacingError):
    """A round that cannot be put off so; the text says why."""


class Kind(StrEnum):
    """What a lead can change."""

    NAME = "name"
    TIMES = "times"
    PAUSED = "paused"
    RESUMED = "resumed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """Something that a lead changed.

    Attributes:
        id: which change.
        team_id: of which team.
        kind: what it was.
        changed_by: the lead.
        was: the team's name before, or the day from which its round was moved.
        ended: how many statements, and questions of fear, ended with it, since they would have
            waited for too long.

    """

    id: int
    team_id: int
    kind: Kind
    changed_by: str
    was: str
    ended: int


@dataclass(frozen=True)
class Timetable:
    """A team and its rounds.

    Attributes:
        roster: the team, with its pause if it has one.
        running: the round that runs.
        next_one: when the next one opens; None where nothing is planned.

    """

    roster: Roster
    running: Round | None
    next_one: Beginning | None

    @property
    def next_on(self) -> date | None:
        """The day on which people are asked next."""
        return None if self.next_one is None else self.next_one.at(self.roster.team.pulse).day

    @property
    def is_paused(self) -> bool:
        """Whether a lead paused the team, and it has not gone on yet."""
        return self.next_one is not None and self.roster.team.is_paused

    def list_days_to_move_to(self) -> tuple[date, ...]:
        """Return the days to which the next round can be put off."""
        if self.next_one is None or self.next_one.own is not None or self.is_paused:
            return ()
        pulse, week = self.roster.team.pulse, self.next_one.week
        days = (week + timedelta(days=n) for n in range(pulse.weekday + 1, len(WEEKDAYS)))
        return tuple(day for day in days if _leaves_enough(pulse, week, day))

    def list_pauses(self) -> tuple[date, ...]:
        """Return on which day the team is asked again after a week's pause, two, and so on."""
        if self.next_one is None:
            return ()
        first = self.next_one.week + timedelta(days=self.roster.team.pulse.weekday)
        return tuple(first + n * _A_WEEK for n in range(1, LONGEST_PAUSE_WEEKS + 1))


def _leaves_enough(pulse: Pulse, week: date, day: date) -> bool:
    """Whether a round that begins on a later day of its week leaves people days to answer."""
    return week + timedelta(days=pulse.weekday) + _A_WEEK - day >= SHORTEST_ROUND


def replan(
    pulse: Pulse,
    zones: Collection[str],
    planned: Beginning,
    *,
    since: Close,
    before: Pulse,
    now: datetime,
) -> Beginning:
    """Return when the next round opens once a team's day or hour is another.

    That is when the new day and hour come for the first time after the round before has closed, or
    a pause has ended. Where that would put it off for more than a week, since times were changed
    before, what is planned stays for once, and so it does where it is due already.

    Args:
        pulse: the new day and hour.
        zones: where people are.
        planned: when it was to open.
        since: when the round before closes, or a pause ends.
        before: the day and hour until now.
        now: the moment of the change.

    """
    candidate = begin_after(pulse, zones, now, since=since)
    last = since.at + _LONGEST_GAP
    if planned.opens_at <= now or candidate.opens_at > last >= planned.opens_at:
        return replace(planned, own=planned.at(before), since=since)
    return candidate


def pause_for(pulse: Pulse, zones: Collection[str], planned: Beginning, weeks: int) -> Beginning:
    """Return when the next round opens after a pause in which so many don't.

    Raises:
        TimetableError: it is no number of weeks that can be chosen.

    """
    if not 1 <= weeks <= LONGEST_PAUSE_WEEKS:
        raise TimetableError(
            f"A pause is for one to {LONGEST_PAUSE_WEEKS} weeks, so nothing changed."
        )
    return _resting(pulse, begin(pulse, zones, planned.week + weeks * _A_WEEK))


def pause_until(pulse: Pulse, zones: Collection[str], planned: Beginning, until: date) -> Beginning:
    """Return when the next round opens after a pause: on a day, or the team's first one after it.

    Raises:
        TimetableError: nothing would be left out, or it is too long.

    """
    next_on = planned.at(pulse).day
    if until <= next_on:
        raise TimetableError(
            f"The next pulse comes on {say_day(next_on)} anyhow, so nothing changed. Choose a "
            "later day."
        )
    longest = begin(pulse, zones, planned.week + LONGEST_PAUSE_WEEKS * _A_WEEK).at(pulse).day
    if until > longest:
        raise TimetableError(
            f"A pause is for {LONGEST_PAUSE_WEEKS} weeks at most, until {say_day(longest)}, so "
            "nothing changed."
        )
    week = planned.week
    while begin(pulse, zones, week).at(pulse).day < until or week == planned.week:
        week += _A_WEEK
    return _resting(pulse, begin(pulse, zones, week))


def _resting(pulse: Pulse, beginning: Beginning) -> Beginning:
    """Have whatever is changed later reckon from the pause's end."""
    return replace(beginning, since=Close(beginning.opens_at, beginning.at(pulse)))


def move(pulse: Pulse, zones: Collection[str], planned: Beginning, weekday: int) -> Beginning:
    """Return the next round put off to another working day of its week.

    Raises:
        TimetableError: that is no later day, leaves too few to answer, or was done before.

    """
    usual = planned.at(pulse)
    if planned.own is not None:
        raise TimetableError(
            f"The next pulse comes on {say_day(usual.day)}, which is an exception already. A round "
            "moves once, so nothing changed."
        )
    if not pulse.weekday < weekday < len(WEEKDAYS):
        raise TimetableError(
            f"The next pulse comes on {say_day(usual.day)}. It can move to a later working day of "
            "that week, so nothing changed."
        )
    day = planned.week + timedelta(days=weekday)
    moved = begin(replace(pulse, weekday=weekday), zones, planned.week)
    is_short = not _leaves_enough(pulse, planned.week, day)
    since = planned.opens_at if planned.since is None else planned.since.at
    if is_short or moved.opens_at > since + _LONGEST_GAP:
        raise TimetableError(
            f"On {say_day(day)} it would come too late: people get at least "
            f"{SHORTEST_ROUND.days} days to answer, and a week at most without a round. Nothing "
            "changed."
        )
    return replace(
        moved,
        opens_at=max(moved.opens_at, since),
        own=LocalHour(day, pulse.hour),
        since=planned.since,
    )


def check_to_come(planned: Beginning, *, now: datetime) -> None:
    """Raise where a round is due, so that there is nothing to put off.

    Raises:
        TimetableError: it is.

    """
    if planned.opens_at <= now:
        raise TimetableError(
            "A round is opening at this very moment, so nothing changed. Try again in a minute."
        )


def say_day(day: date) -> str:
    """Return a day as people name it."""
    return f"{day:%A} {day.day} {day:%B}"
