"""The trend as it is made of what was released, and of nothing else."""

from datetime import timedelta

import pytest

from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.trend.domain import Basis, Scope, Trend, Verdict
from bot.surveys.trend_service import TrendService
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, Pulses
from tests.surveys.small_team import EVERYBODY, SmallTeam

BANK = load_bank(folder("knowledge"))
FEW = MEMBERS[:4]


@pytest.fixture
def trends(pulses: Pulses) -> TrendService:
    return TrendService(pulses.database, pulses.teams, BANK)


def run_week(
    pulses: Pulses, week: int, choice: str = "4", *, who: tuple[str, ...] = MEMBERS
) -> None:
    """Open a week, have people score everything on their sheets, and close it."""
    now = MONDAY + week * A_WEEK
    pulses.tick(now=now)
    for sheet in pulses.sheets():
        if sheet.user_id in who and sheet.round.week == now.date():
            for number in range(len(sheet.answers)):
                pulses.answer(sheet, (sheet.user_id,), choice, item=number)
    pulses.end(now=now + A_WEEK)


def trend(trends: TrendService, team_id: int, *, weeks: int) -> Trend:
    return trends.get_trend(team_id=team_id, now=MONDAY + weeks * A_WEEK)


def test_a_team_without_a_week_behind_it_has_no_trend(pulses: Pulses, trends: TrendService) -> None:
    team_id = pulses.set_up()

    found = trend(trends, team_id, weeks=0)

    assert (found.estimates, found.weakest, found.wave) == ((), None, None)
    assert found.latest(Scope.DIMENSION, "tools") is None


def test_a_trend_says_where_everything_stands_and_how_many_answered(
    pulses: Pulses, trends: TrendService
) -> None:
    team_id = pulses.set_up()
    for week in range(2):
        run_week(pulses, week)

    found = trend(trends, team_id, weeks=2)

    assert found.wave == (MONDAY + A_WEEK).date()
    assert found.basis is Basis.HELD
    assert {one.id for one in found.list_latest(Scope.DIMENSION)} == {"culture", "process", "tools"}
    assert all(one.verdict is Verdict.BASELINE for one in found.estimates)
    assert all(one.value > 3 for one in found.list_latest(Scope.DIMENSION))
    assert found.weakest in {"culture", "process", "tools"}
    assert len(found.history(Scope.DIMENSION, "tools", weeks=12)) == 2
    assert found.response == pytest.approx(8 / 9)
    assert (found.version, found.held) == ("trend-1", 0)


def test_what_is_held_shows_nothing_yet(pulses: Pulses, trends: TrendService) -> None:
    team_id = pulses.set_up()

    run_week(pulses, 0, who=FEW)

    found = trend(trends, team_id, weeks=1)
    assert (found.estimates, found.held) == ((), 5)


def test_a_late_release_changes_no_week_before_it(pulses: Pulses, trends: TrendService) -> None:
    team_id = pulses.set_up()
    run_week(pulses, 0)
    run_week(pulses, 1, who=FEW)
    before = trend(trends, team_id, weeks=2)

    run_week(pulses, 2, "1", who=MEMBERS[4:])
    run_week(pulses, 3, "1")

    after = trend(trends, team_id, weeks=4)
    known = {(one.wave, one.id) for one in before.estimates}
    assert before.estimates == tuple(one for one in after.estimates if (one.wave, one.id) in known)
    assert after.wave == (MONDAY + timedelta(weeks=3)).date()


def test_weeks_in_which_nobody_answers_stand_there(pulses: Pulses, trends: TrendService) -> None:
    team_id = pulses.set_up()
    run_week(pulses, 0)
    for week in range(1, 5):
        run_week(pulses, week, who=())

    found = trend(trends, team_id, weeks=5)

    assert found.wave == (MONDAY + timedelta(weeks=4)).date()
    assert found.response < 0.6


def test_verdicts_go_by_the_response_that_the_digest_shows(
    pulses: Pulses, trends: TrendService
) -> None:
    team_id = pulses.set_up()
    run_week(pulses, 0)
    for week in range(1, 16):
        run_week(pulses, week, who=MEMBERS if week % 4 == 0 else ())

    found = trend(trends, team_id, weeks=16)

    assert 0 < found.response < 0.6
    assert {one.verdict for one in found.list_latest(Scope.DIMENSION)} == {
        Verdict.NOT_ENOUGH_ANSWERS
    }


def test_a_trend_is_worked_out_once_until_another_week_is_over(
    pulses: Pulses, trends: TrendService
) -> None:
    team_id = pulses.set_up()
    run_week(pulses, 0)

    first, second = (trend(trends, team_id, weeks=1) for _ in range(2))
    run_week(pulses, 1)
    later = trend(trends, team_id, weeks=2)

    assert second is first
    assert (first.wave, later.wave) == (MONDAY.date(), (MONDAY + A_WEEK).date())


def test_what_leads_set_out_to_change_is_taken_in_at_once(
    pulses: Pulses, trends: TrendService
) -> None:
    team_id = pulses.set_up()
    for week in range(4):
        run_week(pulses, week)
    now = MONDAY + 4 * A_WEEK
    plain = trends.get_trend(team_id=team_id, now=now)
    (practice, *_) = plain.list_latest(Scope.PRACTICE)

    declared = trends.get_trend(
        team_id=team_id, now=now, declared=[((MONDAY + A_WEEK).date(), practice.id)]
    )

    assert declared.latest(Scope.PRACTICE, practice.id) != practice
    assert declared.estimates[0] == plain.estimates[0]


def test_an_open_round_counts_for_its_team(pulses: Pulses) -> None:
    team = SmallTeam(pulses.database)
    team.agree()
    team.move_to(MONDAY)
    for number in range(5):
        team.answer("5", *EVERYBODY, item=number)
    team.move_to(MONDAY + A_WEEK)
    trends = TrendService(pulses.database, team.teams, BANK)

    found = trends.get_trend(team_id=team.id, now=MONDAY + A_WEEK)

    assert all(one.value > 3 for one in found.list_latest(Scope.DIMENSION))
    assert found.response == 1.0
    assert found.basis is Basis.OPEN


def test_a_lead_answers_and_counts_among_those_asked(pulses: Pulses, trends: TrendService) -> None:
    team_id = pulses.set_up()

    run_week(pulses, 0, who=(*MEMBERS, LEAD))

    assert trend(trends, team_id, weeks=1).response == 1.0
