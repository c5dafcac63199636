"""The calendar for any bank: the shipped one, one with much retired, one with packs."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from bot.resources import folder
from bot.surveys.bank.domain import (
    FEWEST_IN_PACK,
    Dimension,
    Pack,
    PackPractice,
    Practice,
    Scale,
    Statement,
    StatementBank,
)
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.calendar import (
    CHECK_WEEKS,
    ITEMS_A_WEEK,
    MOST_HELD,
    choose_from_packs,
    choose_held,
    choose_statements,
    find_check_week,
    recent_since,
)
from bot.surveys.domain import Item, ItemState

OFTEN = Scale("often", "How often?", ("Never", "Rarely", "Sometimes", "Often", "Always"))
MONDAYS = st.integers(0, 600).map(lambda n: date(2025, 1, 6) + timedelta(weeks=n))


@cache
def shipped() -> StatementBank:
    return load_bank(folder("knowledge"))


def statements(practice_id: str, count: int) -> tuple[Statement, ...]:
    return tuple(
        Statement(f"{practice_id}.{number}", practice_id, "We did.", OFTEN, ())
        for number in range(count)
    )


def a_core(sizes: Sequence[int]) -> tuple[Practice, ...]:
    dimensions = list(Dimension)
    return tuple(
        Practice(
            f"core-{number}",
            dimensions[number % 3],
            "Name",
            "Meaning.",
            (),
            "a/b.md",
            statements(f"core-{number}", size),
        )
        for number, size in enumerate(sizes)
    )


def a_pack(pack_id: str, sizes: Sequence[int]) -> Pack:
    practices = tuple(
        PackPractice(
            f"{pack_id}-{number}",
            "Name",
            "Meaning.",
            (),
            None,
            statements(f"{pack_id}-{number}", size),
        )
        for number, size in enumerate(sizes)
    )
    return Pack(pack_id, pack_id.title(), "Meaning.", practices)


CORES = st.lists(st.integers(1, 6), min_size=1, max_size=20).map(a_core)
PACK_SIZES = st.lists(st.integers(1, 5), min_size=1, max_size=4).filter(
    lambda sizes: sum(sizes) >= FEWEST_IN_PACK
)
PACKS = st.lists(PACK_SIZES, min_size=1, max_size=5).map(
    lambda packs: tuple(a_pack(f"pack{number}", sizes) for number, sizes in enumerate(packs))
)


class Year:
    """A team's weeks one after another, in which nobody answers, so that all stays open."""

    def __init__(self, start: date) -> None:
        self.week = start
        self.put: list[tuple[date, Statement]] = []

    def ask(
        self, bank: StatementBank, packs: Sequence[Pack] = (), weakest: Sequence[str] = ()
    ) -> tuple[tuple[Statement, ...], tuple[Item, ...]]:
        """Return the week's own statements and the items held below them, and go a week on."""
        recent = {s.id for wave, s in self.put if wave >= recent_since(self.week)}
        fresh = (
            *choose_statements(bank, self.week, weakest=weakest, recent=recent),
            *choose_from_packs(packs, self.week, recent=recent),
        )
        open_items = [an_item(number, wave, s) for number, (wave, s) in enumerate(self.put)]
        held = choose_held(open_items, week=self.week, asked={s.id for s in fresh})
        self.put += [(self.week, statement) for statement in fresh]
        self.week += timedelta(weeks=1)
        return fresh, held


def an_item(item_id: int, wave: date, statement: Statement) -> Item:
    scale = statement.scale
    return Item(
        id=item_id,
        team_id=1,
        wave=wave,
        statement_id=statement.id,
        text=statement.text,
        question=scale.question,
        options=scale.options,
        state=ItemState.OPEN,
    )


@given(MONDAYS, CORES, st.data())
def test_each_practice_is_visited_within_any_four_weeks_whatever_is_weakest(
    start: date, core: tuple[Practice, ...], data: st.DataObject
) -> None:
    bank, year, visited = StatementBank(core), Year(start), set[str]()
    ids = [*(practice.id for practice in core), "gone-from-the-bank", "pack0-0"]

    for _ in range(4):
        fresh, _ = year.ask(bank, weakest=data.draw(st.permutations(ids)))
        visited |= {statement.practice_id for statement in fresh}

    assert visited == {practice.id for practice in core}


@given(MONDAYS, st.data())
def test_the_shipped_bank_asks_five_of_five_practices_whatever_is_weakest(
    start: date, data: st.DataObject
) -> None:
    bank, year = shipped(), Year(start)
    ids = [practice.id for practice in bank.practices]

    for _ in range(8):
        fresh, _ = year.ask(bank, weakest=data.draw(st.permutations(ids)))

        assert len({statement.practice_id for statement in fresh}) == len(fresh) == ITEMS_A_WEEK


@given(MONDAYS, CORES, PACKS, st.data())
def test_no_statement_stands_twice_on_a_sheet(
    start: date, core: tuple[Practice, ...], packs: tuple[Pack, ...], data: st.DataObject
) -> None:
    bank, year = StatementBank(core, packs), Year(start)
    ids = [practice.id for practice in core]

    for _ in range(9):
        chosen = data.draw(st.lists(st.sampled_from(packs), unique=True))
        on = bank.list_packs([pack.id for pack in chosen])
        fresh, held = year.ask(bank, on, weakest=data.draw(st.permutations(ids)))
        asked = [*(s.id for s in fresh), *(item.statement_id for item in held)]

        assert fresh
        assert len(held) <= MOST_HELD
        assert len(set(asked)) == len(asked)


