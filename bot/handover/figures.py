"""What a lead is told of the models: one verdict each, worst first, and never a gentler average."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final

from bot.handover.cards.sections import CRITICAL, SECTIONS
from bot.handover.rules.states import AFTERWARDS, PROOF_LASTS, UNDER_WAY, Handover, State, Waiver
from bot.surveys.fear import Band

CAP: Final = 49
"""Percent at most while a critical section is not accepted."""

_ALL: Final = sum(section.weight for section in SECTIONS)


class Filled(StrEnum):
    """How far a section of a card is."""

    EMPTY = "empty"
    UNKNOWN = "unknown"  # A named gap: its owner said that they don't know.
    ANSWERED = "answered"
    ACCEPTED = "accepted"  # Somebody other than its author has confirmed it.


class Verdict(IntEnum):
    """How a model stands, the worst first."""

    ORPHANED = 0
    LEAVING_UNSAFE = 1
    ONE_HEAD = 2
    STALE = 3
    UNOWNED = 4
    SAFE = 5


@dataclass(frozen=True)
class Documented:
    """How much of a card counts, and how much is answered and waits for a reader; in percent."""

    accepted: int
    unreviewed: int
    open_critical: tuple[str, ...]

    @property
    def is_capped(self) -> bool:
        """Whether a critical section keeps it below half."""
        return bool(self.open_critical)


def documented(
    filled: Mapping[str, Filled], factors: Mapping[str, float] | None = None
) -> Documented:
    """Return how much of a card counts: accepted sections only, by weight and freshness."""
    by_age = factors or {}
    accepted = answered = 0.0
    for section in SECTIONS:
        state = filled.get(section.id, Filled.EMPTY)
        if state is Filled.ACCEPTED:
            accepted += section.weight * by_age.get(section.id, 1.0)
        elif state is Filled.ANSWERED:
            answered += section.weight
    still_open = tuple(s for s in CRITICAL if filled.get(s) is not Filled.ACCEPTED)
    percent = int(100 * accepted / _ALL)
    return Documented(
        min(percent, CAP) if still_open else percent, int(100 * answered / _ALL), still_open
    )


@dataclass(frozen=True)
class Proof:
    """Somebody passed a drill, or ran the last production retraining."""

    user_id: str
    at: datetime


@dataclass(frozen=True)
class BusFactor:
    """Who has shown that they can run a model, and who says so: always both."""

    proven: frozenset[str]
    claimed: frozenset[str]


def bus_factor(
    proofs: Sequence[Proof],
    claims: AbstractSet[str],
    *,
    inactive: AbstractSet[str],
    now: datetime,
) -> BusFactor:
    """Return the active people who can run a model; proof lasts half a year, a caretaker is none.

    Whoever is proven says so, too.
    """
    proven = frozenset(p.user_id for p in proofs if now - p.at < PROOF_LASTS) - inactive
    return BusFactor(proven, (frozenset(claims) - inactive) | proven)


def judge(
    handover: Handover | None,
    *,
    owners: AbstractSet[str],
    inactive: AbstractSet[str],
    factor: BusFactor,
    is_stale: bool = False,
) -> Verdict:
    """Return how a model stands; a waiver makes none of it better."""
    active = frozenset(owners) - inactive
    leaver = _find_leaver(handover)
    staying = active - {leaver}
    proven = factor.proven - {leaver}
    if owners and not active:
        return Verdict.SAFE if len(proven) > 1 else _without_owner(proven)
    if handover is not None and handover.state in AFTERWARDS and not proven:
        return Verdict.ORPHANED
    if leaver is not None and not proven:
        return Verdict.LEAVING_UNSAFE
    if not owners:
        return Verdict.UNOWNED
    if len(proven | staying) < 2 or len(proven) < 1:
        return Verdict.ONE_HEAD
    return Verdict.STALE if is_stale else Verdict.SAFE


def _without_owner(proven: AbstractSet[str]) -> Verdict:
    return Verdict.ONE_HEAD if proven else Verdict.ORPHANED


def _find_leaver(handover: Handover | None) -> str | None:
    if handover is None or handover.last_day is None:
        return None
    is_on = handover.state in UNDER_WAY | {State.PAUSED, State.WAIVED}
    return handover.owner_id if is_on and handover.is_owner_here else None


@dataclass(frozen=True)
class Line:
    """What a lead reads of one model; `days_left` only for those who may see the date.

    `feared_by` is how many of the team would least like to be paged for it, as the team was told.
    """

    model_id: int
    name: str
    tier: int
    verdict: Verdict
    documented: Documented
    factor: BusFactor
    days_left: int | None = None
    state: State | None = None
    waiver: Waiver | None = None
    feared_by: Band | None = None


def worst_first(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return models in the order in which a lead should look at them.

    Within a verdict those come first that the team fears: it knows what no card says.
    """
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.verdict,
                line.feared_by is None,
                line.tier,
                line.documented.accepted,
            ),
        )
    )


def list_accepted_risks(lines: Sequence[Line], *, today: date) -> tuple[Line, ...]:
    """Return the models whose risk a lead carries, the first to end first."""
    carried = [(line.waiver.expires_on, line) for line in lines if line.waiver is not None]
    current = [(day, line) for day, line in carried if day > today]
    return tuple(line for _, line in sorted(current, key=lambda each: (each[0], each[1].name)))
