"""What is asked in which week: the year's calendar, and what earlier weeks left open."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise, zip_longest
from typing import Final, Protocol, TypeVar

from bot.surveys.bank.domain import Dimension, Pack, Practice, Statement, StatementBank
from bot.surveys.domain import WEEKS_OPEN, Item

T = TypeVar("T")

ITEMS_A_WEEK: Final = 5
FEWER_A_WEEK: Final = 3
"""How many are asked while people expect little to come of it."""
SMALLEST_FALL: Final = 5
"""By how many tenths of a step trust must have fallen."""
WEEKS_A_LAP: Final = 4
MOST_HELD: Final = 3
"""How many items of earlier weeks stand below the week's own, the oldest first."""

CHECK_WEEKS: Final = (6, 7, 8)
"""How many weeks after something was declared its practice is asked about again."""

_FIRST_WEEK: Final = date(2024, 1, 1)


@dataclass(frozen=True)
class Check:
    """A practice to ask about again, from a week on (its Monday), until it was asked about."""

    practice_id: str
    since: date

    def is_due(self, week: date) -> bool:
        """Whether it is wanted in a week; within a lap the practice comes up by itself anyhow."""
        return self.since <= week < self.since + timedelta(weeks=WEEKS_A_LAP)


class Checks(Protocol):
    """Knows which practices a team is to be asked about again."""

    def list_checks(self, team_id: int) -> Sequence[Check]:
        """Return them, each with the week from which it is wanted; past ones may be among them."""
        ...


