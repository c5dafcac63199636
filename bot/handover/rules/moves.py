"""How a handover goes from state to state: facts change, and the state follows them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.handover.cards.sections import CRITICAL
from bot.handover.rules.states import EXITS, Handover, HandoverError, State


def move(handover: Handover, to: State, now: datetime) -> Handover:
    """Go to another state, if it may follow.

    Raises:
        HandoverError: it may not.

    """
    if to is handover.state:
        return handover
    if to not in EXITS[handover.state]:
        raise HandoverError("This handover has moved on meanwhile, so nothing changed.")
    if to is State.ACCEPTED and not handover.is_proven:
        raise HandoverError("Nobody has shown yet that they can run this model.")
    if to is State.RECONSTRUCTED:
        handover = replace(handover, has_been_reconstructed=True)
    return replace(handover, state=to, since=now)


def _next(handover: Handover) -> State:
    """Return where a handover stands by its facts."""
    if handover.is_taught and handover.successor_id is not None:
        return State.DRILL
    if handover.is_owner_here:
        if handover.open_critical:
            return State.INTERVIEWING
        return State.DRAFTED if handover.successor_id is None else State.TEACH_BACK
    if handover.open_critical:
        return State.ARCHAEOLOGY
    if not handover.has_been_reconstructed or handover.successor_id is None:
        return State.RECONSTRUCTED
    return State.DRILL


def follow(handover: Handover, now: datetime) -> Handover:
    """Let the state follow the facts, a step at a time."""
    while (to := _next(handover)) is not handover.state:
        handover = move(handover, to, now)
    return handover


def require(handover: Handover, states: Iterable[State]) -> None:
    """Refuse what comes too late, or too early.

    Raises:
        HandoverError: it is in none of these states.

    """
    if handover.state not in states:
        raise HandoverError("This handover has moved on meanwhile, so nothing changed.")


def forget(handover: Handover, sections: Iterable[str]) -> Handover:
    """Take back what was said of some sections, since their words are no longer the same."""
    gone = frozenset(sections)
    marks = {section: mark for section, mark in handover.marks.items() if section not in gone}
    return replace(handover, retold=handover.retold - gone, marks=marks)


def forget_successor(handover: Handover) -> Handover:
    """Take back who is to run it, and all that they have shown."""
    unproven = replace(handover, successor_id=None, proven_by=None)
    return forget(unproven, CRITICAL)


def pass_to(handover: Handover, owner_id: str, now: datetime) -> Handover:
    """Leave a model with another of its owners, who has shown before that they can run it."""
    moved = move(handover, State.STEADY, now)
    return Handover(moved.model_id, moved.state, moved.since, owner_id)


def is_followed(handover: Handover) -> bool:
    """Whether a fact that changes moves the handover at once."""
    waits = (State.LEAVING, State.ORPHANED, State.ASSIGNED, State.PAUSED, State.WAIVED)
    return handover.state not in waits
