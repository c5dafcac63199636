"""Where the handover of one model stands, and which state may follow which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.handover.cards.sections import CRITICAL

A_DAY: Final = timedelta(days=1)
CARETAKING: Final = timedelta(days=30)
"""How long a lead may look after a model that nobody has been assigned to."""
PROOF_LASTS: Final = timedelta(days=180)
"""How long a drill proves that somebody can run a model."""
FROZEN_FOR: Final = timedelta(days=90)
"""After this a frozen model is looked at again."""


class HandoverError(UserFacingError):
    """A handover does not go on like this."""


class State(StrEnum):
    """Where the handover of a model stands."""

    DISCOVERED = "discovered"  # A registry knows it; nobody has said that it is live.
    REGISTERED = "registered"
    OWNED = "owned"
    STEADY = "steady"
    LEAVING = "leaving"  # Its owner's last day is set; no question has come yet.
    INTERVIEWING = "interviewing"
    DRAFTED = "drafted"  # Every critical section is answered, or a named gap.
    TEACH_BACK = "teach_back"
    DRILL = "drill"
    ACCEPTED = "accepted"
    WAIVED = "waived"  # A lead carries the risk until a day; it is not handed over.
    PAUSED = "paused"
    ORPHANED = "orphaned"
    ARCHAEOLOGY = "archaeology"
    RECONSTRUCTED = "reconstructed"
    CARETAKER = "caretaker"
    ASSIGNED = "assigned"
    FROZEN = "frozen"
    RETIRED = "retired"


_GOING_ON: Final = (State.LEAVING, State.INTERVIEWING, State.DRAFTED, State.TEACH_BACK, State.DRILL)
UNDER_WAY: Final = frozenset(_GOING_ON)
"""A date is set, and the owner can still be asked."""
AFTERWARDS: Final = frozenset(
    {State.ORPHANED, State.ARCHAEOLOGY, State.RECONSTRUCTED, State.CARETAKER, State.FROZEN}
)
"""The owner is gone, and nobody is proven."""

_S = State
_SIDE_EXITS: Final = frozenset({_S.STEADY, _S.PAUSED, _S.ORPHANED, _S.CARETAKER, _S.WAIVED})
"""From wherever a handover is under way: cancelled, put off, owner gone, no successor, waived."""
_ENDS: Final = frozenset({_S.FROZEN, _S.RETIRED})

EXITS: Final[Mapping[State, frozenset[State]]] = {
    _S.DISCOVERED: frozenset({_S.REGISTERED, _S.RETIRED}),
    _S.REGISTERED: frozenset({_S.OWNED, _S.CARETAKER, _S.RETIRED}),
    _S.OWNED: frozenset({_S.STEADY, _S.ORPHANED}),
    _S.STEADY: frozenset({_S.LEAVING, _S.ORPHANED, _S.RETIRED}),
    _S.LEAVING: frozenset({_S.INTERVIEWING, _S.DRAFTED, _S.TEACH_BACK}) | _SIDE_EXITS,
    _S.INTERVIEWING: frozenset({_S.DRAFTED, _S.TEACH_BACK}) | _SIDE_EXITS,
    _S.DRAFTED: frozenset({_S.INTERVIEWING, _S.TEACH_BACK}) | _SIDE_EXITS,
    _S.TEACH_BACK: frozenset({_S.INTERVIEWING, _S.DRAFTED, _S.DRILL}) | _SIDE_EXITS,
    _S.DRILL: frozenset(
        {_S.ACCEPTED, _S.INTERVIEWING, _S.DRAFTED, _S.TEACH_BACK, _S.ARCHAEOLOGY, _S.RECONSTRUCTED}
    )
    | _SIDE_EXITS,
    _S.ACCEPTED: frozenset({_S.STEADY, _S.LEAVING, _S.ORPHANED}),
    _S.WAIVED: UNDER_WAY | AFTERWARDS | frozenset({_S.STEADY, _S.ASSIGNED}),
    _S.PAUSED: UNDER_WAY | frozenset({_S.STEADY, _S.ORPHANED}),
    _S.ORPHANED: frozenset({_S.ARCHAEOLOGY, _S.CARETAKER, _S.STEADY, _S.WAIVED}) | _ENDS,
    _S.ARCHAEOLOGY: frozenset({_S.RECONSTRUCTED, _S.DRILL, _S.CARETAKER, _S.STEADY, _S.WAIVED})
    | _ENDS,
    _S.RECONSTRUCTED: frozenset({_S.DRILL, _S.CARETAKER, _S.STEADY, _S.WAIVED}) | _ENDS,
    _S.CARETAKER: frozenset({_S.ASSIGNED, _S.STEADY, _S.WAIVED}) | _ENDS,
    _S.ASSIGNED: frozenset({_S.INTERVIEWING, _S.ARCHAEOLOGY, _S.CARETAKER, _S.WAIVED, _S.STEADY}),
    _S.FROZEN: frozenset({_S.ASSIGNED, _S.CARETAKER, _S.STEADY, _S.RETIRED}),
    _S.RETIRED: frozenset({_S.REGISTERED}),
}


class Mark(StrEnum):
    """What an owner says of a section in the successor's words."""

    RIGHT = "right"
    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True)
