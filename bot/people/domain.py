"""When somebody works: their zone, hours, working days, days off, and when they like the pulse."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.errors import UserFacingError
from bot.zones import read_zone

WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
MONDAY_TO_FRIDAY: Final = frozenset(range(5))
STARTS_AT: Final = 9
ENDS_AT: Final = 17

LONGEST_PAUSE: Final = timedelta(days=366)
MOST_DAYS_OFF: Final = 20

_A_DAY: Final = timedelta(days=1)
_TWO_WEEKS: Final = timedelta(weeks=2)


class TimesError(UserFacingError):
    """Times that cannot be kept; `field` names the field of the form, if it is one's fault."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class DaysOff:
    """A day off, or several in a row: `last` is the last one of them."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class WorkingTimes:
    """When one person works, in their own time zone.

    Attributes:
        zone: a name that `bot.zones.read_zone` reads.
        weekdays: the days they work, 0 being Monday.
        starts: the hour at which they begin.
        ends: the hour at which they have stopped.
        days_off: days they do not work although the weekday says so.
        paused_until: until this day they want nothing unasked.
        pulse_on: the weekday and hour at which they like the pulse; None leaves it to the team.

    """

    zone: str = "UTC"
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    starts: int = STARTS_AT
    ends: int = ENDS_AT
    days_off: tuple[DaysOff, ...] = ()
    paused_until: date | None = None
    pulse_on: tuple[int, int] | None = None

    def day_of(self, moment: datetime) -> date:
        """Return the day that it is for this person."""
        return moment.astimezone(read_zone(self.zone)).date()

    def at(self, day: date, hour: int) -> datetime:
        """Return the moment in UTC at which this hour of a day begins.

        Where the clocks go forward over it, the next hour that exists is meant; where they go
        back over it, its first passing.
        """
        return datetime.combine(day, time(hour), tzinfo=read_zone(self.zone)).astimezone(UTC)

    def works_on(self, day: date) -> bool:
        """Whether this is a day on which they work and want to be written to."""
        if self.paused_until is not None and day < self.paused_until:
            return False
        return day.weekday() in self.weekdays and not any(day in off for off in self.days_off)

    def next_moment(self, moment: datetime) -> datetime:
        """Return `moment` itself if they are at work then, else when they next are."""
        for day in self.working_days(self.day_of(moment)):
            start = max(moment, self.at(day, self.starts))
            # Where the clocks go forward over all of their hours, a day has none.
            if start < self.ends_on(day):
                return start
        raise AssertionError("Working days never end.")  # pragma: no cover

    def ends_on(self, day: date) -> datetime:
        """Return when their working hours of a day are over."""
        if self.ends == 24:
            return self.at(day + _A_DAY, 0)
        return self.at(day, self.ends)

    def next_day(self, moment: datetime) -> datetime:
        """Return when they begin to work on the first working day after the day of `moment`."""
        return self.next_moment(self.at(self.day_of(moment) + _A_DAY, 0))

    def working_days(self, first: date) -> Iterator[date]:
        """Yield their working days from a day on, without end."""
        day = first
        if self.paused_until is not None:
            day = max(day, self.paused_until)
        while True:
            if self.works_on(day):
                yield day
            day += _A_DAY


def check_times(times: WorkingTimes) -> None:
    """Raise where nobody could ever be written to.

    Raises:
        TimesError: no working day, or hours that end before they begin.

    """
    if not times.weekdays:
        raise TimesError("Choose at least one working day.", field="weekdays")
    if not 0 <= times.starts < times.ends <= 24:
        raise TimesError("Choose a later hour: working hours end after they begin.", field="ends")
    if times.pulse_on is not None:
        weekday, hour = times.pulse_on
        if weekday not in times.weekdays:
            raise TimesError(
                f"{WEEKDAYS[weekday]} isn't one of your working days. Choose one that is.",
                field="day",
            )
        if not times.starts <= hour < times.ends:
            raise TimesError(
                f"{hour:02d}:00 isn't in your working hours. Choose an hour that is.", field="hour"
            )


def read_days_off(text: str, *, today: date) -> tuple[DaysOff, ...]:
    """Return the days off that somebody typed, a line or a comma between them; past ones go.

    Raises:
        TimesError: something is no date, or they are too many.

    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if len(parts) > MOST_DAYS_OFF:
        raise TimesError(f"Keep to {MOST_DAYS_OFF} entries of days off.", field="days_off")
    spans = [_read_span(part) for part in parts]
    return tuple(sorted((span for span in spans if span.last >= today), key=lambda s: s.first))


def _read_span(text: str) -> DaysOff:
    first, _, last = re.sub(r"\s+(?:to|until|–|-)\s+", " to ", text).partition(" to ")
    span = DaysOff(_read_day(first), _read_day(last or first))
    if span.last < span.first:
        raise TimesError(f"“{text[:40]}” ends before it begins.", field="days_off")
    if span.last - span.first > LONGEST_PAUSE:
        raise TimesError(f"“{text[:40]}” is longer than a year.", field="days_off")
    return span


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise TimesError(
            f"“{text.strip()[:40]}” is no date. Write it as 2026-12-24, or 2026-12-24 to "
            "2026-12-31.",
            field="days_off",
        ) from None


def write_days_off(days_off: Sequence[DaysOff]) -> str:
    """Return days off as somebody would type them."""
    return ", ".join(
        f"{off.first}" if off.first == off.last else f"{off.first} to {off.last}"
        for off in days_off
    )


def read_pause(text: str, *, today: date) -> date:
    """Return the day until which somebody wants to be left alone, from "until 2026-12-24".

    Raises:
        TimesError: it is no date, not in the future, or more than a year off.

    """
    day_typed = re.sub(r"^until\s+", "", text.strip(), flags=re.IGNORECASE)
    back = f"Type the day on which you are back, as `/mlops pause until {today + _TWO_WEEKS}`."
    try:
        until = date.fromisoformat(day_typed)
    except ValueError:
        raise TimesError(f"That names no day, so nothing changed. {back}") from None
    if until <= today:
        raise TimesError(
            f"{until} isn't in the future, so nothing changed. {back} To end a pause, type "
            "`/mlops resume`."
        )
    if until - today > LONGEST_PAUSE:
        raise TimesError(
            f"A pause is for a year at most, so nothing changed. Type a day until "
            f"{today + LONGEST_PAUSE}. To be asked no more at all, type `/mlops leave` in the "
            "team's channel."
        )
    return until
