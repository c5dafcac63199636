"""When an owner is asked what before their last day, and how much of it there is room for."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from bot.handover.cards.sections import CRITICAL, ORDER, SECTIONS

MOST_ANSWERS: Final = 3
"""New answers in one session; some ten minutes."""
MOST_IN_SHORT: Final = 6
"""With short notice a session takes twenty minutes: the critical sections of one model."""
SHORT_NOTICE: Final = 10
"""Working days; with fewer, only critical sections are asked."""

_USUAL: Final = (20, 16, 12, 9, 7, 6)
"""Working days before the last one on which sessions lie where there is room to choose."""
_LAST_SESSION: Final = 6
TEACH_BACK_BY: Final = 5
DRILL_BY: Final = 2
LAST_CALL: Final = 1
"""Working days before the last one: teach-back, drill, and what is still open."""

_ORPHAN_COST: Final = {1: 4, 2: 2, 3: 1}
_UNPROVEN: Final = 2


class Works(Protocol):
    """Knows on which days somebody works."""

    def works_on(self, day: date) -> bool:
        """Whether this is a working day of theirs."""


@dataclass(frozen=True)
class Burden:
    """One model of an owner, as far as planning needs it.

    Attributes:
        model_id: which model.
        tier: 1 is critical, 3 is minor.
        is_proven: whether somebody else has shown that they can run it.
        open_sections: what nobody has answered.
        skipped: what the owner would rather be asked later.
        prefilled: what they only confirm, which takes up no room.

    """

    model_id: int
    tier: int
    is_proven: bool
    open_sections: frozenset[str]
    skipped: frozenset[str] = frozenset()
    prefilled: frozenset[str] = frozenset()

    @property
    def open_critical(self) -> tuple[str, ...]:
        """The critical sections among them."""
        return tuple(section for section in CRITICAL if section in self.open_sections)

    @property
    def urgency(self) -> int:
        """How much is lost with it: tier, times unproven, times what could not be recovered."""
        unrecoverable = sum(s.weight for s in SECTIONS if s.id in self.open_sections)
        return _ORPHAN_COST.get(self.tier, 1) * (1 if self.is_proven else _UNPROVEN) * unrecoverable


@dataclass(frozen=True, order=True)
class Question:
    """A section that an owner is to be asked of a model."""

    model_id: int
    section_id: str


@dataclass(frozen=True)
class Session:
    """What somebody is asked on one day."""

    day: date
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Capacity:
    """How many models there are, and for how many of them there is room.

    `fitting` and `beyond` are their ids, the most urgent first.
    """

    fitting: tuple[int, ...]
    beyond: tuple[int, ...]
    answers_left: int
    questions_left: int

    @property
    def is_enough(self) -> bool:
        """Whether every model's critical sections can still be asked."""
        return not self.beyond


@dataclass(frozen=True)
class Plan:
    """The sessions until a last day, and what they have room for."""

    sessions: tuple[Session, ...]
    capacity: Capacity
    is_short: bool


def days_before(last_day: date, works: Works, *, first: date) -> dict[int, date]:
    """Return the working days from `first` on by how many there are left after each.

    The last working day up to the last day is 0 working days before it.
    """
    span = (last_day - first).days
    days = [date.fromordinal(first.toordinal() + n) for n in range(max(0, span + 1))]
    working = [day for day in days if works.works_on(day)]
    return dict(enumerate(reversed(working)))


def rank(burdens: Sequence[Burden]) -> tuple[Burden, ...]:
    """Return models in the order in which they are asked about: most to lose first."""
    return tuple(sorted(burdens, key=lambda each: (-each.urgency, each.model_id)))


