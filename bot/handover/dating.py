"""Has the handover of one model follow a last day that was set for its owner."""

from dataclasses import replace
from datetime import datetime

from bot.handover.cases import Case
from bot.handover.rules import state_machine
from bot.handover.rules.leaving import Leaving
from bot.handover.rules.states import Handover, State


def date_handover(handover: Handover, case: Case, leaving: Leaving, *, now: datetime) -> Handover:
    """Return how a handover stands by a last day; one without its owner waits for their claim."""
    if not handover.can_be_dated:
        return handover
    if handover.state is State.STEADY:
        handover = replace(handover, answered=handover.answered | case.list_told(now=now))
    return state_machine.set_last_day(
        handover,
        owner_id=leaving.owner_id,
        last_day=leaving.last_day,
        now=now,
        is_rotation=leaving.only_model_id is not None,
    )
