from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.resources import folder
from bot.surveys.bank.domain import StatementBank
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.calendar import choose_held, choose_statements, is_spent
from bot.surveys.domain import (
    Choice,
    HeldAnswer,
    Item,
    ItemReleasedError,
    ItemState,
    ReleasedItem,
    Respondent,
    check_open,
)
from bot.surveys.figures import mean_to_show

MONDAYS = st.integers(0, 600).map(lambda n: date(2025, 1, 6) + timedelta(weeks=n))
SCORES = [choice for choice in Choice if choice.score is not None]


@pytest.fixture(scope="module")
def bank() -> StatementBank:
    return load_bank(folder("knowledge"))


def an_item(
    *, state: ItemState = ItemState.OPEN, id_: int = 1, wave: date = date(2026, 1, 5)
) -> Item:
    return Item(
        id=id_,
        team_id=1,
        wave=wave,
        statement_id=f"s.{id_}",
        text="We did it.",
        question="How often?",
        options=("Never", "Rarely", "Sometimes", "Often", "Always"),
        state=state,
    )


def people(scores: list[Choice], *, leads: int = 0) -> tuple[list[HeldAnswer], list[Respondent]]:
    tokens = [bytes([number]) for number in range(len(scores))]
    answers = [HeldAnswer(token, choice) for token, choice in zip(tokens, scores, strict=True)]
    respondents = [Respondent(t, counts=n >= leads) for n, t in enumerate(tokens)]
    return answers, respondents


def test_an_item_takes_answers_until_it_is_closed() -> None:
    check_open(an_item())

    for state in (ItemState.RELEASED, ItemState.UNSHOWN):
        with pytest.raises(ItemReleasedError, match="wasn't stored"):
            check_open(an_item(state=state))


def test_four_members_are_never_shown() -> None:
    assert mean_to_show(*people([Choice.FIVE] * 4)) is None


def test_leads_do_not_count_towards_five_but_are_part_of_the_mean() -> None:
    four_members = people([Choice.ONE, *[Choice.FIVE] * 4], leads=1)
    five_members = people([Choice.ONE, *[Choice.FIVE] * 5], leads=1)

    assert mean_to_show(*four_members) is None
    assert mean_to_show(*five_members) == 43


def test_reasons_for_no_score_do_not_count_towards_five() -> None:
    answers = [*[Choice.FOUR] * 4, Choice.DONT_KNOW, Choice.NOT_APPLICABLE]

    assert mean_to_show(*people(answers)) is None
    assert mean_to_show(*people([*answers, Choice.FOUR])) == 40


def test_an_answer_of_somebody_who_was_not_asked_does_not_count() -> None:
    answers, respondents = people([Choice.FIVE] * 5)

    assert mean_to_show(answers, respondents[:4]) is None


@given(st.lists(st.sampled_from(SCORES), min_size=5, max_size=40), st.randoms())
def test_a_mean_is_rounded_half_up_and_does_not_depend_on_order(
    scores: list[Choice], rng: Random
) -> None:
    answers, respondents = people(scores)
    rng.shuffle(answers)

    tenths = mean_to_show(answers, respondents)

    exact = sum(int(choice.value) for choice in scores) / len(scores)
    assert tenths is not None
    assert -0.5 < tenths - exact * 10 <= 0.5 + 1e-9


@pytest.mark.parametrize(
    ("tenths", "mean", "words"),
    [
        (10, "1.0", "“Never”"),
        (34, "3.4", "between “Sometimes” and “Often”"),
        (50, "5.0", "“Always”"),
    ],
)
def test_a_mean_is_told_in_the_items_own_words(tenths: int, mean: str, words: str) -> None:
    released = ReleasedItem(an_item(state=ItemState.RELEASED), tenths)

    assert (released.mean, released.words) == (mean, words)


def test_an_answer_under_a_secret_that_was_lost_is_left_out_of_the_mean() -> None:
    answers, respondents = people([Choice.FIVE] * 5)
    orphan = HeldAnswer(b"nobody", Choice.ONE)

    assert mean_to_show([orphan, *answers], respondents) == 50


@given(MONDAYS)
def test_a_week_asks_five_different_practices_of_every_dimension(
    bank: StatementBank, week: date
) -> None:
    chosen = choose_statements(bank, week)

    visited = {statement.practice_id for statement in chosen}
    assert len(visited) == 5
    assert len({p.dimension for p in bank.practices if p.id in visited}) == 3


@given(MONDAYS, st.randoms())
def test_every_practice_is_visited_within_four_weeks_whatever_is_weakest(
    bank: StatementBank, week: date, rng: Random
) -> None:
    weakest = [practice.id for practice in bank.practices]
    rng.shuffle(weakest)
    weeks = [week + timedelta(weeks=n) for n in range(4)]

    visited = [s.practice_id for w in weeks for s in choose_statements(bank, w, weakest=weakest)]

    assert set(visited) == set(weakest)
    assert len(visited) == 20


def test_the_spare_slots_of_a_lap_go_to_the_weakest_practices(bank: StatementBank) -> None:
    weakest = ["monitoring", "versioning", "model-handover"]
    lap = [date(2026, 1, 26) + timedelta(weeks=n) for n in range(4)]

    visits = Counter(
        s.practice_id for week in lap for s in choose_statements(bank, week, weakest=weakest)
    )

    assert {practice for practice, count in visits.items() if count == 2} <= set(weakest)
    assert sum(count == 2 for count in visits.values()) == 2


@given(MONDAYS)
def test_a_spare_visit_asks_another_statement_than_the_lap_s_own(
    bank: StatementBank, week: date
) -> None:
    weeks = [week + timedelta(weeks=n) for n in range(4)]

    asked = [s.id for w in weeks for s in choose_statements(bank, w)]

    assert len(set(asked)) == len(asked)


def test_a_year_and_a_half_asks_every_statement(bank: StatementBank) -> None:
    weeks = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(78)]

    asked = {statement.id for week in weeks for statement in choose_statements(bank, week)}

    assert asked == {statement.id for statement in bank.statements}


def test_at_most_three_held_items_stand_below_a_week_and_the_oldest_come_first() -> None:
    waves = [date(2026, 1, 12), date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 5)]
    items = [an_item(id_=number, wave=wave) for number, wave in enumerate(waves)]

    held = choose_held(items, week=date(2026, 1, 19))

    assert [item.id for item in held] == [1, 3, 0]


def test_an_item_stays_open_for_three_weeks() -> None:
    item = an_item(wave=date(2026, 1, 5))
    weeks = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(4)]

    assert [is_spent(item, week=week) for week in weeks] == [False, False, True, True]
    assert [choose_held([item], week=week) != () for week in weeks] == [True, True, True, False]