def plan(burdens: Sequence[Burden], *, last_day: date, works: Works, today: date) -> Plan:
    """Lay out the sessions from `today` on; what was skipped comes at the end.

    It is made anew from what is open each time, so that a missed session moves on by itself.
    """
    days = days_before(last_day, works, first=today)
    is_short = _is_short(burdens, days)
    ranked = rank(burdens)
    most = MOST_IN_SHORT if is_short else MOST_ANSWERS
    room = _days_with_room(days, is_short=is_short)
    questions, confirmations = _part(
        _order(ranked, is_short=is_short, room=len(room) * most), ranked
    )
    chosen = _choose(days, room, count=-(-len(questions) // most), is_short=is_short)
    sessions = tuple(
        Session(day, questions[number * most : (number + 1) * most])
        for number, day in enumerate(chosen)
        if questions[number * most :]
    )
    together = _add_confirmations(sessions, confirmations)
    return Plan(together, _capacity(ranked, len(room) * most), is_short)


def _is_short(burdens: Sequence[Burden], days: dict[int, date]) -> bool:
    """Whether only the critical sections are asked, many at a time.

    Days run out in a handover of full notice, too; as long as what is open fits into the usual
    sessions that are left, these stay as they were announced.
    """
    if (max(days) if days else 0) >= SHORT_NOTICE:
        return False
    usual = sum(left >= _LAST_SESSION for left in days)
    still_open = sum(len(burden.open_sections - burden.prefilled) for burden in burdens)
    has_critical = any(burden.open_critical for burden in burdens)
    return not usual or (has_critical and still_open > usual * MOST_ANSWERS)


def _part(
    questions: tuple[Question, ...], ranked: Sequence[Burden]
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Return what takes an answer, and what only takes a look; if nothing else is left, that."""
    known = {(burden.model_id, section) for burden in ranked for section in burden.prefilled}
    looks = tuple(q for q in questions if (q.model_id, q.section_id) in known)
    answers = tuple(q for q in questions if q not in looks)
    return (answers, looks) if answers else (looks, ())


def _add_confirmations(
    sessions: tuple[Session, ...], confirmations: tuple[Question, ...]
) -> tuple[Session, ...]:
    """Return the sessions with a few confirmations each, the last ones first."""
    found = list(sessions)
    for place in reversed(range(len(found))):
        taken, confirmations = confirmations[:MOST_ANSWERS], confirmations[MOST_ANSWERS:]
        found[place] = Session(found[place].day, (*found[place].questions, *taken))
    return tuple(found)


def _days_with_room(days: dict[int, date], *, is_short: bool) -> tuple[date, ...]:
    """Return the days on which there may be a session; teach-back and drill need the last ones."""
    last = LAST_CALL if is_short else _LAST_SESSION
    found = tuple(day for left, day in sorted(days.items(), reverse=True) if left >= last)
    return found or tuple(days[left] for left in sorted(days)[:1])


def _order(ranked: Sequence[Burden], *, is_short: bool, room: int) -> tuple[Question, ...]:
    """Return what is asked in which order; with one model, and time, in the card's own."""
    wanted = [(burden, section) for burden in ranked for section in burden.open_sections]
    if is_short:
        wanted = [(burden, section) for burden, section in wanted if section in CRITICAL]
    is_tight = len(ranked) > 1 or len(wanted) > room
    place = {burden.model_id: number for number, burden in enumerate(ranked)}

    def key(each: tuple[Burden, str]) -> tuple[bool, bool, int, int]:
        burden, section = each
        is_later = is_tight and section not in CRITICAL
        return section in burden.skipped, is_later, place[burden.model_id], ORDER[section]

    return tuple(Question(b.model_id, section) for b, section in sorted(wanted, key=key))


def _choose(
    days: dict[int, date], room: Sequence[date], *, count: int, is_short: bool
) -> tuple[date, ...]:
    """Return on which days the sessions lie: the usual ones, or as many more as are needed."""
    if is_short:
        return tuple(room[:count])
    usual = [days[left] for left in _USUAL if left in days]
    others = [day for day in room if day not in usual]
    missing = max(0, count - len(usual))
    added = others[len(others) - missing :] if missing < len(others) else others
    return tuple(sorted([*usual, *added]))[:count]


def _capacity(ranked: Sequence[Burden], answers: int) -> Capacity:
    fitting: list[int] = []
    beyond: list[int] = []
    left = answers
    for burden in ranked:
        needed = len(burden.open_critical)
        if needed <= left:
            fitting.append(burden.model_id)
            left -= needed
        else:
            beyond.append(burden.model_id)
    questions = sum(len(burden.open_critical) for burden in ranked)
    return Capacity(tuple(fitting), tuple(beyond), answers, questions)


def choose_now(
    burdens: Sequence[Burden], *, of_day: AbstractSet[Question], most: int = MOST_ANSWERS
) -> tuple[Question, ...]:
    """Return what is asked in a session that is under way, beyond what it has answered already."""
    questions = _order(rank(burdens), is_short=most > MOST_ANSWERS, room=most)
    return tuple(q for q in questions if q not in of_day)[: max(0, most - len(of_day))]