class Waiver:
    """A lead's signature under a risk that is carried until a day."""

    signed_by: str
    reason: str
    expires_on: date


@dataclass(frozen=True)
class DrillResult:
    """What came of rolling back and retraining from the card alone."""

    by: str
    has_rolled_back: bool
    has_retrained: bool

    @property
    def has_passed(self) -> bool:
        """Whether both worked."""
        return self.has_rolled_back and self.has_retrained


@dataclass(frozen=True)
class Handover:
    """The handover of one model.

    Attributes:
        model_id: which model.
        state: where it stands.
        since: since when.
        owner_id: whose knowledge it is.
        is_owner_here: whether they can still be asked.
        successor_id: who is to run it.
        caretaker_id: the lead who looks after it meanwhile; counts towards no bus factor.
        caretaker_since: since when.
        last_day: the owner's; None where none is set, or it is erased.
        until: the day on which a pause ends.
        answered: the critical sections that are answered, or are named gaps.
        retold: the critical sections that the successor has said in their own words.
        marks: what the owner said of those.
        has_been_reconstructed: whether the card is pieced together without its owner.
        proven_by: who passed the drill.
        waiver: the risk that is carried, if one is.
        is_rotation: whether only this model is handed over, and its owner goes nowhere.

    """

    model_id: int
    state: State
    since: datetime
    owner_id: str | None = None
    is_owner_here: bool = True
    successor_id: str | None = None
    caretaker_id: str | None = None
    caretaker_since: datetime | None = None
    last_day: date | None = None
    until: date | None = None
    answered: frozenset[str] = frozenset()
    retold: frozenset[str] = frozenset()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    has_been_reconstructed: bool = False
    proven_by: str | None = None
    waiver: Waiver | None = None
    is_rotation: bool = False

    @property
    def open_critical(self) -> tuple[str, ...]:
        """The critical sections that nobody has answered."""
        return tuple(section for section in CRITICAL if section not in self.answered)

    @property
    def can_be_dated(self) -> bool:
        """Whether a last day means anything to it; what has no owner waits to be claimed back."""
        return self.state not in AFTERWARDS | {State.ASSIGNED, State.RETIRED}

    @property
    def can_be_cancelled(self) -> bool:
        """Whether its owner may go on as if no last day had been set."""
        return self.state in UNDER_WAY | {State.PAUSED, State.WAIVED} and self.is_owner_here

    @property
    def can_be_reclaimed(self) -> bool:
        """Whether its owner was gone and nobody has it instead, so that they may take it back."""
        waits = AFTERWARDS | {State.ASSIGNED, State.WAIVED, State.DRILL}
        return not self.is_owner_here and self.state in waits

    @property
    def is_taught(self) -> bool:
        """Whether the owner has marked every critical section as right."""
        return all(self.marks.get(section) is Mark.RIGHT for section in CRITICAL)

    @property
    def is_proven(self) -> bool:
        """Whether the successor has shown that they can run the model from its card.

        Its owner has heard them explain it, or there was no owner left to hear it.
        """
        if self.successor_id is None or self.successor_id == self.owner_id:
            return False
        has_heard = self.is_taught or (self.has_been_reconstructed and not self.is_owner_here)
        return has_heard and self.proven_by == self.successor_id
