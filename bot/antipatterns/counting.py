"""The rules of counting people: over which weeks, and when a count that is shown may move."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

_FIRST_DAY: Final = date(2024, 1, 1)
"""A Monday; periods follow one another from it for every installation."""
WEEKS: Final = 12
_LENGTH: Final = timedelta(weeks=WEEKS)


def period_of(now: datetime) -> int:
    """Return the number of the twelve weeks in which a moment lies."""
    return (now.astimezone(UTC).date() - _FIRST_DAY) // _LENGTH


def begins_on(period: int) -> date:
    """Return a period's first day, a Monday."""
    return _FIRST_DAY + period * _LENGTH


def find_band(people: int, *, shown_at: int, threshold: int) -> int | None:
    """Return the band to show from now on, or None where what is shown stays.

    A band says that at least so many people are behind something, in steps of the team's threshold.
    It moves only when as many more people are behind it than when it last moved, which is more than
    that the next step is reached: whoever watches a count move learns of five people together or
    more, never of one.

    Args:
        people: how many there are.
        shown_at: how many there were when it last moved; 0 where nothing was shown yet.
        threshold: how many people the team is told of at least.

    """
    if people - shown_at < threshold:
        return None
    return people // threshold * threshold
