from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.surveys.messages.open_rounds import question
from bot.surveys.open_rounds import OpenRoundError, OpenState
from tests.surveys.small_team import A_WEEK, EVERYBODY, LEAD, MEMBERS, MONDAY, SmallTeam

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def team(database: Database) -> SmallTeam:
    return SmallTeam(database)


def consents(team: SmallTeam) -> dict[str, bool | None]:
    with team.database.reading() as connection:
        rows = connection.execute(text("SELECT user_id, agrees FROM survey_consent"))
        return {user_id: None if agrees is None else bool(agrees) for user_id, agrees in rows}


def test_the_rounds_after_everybody_agreed_are_open(team: SmallTeam) -> None:
    team.agree()

    team.move_to(MONDAY)

    assert team.round().is_open
    assert all(answer.item.is_open for answer in team.sheet().answers)


def test_one_who_has_not_answered_is_enough_for_ordinary_rounds(team: SmallTeam) -> None:
    team.agree(*EVERYBODY[:-1])

    team.move_to(MONDAY)

    assert not team.round().is_open
    assert team.state() is OpenState.ASKED


def test_an_open_round_shows_the_average_of_one_answer(team: SmallTeam) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", "U0")
    team.answer("4", "U0", LEAD, item=1)
    team.answer("dont-know", "U0", item=2)

    team.move_to(MONDAY + A_WEEK)

    shown = team.summary()
    assert [(r.mean, r.count) for r in shown.released] == [("2.0", 1), ("4.0", 2)]
    assert (len(shown.unshown), shown.held, shown.is_shown_open) == (3, (), True)


def test_an_ordinary_round_of_the_same_team_shows_nothing(team: SmallTeam) -> None:
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)

    team.move_to(MONDAY + A_WEEK)

    assert team.summary().released == ()
    assert len(team.summary().held) == 5


def test_what_was_put_in_an_ordinary_round_never_becomes_open(team: SmallTeam) -> None:
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)
    team.agree()

    team.move_to(MONDAY + A_WEEK)
    second = team.sheet(week=MONDAY + A_WEEK)
    team.move_to(MONDAY + 2 * A_WEEK)

    held = [answer.item for answer in second.answers if answer not in second.fresh]
    assert second.round.is_open
    assert held
    assert not any(item.is_open for item in held)
    shown = team.summary(week=MONDAY + A_WEEK)
    assert {item.id for item in held} & {r.item.id for r in shown.released} == set()


def test_a_withdrawal_in_the_middle_of_the_week_keeps_the_round_from_being_shown(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)

    team.withdraw("U1")
    team.move_to(MONDAY + A_WEEK)

    shown = team.summary()
    assert (shown.released, len(shown.held), shown.is_shown_open) == ((), 5, False)
    assert not any(item.is_open for item in shown.held)
    assert not team.round(week=MONDAY + A_WEEK).is_open


def test_what_was_withdrawn_is_not_shown_when_everybody_agrees_again_later(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)
    team.withdraw("U1")
    team.move_to(MONDAY + A_WEEK)

    team.agree()
    team.move_to(MONDAY + 2 * A_WEEK)
    team.move_to(MONDAY + 3 * A_WEEK)

    third = team.summary(week=MONDAY + 2 * A_WEEK)
    first_items = {answer.item.id for answer in team.sheet().answers}
    assert team.round(week=MONDAY + 2 * A_WEEK).is_open
    assert first_items & {r.item.id for r in third.released} == set()


def test_who_withdraws_and_then_agrees_to_a_new_proposal_with_all_others_has_it_shown(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)
    team.withdraw("U1")

    team.agree()
    team.move_to(MONDAY + A_WEEK)

    assert [r.count for r in team.summary().released] == [4]


def test_items_that_are_ordinary_after_all_are_shown_once_five_have_scored_them(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *MEMBERS)
    team.withdraw("U1")
    for user_id in ("U3", "U4"):
        team.join(user_id)
    team.move_to(MONDAY + A_WEEK)
    second = team.sheet(week=MONDAY + A_WEEK)
    is_held = [answer not in second.fresh for answer in second.answers]
    answered = [answer.choice is not None for answer in second.answers]
    held = (is_held.index(True), answered.index(True))

    team.answer("2", "U3", "U4", item=held[0], week=MONDAY + A_WEEK)
    team.move_to(MONDAY + 2 * A_WEEK)

    assert held[0] == held[1]
    (released,) = team.summary(week=MONDAY + A_WEEK).released
    assert (released.mean, released.count, released.item.is_open) == ("2.0", None, False)


