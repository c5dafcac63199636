from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.resources import folder
from bot.surveys.bank import StatementBank
from bot.surveys.domain import (
    Choice,
    HeldAnswer,
    Item,
    ItemReleasedError,
    ItemState,
    ReleasedItem,
    Respondent,
    check_open,
    choose_statements,
    hide,
    mean_to_show,
)
from bot.surveys.statement_bank import load_bank

MONDAYS = st.integers(0, 600).map(lambda n: date(2025, 1, 6) + timedelta(weeks=n))
SCORES = [choice for choice in Choice if choice.score is not None]


@pytest.fixture(scope="module")
def bank() -> StatementBank:
    return load_bank(folder("knowledge"))


def an_item(*, state: ItemState = ItemState.OPEN) -> Item:
    return Item(
        id=1,
        round_id=1,
        statement_id="s",
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
def test_a_mean_is_rounded_half_up_and_does_not_depend_on_order(scores: list[Choice], rng) -> None:  # type: ignore[no-untyped-def] # hypothesis types its random loosely
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


@given(MONDAYS)
def test_a_week_asks_five_different_practices_of_every_dimension(
    bank: StatementBank, week: date
) -> None:
    chosen = choose_statements(bank, week)

    practices = [bank.find_practice(statement.practice_id) for statement in chosen]
    assert len({p.id for p in practices if p}) == 5
    assert len({p.dimension for p in practices if p}) == 3


@given(MONDAYS)
def test_every_practice_is_visited_within_four_weeks(bank: StatementBank, week: date) -> None:
    weeks = [week + timedelta(weeks=n) for n in range(4)]

    visited = {s.practice_id for w in weeks for s in choose_statements(bank, w)}

    assert visited == {practice.id for practice in bank.practices}


def test_a_year_asks_every_statement(bank: StatementBank) -> None:
    weeks = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(52)]

    asked = {statement.id for week in weeks for statement in choose_statements(bank, week)}

    assert asked == {statement.id for statement in bank.statements}


@given(st.text(min_size=1), st.binary(min_size=32, max_size=32))
def test_a_person_is_another_respondent_to_every_item(user_id: str, item_key: bytes) -> None:
    secret = b"s" * 32

    here = hide(user_id, secret=secret, item_key=item_key)
    there = hide(user_id, secret=secret, item_key=bytes(32))
    elsewhere = hide(user_id, secret=b"t" * 32, item_key=item_key)

    assert len(here) == 16
    assert here == hide(user_id, secret=secret, item_key=item_key)
    assert here != elsewhere
    assert here != there or item_key == bytes(32)
