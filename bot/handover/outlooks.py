"""What a last day means for somebody's models: who leads, and the sessions until then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.handover.cases import Case
from bot.handover.rules.leaving import Leaving
from bot.handover.rules.sessions import Plan, plan
from bot.people.domain import WorkingTimes


@dataclass(frozen=True)
class Outlook:
    """What a last day means: the models, who leads, and the sessions until then.

    With `only_model_id` it is of one model that is rotated, and the owner keeps the others.
    """

    owner_id: str
    last_day: date
    cases: tuple[Case, ...]
    leads: tuple[str, ...]
    plan: Plan
    leaving: Leaving | None = None
    only_model_id: int | None = None


def look_ahead(
    owner_id: str,
    last_day: date,
    cases: tuple[Case, ...],
    leads: tuple[str, ...],
    *,
    works: Callable[..., WorkingTimes],
    now: datetime,
) -> Outlook:
    """Return what is planned until a last day; `works` says at which times its owner does."""
    times = works(user_id=owner_id)
    burdens = [case.burden(now=now) for case in cases]
    planned = plan(burdens, last_day=last_day, works=times, today=times.day_of(now))
    return Outlook(owner_id, last_day, cases, leads, planned)
