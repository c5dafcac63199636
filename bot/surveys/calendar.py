"""What is asked in which week: the year's calendar, and what earlier weeks left open."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise, zip_longest
from typing import Final
from zoneinfo import ZoneInfo

from bot.surveys.bank import Dimension, Practice, Statement, StatementBank
from bot.surveys.domain import WEEKS_OPEN, Item

ITEMS_A_WEEK: Final = 5
WEEKS_A_LAP: Final = 4
MOST_HELD: Final = 3
"""How many items of earlier weeks stand below the week's five, the oldest first."""

_FIRST_WEEK: Final = date(2024, 1, 1)


def week_of(moment: datetime, zone: str) -> date:
    """Return the Monday of the week in which `moment` falls in a time zone."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return day - timedelta(days=day.weekday())


def choose_statements(
    bank: StatementBank, week: date, *, weakest: Sequence[str] = ()
) -> tuple[Statement, ...]:
    """Return the five statements of a week, by a calendar that is the same for every team.

    Four weeks make a lap: each practice is visited once a lap, in the same week of it, and each
    lap asks the practice's next statement. The slots that are left over, in the lap's last weeks,
    go to the team's weakest practices.

    Args:
        bank: what there is to ask.
        week: the Monday.
        weakest: the team's practices by their latest figure, the lowest first.

    """
    practices = _in_turn(bank)
    weeks = max(WEEKS_A_LAP, -(-len(practices) // ITEMS_A_WEEK))
    lap, week_of_lap = divmod((week - _FIRST_WEEK).days // 7, weeks)
    shares = _deal(practices, weeks)
    spares: list[Practice] = []
    for share in shares[: week_of_lap + 1]:
        taken = [*share, *spares]
        others = [p for p in _by_weakness(practices, weakest) if p not in taken]
        fill = others[: ITEMS_A_WEEK - len(share)]
        spares += fill
    return (
        *(_statement(practice, turn=lap) for practice in shares[week_of_lap]),
        # A second visit within the lap asks what would otherwise come up last.
        *(_statement(practice, turn=lap + len(practice.statements) // 2) for practice in fill),
    )


def _statement(practice: Practice, *, turn: int) -> Statement:
    return practice.statements[turn % len(practice.statements)]


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
    sides = [bank.list_practices(dimension) for dimension in Dimension]
    rows = zip_longest(*sides)
    return tuple(practice for row in rows for practice in row if practice is not None)


def choose_held(open_items: Sequence[Item], *, week: date) -> tuple[Item, ...]:
    """Return the items of earlier weeks that stand below a week's five: the oldest first.

    The others wait until there is room. An item that has been open long enough does not come back.
    """
    due = [item for item in open_items if week < item.wave + timedelta(weeks=WEEKS_OPEN)]
    return tuple(sorted(due, key=lambda item: (item.wave, item.id))[:MOST_HELD])


def is_spent(item: Item, *, week: date) -> bool:
    """Whether an item with too few scores ends with the round of this week (its Monday)."""
    return week >= item.wave + timedelta(weeks=WEEKS_OPEN - 1)
