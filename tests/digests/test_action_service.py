"""Actions as they are stored: who may set one, who answers, who inherits, what is checked."""

from datetime import date, timedelta

import pytest

from bot.digests.action_service import ActionPlan
from bot.digests.actions import ActionError, ActionFieldError, ActionState, Reply
from bot.surveys.calendar import CHECK_WEEKS, Check
from tests.digests.acting import (
    A_DAY,
    A_WEEK,
    CHANNEL,
    LEAD,
    OTHER_LEAD,
    OWNER,
    PRACTICE,
    WEDNESDAY,
    Acting,
)

MONDAY = date(2026, 3, 2)


def test_an_action_is_stored_with_its_check_six_to_eight_weeks_on(acting: Acting) -> None:
    action = acting.declare().action

    assert acting.actions.list_actions(acting.id) == (action,)
    assert action.declared_on == WEDNESDAY.date()
    assert action.check_on in {MONDAY + timedelta(weeks=weeks) for weeks in CHECK_WEEKS}


@pytest.mark.parametrize("user_id", [OWNER, "USTRANGER"])
def test_only_a_lead_sets_an_action(acting: Acting, user_id: str) -> None:
    with pytest.raises(ActionError, match="Only a lead"):
        acting.declare(user_id=user_id)

    assert acting.actions.list_actions(acting.id) == ()


def test_whoever_takes_no_part_cannot_be_named_as_owner(acting: Acting) -> None:
    with pytest.raises(ActionFieldError) as error:
        acting.declare(owner_id="USTRANGER")

    assert error.value.field == "owner"


def test_a_practice_that_nobody_asks_about_is_refused(acting: Acting) -> None:
    with pytest.raises(ActionFieldError) as error:
        acting.declare(practice="good-vibes")

    assert error.value.field == "practice"


def test_the_team_of_direct_messages_is_the_only_one_that_somebody_leads(acting: Acting) -> None:
    found = acting.actions.get_led_team(user_id=LEAD, team_id=None, channel_id="D1")

    assert found.team.id == acting.id


def test_with_two_teams_direct_messages_do_not_say_which(acting: Acting) -> None:
    acting.set_up("Churn", "CCHURN")

    with pytest.raises(ActionError, match="which team"):
        acting.actions.get_led_team(user_id=LEAD, team_id=None, channel_id="D1")


def test_the_team_of_a_channel_is_the_one_in_it(acting: Acting) -> None:
    churn = acting.set_up("Churn", "CCHURN")

    found = acting.actions.get_led_team(user_id=LEAD, team_id=None, channel_id="CCHURN")

    assert found.team.id == churn


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Reply.DONE, ActionState.DONE),
        (Reply.STILL, ActionState.OPEN),
        (Reply.DROPPED, ActionState.DROPPED),
    ],
)
def test_the_owners_answer_is_stored(acting: Acting, reply: Reply, state: ActionState) -> None:
    action = acting.declare().action

    acting.actions.record_reply(action_id=action.id, user_id=OWNER, reply=reply, now=WEDNESDAY)

    (stored,) = acting.actions.list_actions(acting.id)
    assert (stored.state, stored.reply) == (state, reply)


def test_a_second_answer_replaces_the_first(acting: Acting) -> None:
    action = acting.declare().action

    for reply in (Reply.DROPPED, Reply.STILL):
        acting.actions.record_reply(action_id=action.id, user_id=OWNER, reply=reply, now=WEDNESDAY)

    assert acting.actions.list_actions(acting.id)[0].state is ActionState.OPEN


@pytest.mark.parametrize("user_id", [LEAD, "U1"])
def test_nobody_but_the_owner_answers(acting: Acting, user_id: str) -> None:
    action = acting.declare().action

    with pytest.raises(ActionError, match="Somebody else"):
        acting.actions.record_reply(
            action_id=action.id, user_id=user_id, reply=Reply.DONE, now=WEDNESDAY
        )

    assert acting.actions.list_actions(acting.id)[0].said_on is None


def test_words_are_kept_in_one_line_and_an_empty_form_takes_them_back(acting: Acting) -> None:
    action = acting.declare().action

    for words, kept in (("It\nhelped.", "It helped."), ("", None)):
        acting.actions.record_words(action_id=action.id, user_id=OWNER, words=words, now=WEDNESDAY)
        assert acting.actions.list_actions(acting.id)[0].words == kept


def test_only_actions_without_a_word_count_as_silent(acting: Acting) -> None:
    acting.declare()
    answered = acting.declare().action
    acting.actions.record_reply(
        action_id=answered.id, user_id=OWNER, reply=Reply.STILL, now=WEDNESDAY
    )

    assert acting.actions.count_silent(acting.id, WEDNESDAY + 8 * A_WEEK - A_DAY) == 0
    assert acting.actions.count_silent(acting.id, WEDNESDAY + 8 * A_WEEK) == 1


def test_what_was_declared_stays_declared_when_it_is_dropped(acting: Acting) -> None:
    action = acting.declare().action
    acting.actions.record_reply(
        action_id=action.id, user_id=OWNER, reply=Reply.DROPPED, now=WEDNESDAY
    )

    assert acting.actions.list_declared(acting.id) == ((WEDNESDAY.date(), PRACTICE),)
    assert acting.actions.list_checks(acting.id) == ()


def test_what_was_not_dropped_is_checked(acting: Acting) -> None:
    action = acting.declare().action

    assert acting.actions.list_checks(acting.id) == (Check(PRACTICE, action.check_on),)


def test_a_team_is_shown_nothing_of_another(acting: Acting) -> None:
    churn = acting.set_up("Churn", "CCHURN")
    acting.declare()

    assert acting.actions.list_actions(churn) == ()
    assert acting.actions.list_declared(churn) == ()
    assert acting.actions.count_silent(churn, WEDNESDAY + 9 * A_WEEK) == 0


def test_a_lead_sees_the_open_actions_of_the_teams_they_lead(acting: Acting) -> None:
    acting.declare()
    done = acting.declare().action
    acting.actions.record_reply(action_id=done.id, user_id=OWNER, reply=Reply.DONE, now=WEDNESDAY)

    assert len(acting.actions.list_open_in_led(user_id=OTHER_LEAD)) == 1
    assert acting.actions.list_open_in_led(user_id=OWNER) == ()
    assert len(acting.actions.list_open_of(user_id=OWNER)) == 1


def test_a_lead_removed_while_the_form_stood_open_sets_nothing(acting: Acting) -> None:
    acting.teams.leave_team(channel_id=CHANNEL, user_id=LEAD)
    plan = ActionPlan(PRACTICE, "Pair.", OWNER)

    with pytest.raises(ActionError, match="Only a lead"):
        acting.actions.declare_action(team_id=acting.id, user_id=LEAD, plan=plan, now=WEDNESDAY)
