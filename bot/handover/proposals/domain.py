"""What is proposed to leads before anybody has said that they leave; they decide, or nothing is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from bot.people.domain import WorkingTimes

NOTICE: Final = timedelta(days=30)
"""How long before a guest's account ends a handover is proposed."""
ROTATION_DAYS: Final = 20
"""Working days that a rotation takes, as a handover with full notice does."""
KEPT_FOR: Final = timedelta(days=90)
LEAST_PROVEN: Final = 2
"""From this many proven people on a model needs no rotation."""


class ProposalKind(StrEnum):
    """Why a handover is proposed."""

    GUEST = "guest"  # A guest's account ends on a day that Slack names.
    ROTATION = "rotation"


@dataclass(frozen=True)
class Proposal:
    """A handover that leads may begin.

    Attributes:
        id: of its row.
        kind: why.
        occasion: what it is proposed for, once.
        owner_id: whose models.
        day: the last day that is proposed, or the first day of the quarter.
        model_id: the one model that is to be rotated.
        declined_by: who said that it isn't to be.

    """

    id: int
    kind: ProposalKind
    occasion: str
    owner_id: str
    day: date
    model_id: int | None = None
    declined_by: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A critical model that might be rotated, and how many people have proven it."""

    model_id: int
    name: str
    owner_id: str
    proven: int


def is_soon(day: date, *, today: date) -> bool:
    """Whether a guest's last day is near enough to speak of, and not over."""
    return today <= day <= today + NOTICE


def quarter_of(day: date) -> tuple[str, date]:
    """Return what a day's quarter is called, and when it began."""
    number = (day.month - 1) // 3
    return f"{day.year}-Q{number + 1}", date(day.year, 3 * number + 1, 1)


def choose_to_rotate(
    candidates: Sequence[Candidate], proposed: Mapping[int, int], *, busy: Collection[str]
) -> Candidate | None:
    """Return the model to rotate: the fewest proven people, then what was proposed least."""
    fitting = [c for c in candidates if c.proven < LEAST_PROVEN and c.owner_id not in busy]
    return min(fitting, key=lambda c: (proposed.get(c.model_id, 0), c.proven, c.name), default=None)


def last_day_of_rotation(times: WorkingTimes, *, today: date) -> date:
    """Return the twentieth working day of somebody from tomorrow on."""
    days = times.working_days(today + timedelta(days=1))
    return list(islice(days, ROTATION_DAYS))[-1]
