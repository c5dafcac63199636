"""What people may do with a handover, and where it stands then.

Nothing but `record_drill` accepts a model, and going there looks at the proof itself.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.handover.cards.sections import CRITICAL
from bot.handover.rules.moves import follow, forget, forget_successor, is_followed, move, require
from bot.handover.rules.states import (
    AFTERWARDS,
    UNDER_WAY,
    DrillResult,
    Handover,
    HandoverError,
    Mark,
    State,
    Waiver,
)

_ANSWERING: Final = UNDER_WAY | {State.ORPHANED, State.ARCHAEOLOGY}
_WAIVABLE: Final = UNDER_WAY | AFTERWARDS | {State.ASSIGNED}
_LONGEST_WAIVER: Final = timedelta(days=180)
_SUCCESSOR_WAITS: Final = frozenset({State.CARETAKER, State.FROZEN})


def register(handover: Handover, *, now: datetime) -> Handover:
    """Note that a model which a registry knows is live, or live again."""
    return move(handover, State.REGISTERED, now)


def claim(handover: Handover, *, by: str, now: datetime) -> Handover:
    """Have somebody own a registered model, since they say that it is theirs."""
    require(handover, [State.REGISTERED])
    owned = replace(handover, owner_id=by, is_owner_here=True)
    return move(move(owned, State.OWNED, now), State.STEADY, now)


def set_last_day(
    handover: Handover, *, owner_id: str, last_day: date, now: datetime, is_rotation: bool = False
) -> Handover:
    """Set the last day of an owner, or move it; at the end of a rotation the owner stays.

    An owner whose date was cancelled keeps what they answered then; another one begins anew.
    """
    require(handover, UNDER_WAY | {State.STEADY, State.ACCEPTED, State.PAUSED, State.WAIVED})
    if handover.state not in (State.STEADY, State.ACCEPTED) and handover.owner_id != owner_id:
        raise HandoverError("This model is being handed over by somebody else already.")
    if handover.owner_id != owner_id or handover.state is State.ACCEPTED:
        handover = Handover(handover.model_id, handover.state, handover.since, owner_id)
    dated = replace(handover, last_day=last_day, is_owner_here=True, until=None)
    # Whoever has a day before them can be asked: what was pieced together waits for their word.
    dated = replace(dated, is_rotation=is_rotation, has_been_reconstructed=False)
    if dated.state is State.STEADY or dated.state is State.ACCEPTED:
        return move(dated, State.LEAVING, now)
    is_back = not handover.is_owner_here and is_followed(dated)
    return follow(dated, now) if is_back or dated.state is State.PAUSED else dated


def begin(handover: Handover, *, now: datetime) -> Handover:
    """Begin to ask: the first session has come, or a newly assigned model is taken up."""
    require(handover, [State.LEAVING, State.ASSIGNED])
    first = State.INTERVIEWING if handover.is_owner_here else State.ARCHAEOLOGY
    if handover.state is State.ASSIGNED:
        handover = move(handover, first, now)
    return follow(handover, now)


def answer(handover: Handover, section: str, *, now: datetime) -> Handover:
    """Note that a section is answered, or a named gap; what was said of its older words is void."""
    require(handover, _ANSWERING)
    if section not in CRITICAL:
        return handover
    told = forget(replace(handover, answered=handover.answered | {section}), [section])
    return told if told.state is State.ORPHANED else follow(replace(told, proven_by=None), now)


def name_successor(handover: Handover, *, user_id: str, now: datetime) -> Handover:
    """Have somebody run the model next; whoever was before them has proven nothing for them."""
    if handover.state not in _WAIVABLE | {State.PAUSED, State.WAIVED}:
        raise HandoverError("There is no handover of this model that needs a successor.")
    if user_id == handover.owner_id:
        raise HandoverError("The owner can't be their own successor. Name somebody else.")
    if user_id == handover.successor_id and handover.state not in _SUCCESSOR_WAITS:
        return handover
    named = replace(forget_successor(handover), successor_id=user_id)
    if named.state in _SUCCESSOR_WAITS:
        return move(replace(named, caretaker_id=None, caretaker_since=None), State.ASSIGNED, now)
    return follow(named, now) if is_followed(named) else named


def retell(handover: Handover, section: str, *, by: str) -> Handover:
    """Note that the successor has said a section in their own words; an older mark is void."""
    require(handover, [State.TEACH_BACK])
    if by != handover.successor_id:
        raise HandoverError("Only the successor explains this model back.")
    if section not in CRITICAL:
        raise HandoverError("This section needn't be explained back.")
    return replace(forget(handover, [section]), retold=handover.retold | {section})


def mark(handover: Handover, section: str, mark: Mark, *, by: str, now: datetime) -> Handover:
    """Note whether the successor has it right, as the owner says; what isn't is asked again.

    It waits until every critical section is marked, so that all of it returns together.
    """
    require(handover, [State.TEACH_BACK])
    if by != handover.owner_id or not handover.is_owner_here:
        raise HandoverError("Only the owner says whether this is right.")
    if section not in handover.retold:
        raise HandoverError("The successor hasn't explained this section yet.")
    marked = replace(handover, marks={**handover.marks, section: mark})
    if not all(each in marked.marks for each in CRITICAL):
        return marked
    back = [each for each in CRITICAL if marked.marks[each] is not Mark.RIGHT]
    return follow(_ask_again(marked, back), now)


def _ask_again(handover: Handover, sections: Iterable[str]) -> Handover:
    gone = frozenset(sections)
    return forget(replace(handover, answered=handover.answered - gone), gone)


def record_drill(handover: Handover, result: DrillResult, *, now: datetime) -> Handover:
    """Accept a model whose successor has rolled it back and retrained it from the card.

    What did not work is asked of the owner again, as long as they are there.
    """
    require(handover, [State.DRILL])
    if result.by != handover.successor_id:
        raise HandoverError("Only the successor records the drill.")
    if result.has_passed:
        return move(replace(handover, proven_by=result.by), State.ACCEPTED, now)
    if not handover.is_owner_here:
        return handover
    failed = {"rollback": result.has_rolled_back, "retrain": result.has_retrained}
    return follow(_ask_again(handover, [name for name, has in failed.items() if not has]), now)


def waive(handover: Handover, waiver: Waiver, *, now: datetime) -> Handover:
    """Have a lead carry the risk until a day."""
    require(handover, _WAIVABLE)
    if not waiver.reason.strip() or not waiver.signed_by:
        raise HandoverError("An accepted risk needs a reason.")
    if not now.date() < waiver.expires_on <= (now + _LONGEST_WAIVER).date():
        raise HandoverError("Choose a day within the next 180 days on which this is looked at.")
    return move(replace(handover, waiver=waiver), State.WAIVED, now)


def put_off(handover: Handover, *, until: date, now: datetime) -> Handover:
    """Ask nothing until a day, since the date is open again."""
    if not handover.is_owner_here:
        raise HandoverError("The owner has left, so there is no date to put off.")
    if until <= now.date():
        raise HandoverError("Choose a day in the future.")
    return move(replace(handover, until=until), State.PAUSED, now)


def cancel(handover: Handover, *, now: datetime) -> Handover:
    """Go back to normal, since the owner stays; what they answered is kept."""
    require(handover, UNDER_WAY | {State.PAUSED, State.WAIVED})
    if not handover.is_owner_here:
        raise HandoverError("The owner has left. If they are back, they claim the model again.")
    kept = replace(handover, last_day=None, until=None, waiver=None, is_rotation=False)
    return move(replace(kept, caretaker_id=None, caretaker_since=None), State.STEADY, now)


def reclaim(handover: Handover, *, by: str, now: datetime) -> Handover:
    """Give a model back to its owner, who has come back and asks for it themselves."""
    if not handover.can_be_reclaimed:
        require(handover, [])
    if by != handover.owner_id:
        raise HandoverError("Only the person who owned this model can claim it back.")
    back = forget_successor(replace(handover, is_owner_here=True, has_been_reconstructed=False))
    back = replace(back, last_day=None, waiver=None, caretaker_id=None, caretaker_since=None)
    return move(back, State.STEADY, now)


def name_caretaker(handover: Handover, *, user_id: str, now: datetime) -> Handover:
    """Have a lead look after a model without successor; the clock runs from the first of them."""
    since = handover.caretaker_since or now
    return replace(handover, caretaker_id=user_id, caretaker_since=since)


def freeze(handover: Handover, *, now: datetime) -> Handover:
    """Have it go on serving without being retrained."""
    return move(handover, State.FROZEN, now)


def retire(handover: Handover, *, now: datetime) -> Handover:
    """Note that it is switched off."""
    return move(handover, State.RETIRED, now)