def test_a_fifth_member_in_the_middle_of_the_week_ends_it_for_the_next_round_only(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)

    for user_id in ("U3", "U4"):
        team.join(user_id)
    team.move_to(LATER)
    team.move_to(MONDAY + A_WEEK)

    assert team.state() is OpenState.ENDED
    assert [r.count for r in team.summary().released] == [4]
    assert not team.round(week=MONDAY + A_WEEK).is_open


def test_who_withdraws_after_it_has_ended_still_keeps_the_running_round_from_being_shown(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)
    team.join("U3")
    team.move_to(LATER)
    assert team.standing("U0").can_withdraw

    team.withdraw("U0")
    team.move_to(MONDAY + A_WEEK)

    assert team.summary().released == ()


def test_somebody_new_who_leads_ends_it_and_is_not_shown_the_running_round(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)

    team.begin_to_lead("UNEW")
    team.move_to(MONDAY + A_WEEK)

    assert team.state() is OpenState.ENDED
    assert team.summary().released == ()


def test_who_has_left_does_not_agree_any_more_not_even_when_they_come_back(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)

    team.leave("U2")
    team.move_to(LATER)
    assert team.state() is OpenState.AGREED
    team.join("U2")
    team.move_to(MONDAY + A_WEEK)

    assert "U2" not in consents(team)
    assert team.state() is OpenState.ENDED
    assert team.summary().released == ()


def test_three_of_four_go_on_with_open_rounds_when_one_has_left(team: SmallTeam) -> None:
    team.agree()
    team.leave("U2")

    team.move_to(MONDAY)

    assert team.round().is_open


def test_a_newcomer_is_asked_too_while_not_everybody_has_agreed(team: SmallTeam) -> None:
    team.agree(*MEMBERS)
    team.join("U3")
    team.say(LEAD)
    before = team.state()

    team.say("U3")

    assert (before, team.state()) == (OpenState.ASKED, OpenState.AGREED)


def test_who_is_not_in_the_team_can_neither_agree_nor_withdraw(team: SmallTeam) -> None:
    team.agree()

    for agrees in (True, False):
        with pytest.raises(OpenRoundError, match="You aren't asked in this team"):
            team.say("USTRANGER", agrees=agrees)

    assert team.state() is OpenState.AGREED
    assert "USTRANGER" not in consents(team)


def test_a_button_of_a_team_that_is_not_there_changes_nothing(team: SmallTeam) -> None:
    with pytest.raises(OpenRoundError, match="You aren't asked"):
        team.consents.answer(team_id=99, number=1, user_id="U0", agrees=True)


def test_nobody_can_agree_before_it_is_proposed_nor_to_an_older_proposal(team: SmallTeam) -> None:
    with pytest.raises(OpenRoundError, match="Nobody has proposed"):
        team.say("U0")
    team.agree()
    team.withdraw("U0")
    with pytest.raises(OpenRoundError, match="closed"):
        team.say("U0")
    team.propose()
    with pytest.raises(OpenRoundError, match="closed"):
        team.say("U0", number=1)

    assert consents(team) == {}


def test_a_new_proposal_asks_everybody_anew(team: SmallTeam) -> None:
    team.agree()
    team.withdraw("U0")

    team.propose()
    team.say("U0")

    assert team.state() is OpenState.ASKED
    assert consents(team) == {"U0": True}


def test_not_agreeing_to_an_older_question_answers_no_newer_one(team: SmallTeam) -> None:
    team.agree()
    team.withdraw("U0")
    team.propose()

    with pytest.raises(OpenRoundError, match="closed"):
        team.say("U1", agrees=False, number=1)

    assert consents(team) == {}
    (asked,) = team.consents.list_unasked()
    assert "U1" in asked.people


def test_who_agrees_to_the_newer_question_withdraws_with_an_older_one_as_well(
    team: SmallTeam,
) -> None:
    team.agree()
    team.withdraw("U0")
    team.propose()
    team.say("U1")

    team.say("U1", agrees=False, number=1)

    assert consents(team) == {"U1": False}


def test_a_second_lead_s_proposal_does_not_ask_twice(team: SmallTeam) -> None:
    team.agree("U0")

    again = team.propose()

    assert again.proposal is not None
    assert again.proposal.number == 1
    assert consents(team) == {"U0": True}


