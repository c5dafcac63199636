"""Whether anything comes of the answers: asked once a month; when it falls, less is asked."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest

from bot.resources import folder
from bot.surveys.bank.domain import TRUST
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.calendar import choose_statements, has_fallen, shorten
from bot.surveys.domain import Sheet
from bot.surveys.overview_service import OverviewService
from tests.surveys.conftest import A_WEEK, MEMBERS, MONDAY, Pulses
from tests.surveys.writing import SCALES, a_folder, a_practice

BANK = load_bank(folder("knowledge"))
WEEKS = [date(2026, 1, 5) + timedelta(weeks=number) for number in range(26)]


def open_weeks(pulses: Pulses, *, since: int = 0) -> Iterator[Sheet]:
    """The first member's sheet of each week from a number on, one closed before the next opens."""
    for number in count(since):
        now = MONDAY + number * A_WEEK
        pulses.end(now=now)
        pulses.tick(now=now)
        yield next(s for s in pulses.sheets() if s.round.opens_at == now)


def weeks_of(pulses: Pulses, choices: list[str]) -> list[Sheet]:
    """The sheets of weeks in which everybody gives trust the month's choice, and nothing else."""
    sheets: list[Sheet] = []
    left = list(choices)
    for sheet in open_weeks(pulses):
        sheets.append(sheet)
        for number, answer in enumerate(sheet.answers):
            if answer.item.statement_id.startswith(TRUST):
                pulses.answer(sheet, MEMBERS[:5], left.pop(0), item=number)
        if not left:
            break
    return sheets


def next_week(pulses: Pulses, sheets: list[Sheet]) -> Sheet:
    return next(open_weeks(pulses, since=len(sheets)))


def asks_for_trust(sheet: Sheet) -> bool:
    return any(answer.item.statement_id.startswith(TRUST) for answer in sheet.fresh)


def test_it_is_asked_once_in_every_month_and_makes_no_week_longer(pulses: Pulses) -> None:
    pulses.set_up()

    sheets = weeks_of(pulses, ["4", "4", "4"])

    months = [sheet.round.week.month for sheet in sheets if asks_for_trust(sheet)]
    assert months == [1, 2, 3]
    assert {len(sheet.fresh) for sheet in sheets} == {5}


def test_it_counts_in_no_practice_and_no_dimension() -> None:
    assert BANK.trust is not None
    assert TRUST not in {practice.id for practice in BANK.practices}
    assert BANK.trust not in BANK.statements


def test_with_fewer_than_five_answers_it_is_held_as_any_other(pulses: Pulses) -> None:
    pulses.set_up()
    for sheet in open_weeks(pulses):
        for number, answer in enumerate(sheet.answers):
            is_trust = answer.item.statement_id.startswith(TRUST)
            pulses.answer(sheet, MEMBERS[: 4 if is_trust else 5], "2", item=number)
        if asks_for_trust(sheet):
            break
    following = next(open_weeks(pulses, since=2))

    assert not asks_for_trust(following)
    assert [a.item.statement_id for a in following.answers[5:]] == ["trust.will-change"]


def test_after_a_fall_three_are_asked_until_it_is_asked_again(pulses: Pulses) -> None:
    pulses.set_up()
    overviews = OverviewService(pulses.database, pulses.teams, pulses.surveys)

    sheets = weeks_of(pulses, ["4", "3"])
    after = next_week(pulses, sheets)

    assert len(after.fresh) == 3
    assert overviews.has_lost_trust(team_id=1)


def test_once_it_falls_no_further_five_are_asked_again(pulses: Pulses) -> None:
    pulses.set_up()
    overviews = OverviewService(pulses.database, pulses.teams, pulses.surveys)

    sheets = weeks_of(pulses, ["4", "3", "3"])

    assert asks_for_trust(sheets[-1])  # Also while fewer are asked.
    assert len(next_week(pulses, sheets).fresh) == 5
    assert not overviews.has_lost_trust(team_id=1)


@pytest.mark.parametrize(
    ("tenths", "fell"),
    [((), False), ((20,), False), ((40, 36), False), ((40, 35), True), ((40, 30, 30), False)],
)
def test_only_half_a_step_since_the_last_is_a_fall(tenths: tuple[int, ...], fell: bool) -> None:
    assert has_fallen(tenths) is fell


def test_no_practice_is_left_out_for_good() -> None:
    asked: dict[str, list[date]] = {practice.id: [] for practice in BANK.practices}

    for week in [WEEKS[0] + timedelta(weeks=number) for number in range(40)]:
        for statement in shorten(choose_statements(BANK, week), week):
            asked[statement.practice_id].append(week)

    gaps = [later - earlier for weeks in asked.values() for earlier, later in pairwise(weeks)]
    assert all(asked.values())
    assert max(gaps) <= timedelta(weeks=16)


def test_what_is_to_be_asked_in_any_case_is_not_left_out() -> None:
    for week in WEEKS:
        five = choose_statements(BANK, week, trust=BANK.trust)
        first = five[0].practice_id

        three = shorten(five, week, keep=(first, TRUST))

        assert len(three) == 3
        assert first in {statement.practice_id for statement in three}


def test_an_installation_words_it_anew(tmp_path: Path) -> None:
    own = "statement: {id: trust.seen, text: What we said last month was heard., scale: often}\n"

    bank = load_bank(a_folder(tmp_path, scales=SCALES, culture=a_practice(), trust=own))

    assert bank.trust is not None
    assert bank.trust.text == "What we said last month was heard."
