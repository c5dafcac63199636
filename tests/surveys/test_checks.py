"""A practice that is to be asked about again: in its week, once, and on nobody's account."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.database import Database
from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.calendar import Check, choose_statements
from bot.surveys.choosing import Wishes
from bot.surveys.domain import RoundState
from bot.surveys.service import SurveyService
from tests.surveys.conftest import MONDAY, SECRETS, Pulses

BANK = load_bank(folder("knowledge"))
WITH_ROOM = date(2026, 1, 12)
"""A week with a slot left over."""
PRACTICE = "versioning"
"""Its turn comes two weeks later; the week between them has a slot left over, too."""


class Wanted:
    """Wants one practice asked again."""

    def __init__(self, *checks: Check) -> None:
        self.checks = checks

    def list_checks(self, team_id: int) -> Sequence[Check]:
        return self.checks


@pytest.fixture
def checked(database: Database) -> Pulses:
    """A team that is to be asked about a practice again, two weeks before its turn."""
    pulses = Pulses(database)
    wanted = Wanted(Check(PRACTICE, WITH_ROOM))
    pulses.surveys = SurveyService(
        database, pulses.people, pulses.teams, BANK, SECRETS, wishes=Wishes(wanted)
    )
    pulses.set_up()
    return pulses


def asked_in(pulses: Pulses, week: date) -> list[str]:
    """The practices that the team is asked about anew in a week, in which all before is closed."""
    now = MONDAY + (week - MONDAY.date())
    pulses.end(now=now)
    pulses.tick(now=now)
    (sheet,) = [
        sheet
        for sheet in pulses.sheets()
        if sheet.round.week == week and sheet.round.state is RoundState.OPEN
    ][:1]
    return [answer.item.statement_id.partition(".")[0] for answer in sheet.fresh]


def test_the_week_of_the_shipped_bank_has_a_slot_left_over() -> None:
    usual = {s.practice_id for s in choose_statements(BANK, WITH_ROOM)}
    again = {s.practice_id for s in choose_statements(BANK, WITH_ROOM, again=[PRACTICE])}

    assert PRACTICE not in usual
    assert PRACTICE in again


def test_a_practice_is_asked_again_in_its_week_and_not_before(checked: Pulses) -> None:
    before = asked_in(checked, MONDAY.date())
    then = asked_in(checked, WITH_ROOM)

    assert PRACTICE not in before
    assert PRACTICE in then
    assert len(then) == 5


def test_once_asked_it_comes_again_with_its_turn_only(checked: Pulses) -> None:
    practices = [asked_in(checked, WITH_ROOM + n * timedelta(weeks=1)) for n in range(5)]

    # Its check, and its turn.
    assert [PRACTICE in week for week in practices] == [True, False, True, False, False]


def test_where_the_week_was_missed_it_is_asked_with_the_next_that_has_room(
    checked: Pulses,
) -> None:
    after = WITH_ROOM + timedelta(weeks=1)

    assert PRACTICE in asked_in(checked, after)
    assert PRACTICE not in {s.practice_id for s in choose_statements(BANK, after)}