def choose_statements(
    bank: StatementBank,
    week: date,
    *,
    weakest: Sequence[str] = (),
    recent: Collection[str] = (),
    again: Collection[str] = (),
    trust: Statement | None = None,
) -> tuple[Statement, ...]:
    """Return the five statements of a week, by a calendar that is the same for every team.

    Four weeks make a lap: each practice is visited once a lap, in the same week of it, and each
    lap asks the practice's next statement. The slots that are left over, in the lap's last weeks,
    go to practices that are to be asked about again, then to the team's weakest.

    Args:
        bank: what there is to ask; only its core is.
        week: the Monday.
        weakest: the team's practices by their latest figure, the lowest first.
        recent: the statements put in the last weeks, passed over where the practice has others.
        again: practices to ask about in this week, as far as it has slots left over.
        trust: what else to ask in the next of those slots.

    """
    practices = _in_turn(bank)
    lap, week_of_lap = divmod(_number_of(week), weeks := _weeks_a_lap(len(practices)))
    shares = _deal(practices, weeks)
    spares: list[Practice] = []
    for share in shares[: week_of_lap + 1]:
        taken = [*share, *spares]
        others = [p for p in _by_weakness(practices, weakest) if p not in taken]
        fill = others[: ITEMS_A_WEEK - len(share)]
        spares += fill
    wanted = [p for p in practices if p.id in again and p not in shares[week_of_lap]]
    room = len(fill)
    has_trust = trust is not None and len(wanted) < room
    fill = list(dict.fromkeys((*wanted, *fill)))[: room - has_trust]
    return (
        *(_next(p.statements, turn=lap, recent=recent) for p in shares[week_of_lap]),
        # A second visit within the lap asks what comes up latest otherwise.
        *(
            _next(p.statements, turn=lap + (len(p.statements) + 1) // 2, recent=recent)
            for p in fill
        ),
        *([trust] if has_trust and trust is not None else []),
    )


def shorten(
    statements: Sequence[Statement], week: date, *, keep: Collection[str] = ()
) -> tuple[Statement, ...]:
    """Return the three of a week's statements that are asked where people expect little of it.

    Which are left out moves on with the lap, so that no practice is left out for good.

    Args:
        statements: the week's five, in order.
        week: the Monday.
        keep: the practices, or the like, that are asked in any case.

    """
    turn = _number_of(week) // WEEKS_A_LAP % len(statements)
    in_turn = [*statements[turn:], *statements[:turn]]
    kept = sorted(in_turn, key=lambda each: each.practice_id not in keep)[:FEWER_A_WEEK]
    return tuple(each for each in statements if each in kept)


def has_fallen(tenths: Sequence[int]) -> bool:
    """Whether the last of these means, in tenths, is lower than the one before by half a step."""
    return len(tenths) > 1 and tenths[-2] - tenths[-1] >= SMALLEST_FALL


def find_check_week(bank: StatementBank, practice_id: str, declared_on: date) -> date:
    """Return the Monday of the week in which a practice is asked about again.

    That is the week six to eight weeks on in which its turn comes; where it doesn't come then, the
    first of them with a slot left over. A lap without any has it wait for its turn.
    """
    practices = _in_turn(bank)
    shares = _deal(practices, weeks := _weeks_a_lap(len(practices)))
    monday = declared_on - timedelta(days=declared_on.weekday())
    first, last = CHECK_WEEKS[0], CHECK_WEEKS[-1]
    asked = {
        week: shares[_number_of(week) % weeks]
        for week in (monday + timedelta(weeks=n) for n in range(first, last + 1 + weeks))
    }
    wanted = list(asked)[: len(CHECK_WEEKS)]
    in_turn = [week for week, share in asked.items() if practice_id in {p.id for p in share}]
    with_room = [week for week in wanted if len(asked[week]) < ITEMS_A_WEEK]
    return next((w for w in (*in_turn, *with_room) if w in wanted), next(iter(in_turn), wanted[-1]))


def choose_from_packs(
    packs: Sequence[Pack], week: date, *, recent: Collection[str] = ()
) -> tuple[Statement, ...]:
    """Return the one statement that a team's packs add to a week, or nothing without packs.

    The packs take turns week by week, and each goes through its statements, practice by practice
    in turn.

    Args:
        packs: those that are switched on, always in the same order.
        week: the Monday.
        recent: the statements put in the last weeks, passed over.

    """
    if not packs:
        return ()
    turn, place = divmod(_number_of(week), len(packs))
    statements = _taking_turns([practice.statements for practice in packs[place].practices])
    return (_next(statements, turn=turn, recent=recent),)


def recent_since(week: date) -> date:
    """Return the first week of those whose items may still be open in `week`."""
    return week - timedelta(weeks=WEEKS_OPEN - 1)


def _number_of(week: date) -> int:
    return (week - _FIRST_WEEK).days // 7


def _weeks_a_lap(practices: int) -> int:
    """Return how many weeks make a lap; with very few practices it is shorter, so none is empty."""
    return max(1, min(WEEKS_A_LAP, practices), -(-practices // ITEMS_A_WEEK))


def _next(statements: Sequence[Statement], *, turn: int, recent: Collection[str]) -> Statement:
    """Return the statement whose turn it is, or the first after it that was not put just now."""
    start = turn % len(statements)
    in_order = [*statements[start:], *statements[:start]]
    return next((each for each in in_order if each.id not in recent), in_order[0])


def _deal(practices: Sequence[Practice], weeks: int) -> tuple[tuple[Practice, ...], ...]:
    """Share the practices out over a lap's weeks, as equally as can be, the fuller weeks first."""
    size, fuller = divmod(len(practices), weeks)
    ends = list(accumulate(size + (week < fuller) for week in range(weeks)))
    return tuple(tuple(practices[start:end]) for start, end in pairwise([0, *ends]))


def _by_weakness(practices: Sequence[Practice], weakest: Sequence[str]) -> tuple[Practice, ...]:
    """Order practices by the team's figures; those without one come last, in the usual order."""
    known = {practice_id: place for place, practice_id in enumerate(weakest)}
    return tuple(sorted(practices, key=lambda practice: known.get(practice.id, len(known))))


def _in_turn(bank: StatementBank) -> tuple[Practice, ...]:
    """Return every practice, the dimensions taking turns for as long as each has some left."""
    return _taking_turns([bank.list_practices(dimension) for dimension in Dimension])


def _taking_turns(sides: Iterable[Sequence[T]]) -> tuple[T, ...]:
    return tuple(each for row in zip_longest(*sides) for each in row if each is not None)


def choose_held(
    open_items: Sequence[Item], *, week: date, asked: Collection[str] = ()
) -> tuple[Item, ...]:
    """Return the items of earlier weeks that stand below a week's own: the oldest first.

    The others wait until there is room. An item that has been open long enough does not come back.
    A statement stands on a sheet once: not again where the week asks it anew (`asked`).
    """
    due = [item for item in open_items if week < item.wave + timedelta(weeks=WEEKS_OPEN)]
    held: dict[str, Item] = {}
    for item in sorted(due, key=lambda item: (item.wave, item.id)):
        if item.statement_id not in asked:
            held.setdefault(item.statement_id, item)
    return tuple(held.values())[:MOST_HELD]


def is_spent(item: Item, *, week: date) -> bool:
    """Whether an item with too few scores ends with the round of this week (its Monday)."""
    return week >= item.wave + timedelta(weeks=WEEKS_OPEN - 1)