def test_only_a_lead_of_a_small_team_proposes(team: SmallTeam) -> None:
    with pytest.raises(OpenRoundError, match="Only a lead"):
        team.propose("U0")
    team.join("U3")
    team.join("U4")

    with pytest.raises(OpenRoundError, match="this one has 5"):
        team.propose()

    assert team.standing().proposal is None


def test_presses_repeated_and_at_once_leave_one_answer(team: SmallTeam) -> None:
    team.agree(*EVERYBODY[1:])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: team.say("U0"), range(8)))

    assert consents(team) == dict.fromkeys(EVERYBODY, True)
    assert team.state() is OpenState.AGREED


def test_leads_who_propose_at_once_ask_once(team: SmallTeam) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: team.propose().proposal, range(8)))

    assert {proposal.number for proposal in made if proposal is not None} == {1}


def test_two_teams_with_the_same_people_agree_each_for_itself(
    team: SmallTeam, database: Database
) -> None:
    other = SmallTeam(database, name="Ranking")
    other.propose()
    team.agree()

    team.move_to(MONDAY)

    assert (team.round().is_open, other.round().is_open) == (True, False)
    assert other.state() is OpenState.ASKED


def test_a_round_that_opens_while_nobody_leads_or_ticks_asks_the_people_of_the_moment(
    team: SmallTeam,
) -> None:
    team.agree()
    team.join("U3")

    # The round opens before anybody has looked what the newcomer means.
    for roster in team.surveys.list_due_to_open(now=MONDAY):
        team.surveys.open_round(roster, now=MONDAY)

    assert not team.round().is_open


def test_who_was_asked_is_forgotten_once_it_has_ended_and_no_round_stands_on_it(
    team: SmallTeam,
) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.withdraw("U1")
    for telling in team.consents.list_untold():
        team.consents.mark_told(telling=telling)
    team.move_to(LATER)
    assert len(consents(team)) == 4

    team.move_to(MONDAY + A_WEEK)
    team.consents.settle_all()

    assert consents(team) == {}
    for user_id in ("U0", "U1"):
        with pytest.raises(OpenRoundError, match="no open round is left to withdraw from"):
            team.say(user_id, agrees=False)
    assert consents(team) == {}


def test_an_open_round_leaves_no_link_between_people_and_rows_either(team: SmallTeam) -> None:
    team.agree()
    team.move_to(MONDAY)
    team.answer("2", *EVERYBODY)
    item_id = team.sheet().answers[0].item.id
    team.answers.record_comment(item_id=item_id, user_id="U0", text="Noise.", may_show=True)

    team.move_to(MONDAY + A_WEEK)

    assert team.surveys.clear_traces() == 1
    left = {
        table: rows(team, table, item_id)
        for table in ("survey_item_key", "survey_open_answer", "survey_open_comment")
    }
    assert left == {"survey_item_key": [], "survey_open_answer": [], "survey_open_comment": []}
    assert [row[1:] for row in rows(team, "survey_answer", item_id)] == [(item_id, "2")] * 4
    assert [row[1:] for row in rows(team, "survey_comment", item_id)] == [
        (item_id, "Noise.", True, None)
    ]


def rows(team: SmallTeam, table: str, item_id: int) -> list[tuple[object, ...]]:
    statement = f"SELECT * FROM {table} WHERE item_id = {item_id}"  # noqa: S608 - constants
    with team.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_a_comment_keeps_what_its_writer_allowed_and_it_can_be_changed_while_open(
    team: SmallTeam,
) -> None:
    team.move_to(MONDAY)
    item_id = team.sheet().answers[0].item.id

    stored = []
    for may_show in (False, True, False):
        team.answers.record_comment(item_id=item_id, user_id="U0", text="N.", may_show=may_show)
        stored.append(team.answers.get_own_answer(item_id=item_id, user_id="U0").may_show)
    others = team.answers.get_own_answer(item_id=item_id, user_id="U1")

    assert stored == [False, True, False]
    assert (others.comment, others.may_show) == (None, False)
    assert [answer.may_show for answer in team.sheet().answers] == [False] * 5


@pytest.mark.parametrize("has_agreed", [None, True, False])
def test_the_question_to_somebody_who_has_left_has_no_buttons(
    team: SmallTeam, has_agreed: bool | None
) -> None:
    team.propose()
    if has_agreed is not None:
        team.say("U0", agrees=has_agreed)
    team.leave("U0")

    asked = question(team.standing("U0"))

    assert "You aren't asked in" in str(asked.blocks)
    assert [block["type"] for block in asked.blocks] == ["section"]
