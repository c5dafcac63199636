"""A pause that an owner announced is a drill for whoever stood in meanwhile."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.people.domain import WorkingTimes

LEAST_DAYS: Final = 3
"""Working days; after less nobody has had to stand in."""
_A_DAY: Final = timedelta(days=1)


class AbsenceStanding(StrEnum):
    """How far a pause is as a drill."""

    AWAY = "away"
    ASKED = "asked"
    ANSWERED = "answered"
    NOTHING = "nothing"  # Everything could be answered.
    OVER = "over"  # Too short, or nobody stood in.


@dataclass(frozen=True)
class Absence:
    """An owner's pause, for one of their models.

    Attributes:
        id: of its row.
        model_id: which model.
        owner_id: who was away, as they had announced.
        began_on: the first day.
        until: the day on which they wanted to be back.
        standing: how far it is.
        deputy_id: who stood in, once it is over.
        gaps: what they could not answer.

    """

    id: int
    model_id: int
    owner_id: str
    began_on: date
    until: date
    standing: AbsenceStanding = AbsenceStanding.AWAY
    deputy_id: str | None = None
    gaps: tuple[str, ...] = ()


def count_days(absence: Absence, times: WorkingTimes, *, today: date) -> int:
    """Return on how many of their working days somebody was away."""
    works = replace(times, paused_until=None)
    last = min(today, absence.until)
    days = (absence.began_on + _A_DAY * number for number in range((last - absence.began_on).days))
    return sum(works.works_on(day) for day in days)


def read_gaps(text: str) -> tuple[str, ...]:
    """Return what somebody could not answer, a line each."""
    lines = (line.strip(" \t-*•") for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
