"""A person's last day: who may set it, who sees it, and what is asked of whom before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.handover.domain import Model
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import HandoverError

ERASED_AFTER: Final = timedelta(days=90)
"""A last day is erased so long after it."""
MOST_NAMED: Final = 20
LONGEST_NOTICE: Final = timedelta(days=366)

_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


class Reason(StrEnum):
    """Why somebody hands over; rotation unless they choose to say otherwise."""

    ROTATION = "rotation"
    OTHER_TEAM = "other_team"
    LONG_ABSENCE = "long_absence"
    LEAVING = "leaving"


@dataclass(frozen=True)
class Leaving:
    """Somebody's last day on their models.

    Attributes:
        id: of its row.
        owner_id: who hands over.
        last_day: the last day on which they can be asked.
        reason: why.
        set_by: who set it.
        named: who may see it besides the owner and the leads.
        number: counts the changes, so that people are told of each once.
        only_model_id: the one model that is rotated; None where all of theirs change hands.
        moved_to: the day that a lead chose for the next session; None where the plan decides.

    """

    id: int
    owner_id: str
    last_day: date
    reason: Reason
    set_by: str
    named: tuple[str, ...] = ()
    number: int = 1
    only_model_id: int | None = None
    moved_to: date | None = None

    def concerns(self, model: Model) -> bool:
        """Whether a model changes hands because of it."""
        return model.owner_id == self.owner_id and self.only_model_id in (None, model.id)


@dataclass(frozen=True)
class Asked:
    """One session as it was put to somebody: the day, what was asked, and how much was answered."""

    leaving_id: int
    number: int
    day: date
    questions: tuple[Question, ...]
    answers: int = 0


@dataclass(frozen=True)
class Retelling:
    """A section in its successor's words; `version` is that of the answer they had read."""

    model_id: int
    section_id: str
    successor_id: str
    words: str
    version: int


@dataclass(frozen=True)
class DrillReport:
    """What a successor records of the drill."""

    has_rolled_back: bool
    rollback_minutes: int
    has_retrained: bool
    retrain_minutes: int
    missing: str = ""
    run_url: str = ""


@dataclass(frozen=True)
class Typed:
    """What was typed behind `/mlops handover`; `until` is the day on which a pause ends."""

    owner_id: str
    last_day: date | None = None
    is_cancelled: bool = False
    until: date | None = None


def read_typed(words: str, *, today: date) -> Typed:
    """Return whom and which day somebody typed.

    Raises:
        HandoverError: no person, no day, or a day that cannot be meant.

    """
    example = f"`/mlops handover @person {today + timedelta(weeks=4)}`"
    rest = words.strip()
    verb = next((verb for verb in ("cancel", "pause") if rest.lower().startswith(verb)), "")
    rest = rest[len(verb) :].strip()
    found = _MENTION.match(rest)
    if found is None:
        raise HandoverError(f"Say who hands over, and their last day: {example}.")
    day_typed = re.sub(r"(?i)^until\s+", "", rest[found.end() :].strip())
    if verb == "cancel":
        return Typed(found[1], is_cancelled=True)
    if verb == "pause":
        return Typed(found[1], until=_read_return(day_typed, today=today))
    return Typed(found[1], _read_day(day_typed, today=today, example=example))


def _read_return(text: str, *, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    if day <= today:
        raise HandoverError(
            "Type the day on which the handover goes on, as "
            f"`/mlops handover pause @person until {today + timedelta(weeks=2)}`."
        )
    return day


def _read_day(text: str, *, today: date, example: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HandoverError(f"Type the last day as year, month and day: {example}.") from None
    check_day(day, today=today)
    return day


def check_day(day: date, *, today: date) -> None:
    """Refuse a last day that can't be meant; a form may be sent off on another day than opened.

    Raises:
        HandoverError: it is over, or too far off.

    """
    if day < today:
        raise HandoverError(
            f"{day} is over, so nothing was stored. Type the last day on which they can be asked. "
            "Somebody who has left already needs no date: their models come to their leads as soon "
            "as the account is switched off."
        )
    if day - today > LONGEST_NOTICE:
        raise HandoverError(f"{day} is more than a year off, so nothing was stored.")


def check_named(named: Sequence[str]) -> tuple[str, ...]:
    """Return who may see a last day besides those it concerns, each once.

    Raises:
        HandoverError: there are too many.

    """
    if len(named) > MOST_NAMED:
        raise HandoverError(f"Name {MOST_NAMED} people at most, so nothing was stored.")
    return tuple(dict.fromkeys(named))


def require_free(leaving: Leaving | None, *, today: date) -> None:
    """Refuse to rotate a model of somebody who hands models over already.

    Raises:
        HandoverError: they do.

    """
    if leaving is not None and leaving.last_day >= today:
        raise HandoverError(f"<@{leaving.owner_id}> hands models over already; nothing changed.")


def require_room(leaving: Leaving | None, *, until: date) -> None:
    """Refuse to pause a handover for longer than it has.

    Raises:
        HandoverError: there is none, or none of it is left by then.

    """
    if leaving is None or until > leaving.last_day:
        raise HandoverError(
            "There is no handover that goes on after that day. Move the last day first, or take it "
            "back: `/mlops handover cancel`."
        )


def may_see(leaving: Leaving, viewer: str, *, leads: Sequence[str]) -> bool:
    """Whether somebody may see a last day: its owner, their leads, and whom those named.

    Whoever set it and leads none of their teams any more is no reader of it either.
    """
    return viewer in (leaving.owner_id, *leads, *leaving.named)


def group_by_model(questions: Sequence[Question]) -> Mapping[int, tuple[str, ...]]:
    """Return the sections that are asked of each model, in order."""
    found: dict[int, list[str]] = {}
    for question in questions:
        found.setdefault(question.model_id, []).append(question.section_id)
    return {model_id: tuple(sections) for model_id, sections in found.items()}