@given(MONDAYS, st.data())
def test_the_shipped_bank_asks_nothing_again_while_it_may_still_be_open(
    start: date, data: st.DataObject
) -> None:
    bank, year = shipped(), Year(start)
    ids = [practice.id for practice in bank.practices]

    for _ in range(9):
        year.ask(bank, bank.packs[:1], weakest=data.draw(st.permutations(ids)))

    for wave, statement in year.put:
        near = {s.id for w, s in year.put if wave > w >= recent_since(wave)}
        assert statement.id not in near


@given(MONDAYS, st.lists(st.integers(3, 6), min_size=18, max_size=18), st.integers(0, 17))
def test_a_second_visit_asks_what_does_not_come_up_soon(
    start: date, sizes: list[int], weakest: int
) -> None:
    bank = StatementBank(a_core(sizes))
    weeks = [start + timedelta(weeks=n) for n in range(12)]

    asked = [
        (week, statement.id)
        for week in weeks
        for statement in choose_statements(bank, week, weakest=[f"core-{weakest}"])
    ]

    last: dict[str, date] = {}
    for week, statement_id in asked:
        assert week - last.get(statement_id, date.min) >= timedelta(weeks=3)
        last[statement_id] = week


@given(MONDAYS, PACKS)
def test_each_statement_of_a_pack_comes_up_once_in_as_many_of_the_pack_s_weeks(
    start: date, packs: tuple[Pack, ...]
) -> None:
    longest = max(len(pack.statements) for pack in packs)
    year, nothing = Year(start), StatementBank(())
    weeks = longest * len(packs)

    asked = [fresh for fresh, _ in (year.ask(nothing, packs) for _ in range(weeks))]

    assert {len(fresh) for fresh in asked} == {1}
    for pack in packs:
        of_pack = [s.id for (s,) in asked if s in pack.statements]
        expected = {statement.id for statement in pack.statements}
        assert len(of_pack) == longest
        assert set(of_pack[: len(expected)]) == expected


@given(MONDAYS, PACKS)
def test_packs_take_turns_week_by_week(start: date, packs: tuple[Pack, ...]) -> None:
    weeks = [start + timedelta(weeks=n) for n in range(len(packs))]

    asked = [statement for week in weeks for statement in choose_from_packs(packs, week)]

    turns = [next(pack.id for pack in packs if statement in pack.statements) for statement in asked]
    assert sorted(turns) == [pack.id for pack in packs]


def test_the_practices_of_a_pack_take_turns() -> None:
    pack = a_pack("cost", (3, 2))
    weeks = [date(2024, 1, 1) + timedelta(weeks=n) for n in range(5)]

    asked = [statement.id for week in weeks for statement in choose_from_packs([pack], week)]

    assert asked == ["cost-0.0", "cost-1.0", "cost-0.1", "cost-1.1", "cost-0.2"]


@given(MONDAYS, st.permutations(["monitoring", "versioning", "simple-first"]))
def test_a_pack_s_figures_change_nothing_in_what_the_core_asks(
    week: date, weakest: list[str]
) -> None:
    bank = shipped()
    of_packs = [practice.id for pack in bank.packs for practice in pack.practices]

    with_packs = choose_statements(bank, week, weakest=[*of_packs, *weakest])

    assert with_packs == choose_statements(bank, week, weakest=weakest)


def test_without_packs_nothing_is_added() -> None:
    assert choose_from_packs((), date(2026, 1, 5)) == ()


@given(MONDAYS, st.integers(0, 6), st.sampled_from(shipped().practices))
def test_what_was_declared_is_asked_again_six_to_eight_weeks_on(
    week: date, weekday: int, practice: Practice
) -> None:
    check = find_check_week(shipped(), practice.id, week + timedelta(days=weekday))

    asked = choose_statements(shipped(), check, again=[practice.id])

    assert (check - week).days // 7 in CHECK_WEEKS
    assert practice.id in {statement.practice_id for statement in asked}


@given(MONDAYS, st.sets(st.sampled_from([p.id for p in shipped().practices])))
def test_asking_again_adds_nothing_to_a_sheet_and_takes_no_practices_turn(
    week: date, again: set[str]
) -> None:
    usual = choose_statements(shipped(), week)

    asked = choose_statements(shipped(), week, again=again)

    changed = [new for old, new in zip(usual, asked, strict=True) if old != new]
    assert len(asked) == len({statement.id for statement in asked}) == ITEMS_A_WEEK
    assert {statement.practice_id for statement in changed} <= again
    assert len(changed) <= 1  # A week of the shipped bank has no more than one slot left over.


@given(MONDAYS, st.lists(st.integers(1, 4), min_size=1, max_size=25))
def test_a_check_falls_into_a_week_that_asks_for_it_in_any_bank(
    week: date, sizes: list[int]
) -> None:
    bank = StatementBank(a_core(sizes))

    check = find_check_week(bank, "core-0", week)

    asked = choose_statements(bank, check, again=["core-0"])
    assert "core-0" in {statement.practice_id for statement in asked}
