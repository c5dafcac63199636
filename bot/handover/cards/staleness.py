"""How much a confirmation still counts: what has happened counts before how long ago it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.handover.cards.section import Section
from bot.handover.cards.sections import SECTIONS

LEAST: Final = 0.5
"""What an old confirmation counts: old beats none."""


class Occurrence(StrEnum):
    """What happened to a model that makes sections doubtful."""

    NEW_VERSION = "new_version"
    PERSON_LEFT = "person_left"
    DEAD_LINK = "dead_link"
    INCIDENT = "incident"


_DOUBTFUL: Final[Mapping[Occurrence, tuple[str, ...]]] = {
    Occurrence.NEW_VERSION: ("retrain", "training", "evaluation"),
    Occurrence.PERSON_LEFT: ("people",),
    Occurrence.INCIDENT: ("scares", "rollback"),
}


@dataclass(frozen=True)
class Event:
    """Something that happened on a day.

    A dead link names the section in which it stands, and a new version its number.
    """

    kind: Occurrence
    on: date
    section_id: str | None = None
    version: str = ""

    @property
    def sections(self) -> tuple[str, ...]:
        """What it makes doubtful."""
        if self.section_id is not None:
            return (self.section_id,)
        return _DOUBTFUL.get(self.kind, ())


@dataclass(frozen=True)
class Freshness:
    """How much a section counts, from 0 to 1, and what happened since it was confirmed."""

    factor: float
    because: Event | None = None

    @property
    def is_stale(self) -> bool:
        """Whether somebody should say that it is still true."""
        return self.factor < 1


def freshness(
    section: Section, *, confirmed_on: date, today: date, events: Iterable[Event] = ()
) -> Freshness:
    """Return how much a section still counts.

    It counts in full for its interval, and falls to half over another one. What happened on the day
    of the confirmation or before was known to whoever confirmed it.
    """
    since = [e for e in events if section.id in e.sections and confirmed_on < e.on <= today]
    if since:
        newest = max(since, key=lambda event: event.on)
        is_void = any(event.kind is Occurrence.PERSON_LEFT for event in since)
        return Freshness(0.0 if is_void else LEAST, newest)
    overdue = (today - confirmed_on).days - section.fresh_days
    if overdue <= 0:
        return Freshness(1.0)
    return Freshness(max(LEAST, 1 - (1 - LEAST) * overdue / section.fresh_days))


def list_stale(
    confirmed: Mapping[str, date], *, today: date, events: Iterable[Event] = ()
) -> tuple[tuple[Section, Freshness], ...]:
    """Return the confirmed sections that somebody should look at again, the worst first."""
    happened = tuple(events)
    found = [
        (section, freshness(section, confirmed_on=on, today=today, events=happened))
        for section in SECTIONS
        if (on := confirmed.get(section.id)) is not None
    ]
    stale = [(section, each) for section, each in found if each.is_stale]
    return tuple(sorted(stale, key=lambda each: (each[1].factor, not each[0].is_critical)))
