"""What becomes of a handover when time passes, or when somebody is gone."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.handover.rules.moves import follow, forget_successor, is_followed, move, pass_to
from bot.handover.rules.state_machine import begin, cancel
from bot.handover.rules.states import (
    A_DAY,
    AFTERWARDS,
    CARETAKING,
    FROZEN_FOR,
    PROOF_LASTS,
    UNDER_WAY,
    Handover,
    State,
)


def lose(
    handover: Handover, *, user_id: str, now: datetime, proven_owner: str | None = None
) -> Handover:
    """Note that somebody is gone; `proven_owner` is another owner who is left and can run it."""
    if user_id == handover.caretaker_id:
        handover = replace(handover, caretaker_id=None)
    if handover.state is State.ACCEPTED and user_id == handover.successor_id:
        # By now the successor is the owner.
        gone = Handover(handover.model_id, handover.state, handover.since, user_id)
        return _orphan(replace(gone, is_owner_here=False), now, proven_owner)
    if user_id == handover.successor_id:
        alone = _lose_successor(handover, now)
        if proven_owner is not None and alone.state is State.ORPHANED:
            return pass_to(alone, proven_owner, now)
        return alone
    if user_id == handover.owner_id and handover.is_owner_here:
        return _orphan(replace(handover, is_owner_here=False), now, proven_owner)
    return handover


def _lose_successor(handover: Handover, now: datetime) -> Handover:
    alone = forget_successor(handover)
    if alone.state is State.ASSIGNED:
        return move(alone, State.CARETAKER, now)
    stays = alone.state in AFTERWARDS
    return follow(alone, now) if is_followed(alone) and not stays else alone


def _orphan(handover: Handover, now: datetime, proven_owner: str | None) -> Handover:
    if handover.state not in UNDER_WAY | {State.STEADY, State.OWNED, State.PAUSED, State.ACCEPTED}:
        return handover
    if handover.state is State.ACCEPTED and handover.successor_id is not None:
        return handover
    if proven_owner is not None:
        return pass_to(handover, proven_owner, now)
    if handover.state is State.DRILL and handover.is_taught:
        return replace(handover, since=now)  # Its owner has been heard; the drill needs them not.
    return move(handover, State.ORPHANED, now)


_LASTS: Final = {
    State.ACCEPTED: PROOF_LASTS,
    State.ORPHANED: timedelta(),
    State.ASSIGNED: timedelta(),
    State.ARCHAEOLOGY: CARETAKING,
    State.RECONSTRUCTED: CARETAKING,
    State.FROZEN: FROZEN_FOR,
}
"""How long a handover stays in a state at most; in the others that depends on its days."""


def find_deadline(handover: Handover) -> datetime | None:
    """Return when a handover does not stay as it is, or somebody has to be told."""
    state = handover.state
    if state in _LASTS:
        return handover.since + _LASTS[state]
    if state is State.CARETAKER:
        return (handover.caretaker_since or handover.since) + CARETAKING
    if state is State.PAUSED and handover.until is not None:
        return _begin_of(handover.until)
    if state is State.WAIVED and handover.waiver is not None:
        return _begin_of(handover.waiver.expires_on)
    return _find_last_moment(handover) if state in UNDER_WAY else None


def _find_last_moment(handover: Handover) -> datetime:
    if not handover.is_owner_here or handover.last_day is None:
        return handover.since + CARETAKING
    return end_of(handover.last_day)


def end_of(day: date) -> datetime:
    """Return when a day is over wherever somebody may be."""
    return _begin_of(day + A_DAY) + timedelta(hours=12)


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def run_out(handover: Handover, *, now: datetime, proven_owner: str | None = None) -> Handover:
    """Do what follows from a deadline that has passed; a caretaker's silence ends nothing.

    A model of which another owner is left who can run it has lost nobody that it depends on.
    """
    deadline = find_deadline(handover)
    if deadline is None or deadline > now:
        return handover
    if handover.is_rotation and handover.is_owner_here and handover.state in UNDER_WAY:
        return cancel(handover, now=now)
    if proven_owner is not None and _ends_without_owner(handover):
        return pass_to(handover, proven_owner, now)
    if handover.state in UNDER_WAY:
        return _pass_last_day(handover, now)
    then = _THEN.get(handover.state)
    return handover if then is None else then(handover, now)


def _ends_without_owner(handover: Handover) -> bool:
    if handover.state is State.WAIVED:
        return not handover.is_owner_here
    return handover.state in UNDER_WAY | {State.ORPHANED}


def _end_waiver(handover: Handover, now: datetime) -> Handover:
    ended = replace(handover, waiver=None)
    if ended.is_owner_here:
        return follow(ended, now)
    return move(ended, State.ORPHANED, now)


def _to_caretaker(handover: Handover, now: datetime) -> Handover:
    return move(replace(handover, caretaker_since=now), State.CARETAKER, now)


def _pass_last_day(handover: Handover, now: datetime) -> Handover:
    if not handover.is_owner_here:
        return _to_caretaker(handover, now)
    gone = replace(handover, is_owner_here=False)
    if gone.successor_id is None:
        since = gone.caretaker_since or now
        return move(replace(gone, caretaker_since=since), State.CARETAKER, now)
    return _orphan(gone, now, proven_owner=None)


def _dig(handover: Handover, now: datetime) -> Handover:
    return follow(move(handover, State.ARCHAEOLOGY, now), now)


def _end_pause(handover: Handover, now: datetime) -> Handover:
    return follow(replace(handover, until=None), now)


def _end_proof(handover: Handover, now: datetime) -> Handover:
    return move(handover, State.STEADY, now)


def _take_up(handover: Handover, now: datetime) -> Handover:
    return begin(handover, now=now)


_THEN: Final[Mapping[State, Callable[[Handover, datetime], Handover]]] = {
    State.PAUSED: _end_pause,
    State.WAIVED: _end_waiver,
    State.ACCEPTED: _end_proof,
    State.ORPHANED: _dig,
    State.ASSIGNED: _take_up,
    State.ARCHAEOLOGY: _to_caretaker,
    State.RECONSTRUCTED: _to_caretaker,
    State.FROZEN: _to_caretaker,
}
