"""A person's last day: who may set it, who sees it, and what is asked of whom before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.handover.sessions import Question
from bot.handover.states import HandoverError

ERASED_AFTER: Final = timedelta(days=90)
"""A last day is erased so long after it."""
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
        moved_to: the day that a lead chose for the next session; None where the plan decides.

    """

    id: int
    owner_id: str
    last_day: date
    reason: Reason
    set_by: str
    named: tuple[str, ...] = ()
    number: int = 1
    moved_to: date | None = None


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
    """What was typed behind `/mlops handover`."""

    owner_id: str
    last_day: date | None = None
    is_cancelled: bool = False


def read_typed(words: str, *, today: date) -> Typed:
    """Return whom and which day somebody typed.

    Raises:
        HandoverError: no person, no day, or a day that cannot be meant.

    """
    example = f"`/mlops handover @person {today + timedelta(weeks=4)}`"
    rest = words.strip()
    is_cancelled = rest.lower().startswith("cancel")
    if is_cancelled:
        rest = rest[len("cancel") :].strip()
    found = _MENTION.match(rest)
    if found is None:
        raise HandoverError(f"Say who hands over, and their last day: {example}.")
    day_typed = rest[found.end() :].strip()
    if is_cancelled:
        return Typed(found[1], is_cancelled=True)
    return Typed(found[1], _read_day(day_typed, today=today, example=example))


def _read_day(text: str, *, today: date, example: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HandoverError(f"Type the last day as year, month and day: {example}.") from None
    if day < today:
        raise HandoverError(
            f"{day} is over, so nothing was stored. Type the last day on which they can be asked. "
            "Somebody who has left already needs no date: their models come to their leads as soon "
            "as the account is switched off."
        )
    if day - today > LONGEST_NOTICE:
        raise HandoverError(f"{day} is more than a year off, so nothing was stored.")
    return day


def may_see(leaving: Leaving, viewer: str, *, leads: Sequence[str]) -> bool:
    """Whether somebody may see a last day: its owner, their leads, and whom those named."""
    return viewer in (leaving.owner_id, leaving.set_by, *leads, *leaving.named)


def group_by_model(questions: Sequence[Question]) -> Mapping[int, tuple[str, ...]]:
    """Return the sections that are asked of each model, in order."""
    found: dict[int, list[str]] = {}
    for question in questions:
        found.setdefault(question.model_id, []).append(question.section_id)
    return {model_id: tuple(sections) for model_id, sections in found.items()}
