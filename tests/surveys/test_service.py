from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.surveys.domain import AnswerError, Choice, ItemReleasedError, NotAskedError
from bot.teams.domain import Role, Standing
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, THURSDAY, Pulses


def test_a_round_opens_once_however_often_the_clock_ticks(pulses: Pulses) -> None:
    pulses.set_up()

    moved = [pulses.tick(now=MONDAY) for _ in range(3)]

    assert moved == [1, 0, 0]
    assert len(pulses.sheets()) == len(MEMBERS) + 1


def test_a_round_opens_once_though_eight_processes_tick_at_once(pulses: Pulses) -> None:
    pulses.set_up()

    with ThreadPoolExecutor(8) as pool:
        moved = list(pool.map(lambda _: pulses.tick(now=MONDAY), range(8)))

    assert sum(moved) == 1
    assert len(pulses.sheets()) == len(MEMBERS) + 1


def test_a_round_closes_once_though_eight_processes_tick_at_once(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.open()

    with ThreadPoolExecutor(8) as pool:
        closed = list(pool.map(lambda _: pulses.end(now=MONDAY + A_WEEK), range(8)))

    assert sum(closed) == 1


def test_nothing_opens_before_its_moment(pulses: Pulses) -> None:
    pulses.set_up()

    assert pulses.surveys.find_next_due() == MONDAY
    assert pulses.tick(now=MONDAY - timedelta(seconds=1)) == 0


def test_weeks_that_went_by_unwatched_are_kept_as_missed_and_the_present_one_opens(
    pulses: Pulses,
) -> None:
    pulses.set_up()

    pulses.tick(now=MONDAY + 2 * A_WEEK + timedelta(hours=75))

    with pulses.database.reading() as connection:
        rows = connection.execute(text("SELECT week, state FROM survey_round ORDER BY week"))
        assert [(str(row.week), row.state) for row in rows] == [
            ("2026-01-05", "missed"),
            ("2026-01-12", "missed"),
            ("2026-01-19", "open"),
        ]
    assert len(pulses.sheets()) == len(MEMBERS) + 1


def test_a_clock_that_was_wrong_does_not_silence_a_team_for_years(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.tick(now=MONDAY + 250 * A_WEEK)

    pulses.tick(now=MONDAY)

    assert pulses.surveys.find_next_due() == MONDAY + A_WEEK


def test_a_sheet_that_is_owed_is_not_listed_again(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.open()
    first, *others = pulses.plans.list_unowed_plans()

    pulses.plans.mark_owed(plans=[first])

    assert pulses.plans.list_unowed_plans() == tuple(others)


def test_an_answer_stands_on_the_sheet_of_the_one_who_gave_it_only(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    pulses.answer(sheet, ("U0",), "4")

    own = pulses.sheet_of("U0", sheet.round)
    others = pulses.sheet_of("U1", sheet.round)
    assert own.answers[0].choice is Choice.FOUR
    assert [answer.choice for answer in own.answers[1:]] == [None] * 4
    assert [answer.choice for answer in others.answers] == [None] * 5


def test_presses_of_one_person_at_once_leave_one_answer(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda c: pulses.answer(sheet, ("U0",), c), "12345123"))

    assert pulses.count_answers() == 1


def test_an_item_with_five_scores_is_released_and_one_with_four_stays_open(
    pulses: Pulses,
) -> None:
    pulses.set_up()
    sheet = pulses.open()
    pulses.answer(sheet, MEMBERS[:5], "4", item=0)
    pulses.answer(sheet, MEMBERS[:4], "4", item=1)

    pulses.close()

    summary = pulses.summary()
    assert [(r.item.id, r.mean) for r in summary.released] == [(sheet.answers[0].item.id, "4.0")]
    assert len(summary.held) == 4
    assert summary.unshown == ()


def test_the_summary_is_the_same_for_everyone_asked(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.open()

    pulses.close()

    (summary,) = pulses.surveys.list_unowed_summaries()
    assert summary.asked == (*MEMBERS, LEAD)


def test_a_closed_round_closes_once(pulses: Pulses) -> None:
    pulses.set_up()
    pulses.open()

    closed = [pulses.end(now=MONDAY + A_WEEK) for _ in range(2)]

    assert closed == [1, 0]


def test_a_closed_item_takes_neither_answer_nor_comment(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    pulses.answer(sheet, MEMBERS[:5], "4")
    pulses.close()
    item_id = sheet.answers[0].item.id

    with pytest.raises(ItemReleasedError, match="average is out"):
        pulses.answers.record_answer(item_id=item_id, user_id="U0", choice=Choice.ONE)
    with pytest.raises(ItemReleasedError, match="average is out"):
        pulses.answers.record_comment(item_id=item_id, user_id="U0", text="Late.")


def test_who_is_not_asked_can_store_nothing(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    with pytest.raises(NotAskedError):
        pulses.answer(sheet, ("USTRANGER",), "4")
    with pytest.raises(NotAskedError):
        pulses.answers.record_answer(item_id=999, user_id="U0", choice=Choice.ONE)
    assert pulses.count_answers() == 0


def test_an_empty_comment_takes_the_old_one_away(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()
    item_id = sheet.answers[0].item.id

    pulses.answers.record_comment(item_id=item_id, user_id="U0", text="Alerts are noise.")
    before = pulses.answers.get_own_answer(item_id=item_id, user_id="U0").comment
    pulses.answers.record_comment(item_id=item_id, user_id="U0", text="  ")

    assert before == "Alerts are noise."
    assert pulses.answers.get_own_answer(item_id=item_id, user_id="U0").comment is None


def test_a_comment_that_is_too_long_is_refused_with_its_length(pulses: Pulses) -> None:
    pulses.set_up()
    sheet = pulses.open()

    with pytest.raises(AnswerError, match="3001"):
        pulses.answers.record_comment(
            item_id=sheet.answers[0].item.id, user_id="U0", text="x" * 3001
        )


def test_a_team_without_a_lead_any_more_is_not_asked(pulses: Pulses) -> None:
    team_id = pulses.set_up()
    pulses.teams.answer_naming(
        team_id=team_id, user_id=LEAD, role=Role.LEAD, standing=Standing.DECLINED
    )
    pulses.tick(now=MONDAY)

    assert pulses.sheets() == []
    assert pulses.surveys.find_next_due() is None


def test_a_week_that_runs_goes_on_when_the_last_lead_steps_down(pulses: Pulses) -> None:
    team_id = pulses.set_up()
    sheet = pulses.open()
    pulses.teams.answer_naming(
        team_id=team_id, user_id=LEAD, role=Role.LEAD, standing=Standing.DECLINED
    )

    pulses.tick(now=MONDAY)
    pulses.answer(sheet, MEMBERS[:5], "4")
    pulses.close()

    assert [released.mean for released in pulses.summary().released] == ["4.0"]


def test_a_person_in_two_teams_is_two_respondents(pulses: Pulses) -> None:
    pulses.set_up(name="Fraud")
    pulses.set_up(name="Ranking")
    pulses.tick(now=MONDAY)
    sheets = [s for s in pulses.sheets() if s.user_id == "U0"]

    for sheet in sheets:
        pulses.answer(sheet, ("U0",), "4")

    with pulses.database.reading() as connection:
        respondents = connection.scalars(text("SELECT respondent FROM survey_open_answer")).all()
    assert len(sheets) == 2
    assert len(set(respondents)) == 2


def test_a_team_is_first_asked_after_it_was_set_up(pulses: Pulses) -> None:
    pulses.set_up()

    assert pulses.tick(now=THURSDAY) == 0
