"""What time brings of actions and wins: who is told, who is asked, and who inherits."""

import pytest

from bot.digests.actions import ActionError, Reply
from tests.digests.acting import (
    A_DAY,
    A_WEEK,
    CHANNEL,
    LEAD,
    MEMBERS,
    OTHER_LEAD,
    OWNER,
    WEDNESDAY,
    Acting,
)

FIRST_ASKED = WEDNESDAY + 4 * A_WEEK


def announced(acting: Acting, action_id: int) -> set[str]:
    """Whom an action was owed to."""
    everybody = (CHANNEL, *MEMBERS, LEAD, OTHER_LEAD)
    return {who for who in everybody if acting.is_owed(f"action:{action_id}:{who}")}


def test_a_private_channel_is_told_of_an_action(acting: Acting) -> None:
    action = acting.declare().action

    acting.move_to(WEDNESDAY)

    assert announced(acting, action.id) == {CHANNEL}
    said = acting.shown(f"action:{action.id}:{CHANNEL}")
    assert said is not None
    assert f"Set by <@{LEAD}>; <@{OWNER}> sees to it" in said


def test_a_private_channel_is_told_at_the_teams_next_hour(acting: Acting) -> None:
    action = acting.declare().action

    acting.move_to(WEDNESDAY)

    found = acting.deliveries.find(f"action:{action.id}:{CHANNEL}")
    assert found is not None
    assert found.due_at.isoformat() == "2026-03-05T08:00:00+00:00"


def test_where_others_read_the_channel_each_person_is_told_alone(acting_in_public: Acting) -> None:
    action = acting_in_public.declare().action

    acting_in_public.move_to(WEDNESDAY)

    assert announced(acting_in_public, action.id) == {*MEMBERS, LEAD, OTHER_LEAD}


def test_a_channel_that_was_opened_meanwhile_is_told_nothing(acting: Acting) -> None:
    action = acting.declare().action
    acting.move_to(WEDNESDAY)

    acting.confidential = False
    said = acting.shown(f"action:{action.id}:{CHANNEL}")

    assert said is None
    assert announced(acting, action.id) == {CHANNEL, *MEMBERS, LEAD, OTHER_LEAD}


def test_whoever_left_before_they_were_told_is_told_nothing(acting_in_public: Acting) -> None:
    action = acting_in_public.declare().action
    acting_in_public.move_to(WEDNESDAY)

    acting_in_public.leave("U1")

    assert acting_in_public.shown(f"action:{action.id}:U1") is None
    assert acting_in_public.shown(f"action:{action.id}:U2") is not None


def test_the_owner_is_asked_after_four_weeks_and_again_at_the_check(acting: Acting) -> None:
    action = acting.declare().action

    acting.move_to(FIRST_ASKED - A_DAY)
    assert not acting.is_owed(f"asking:{action.id}:1:{OWNER}")
    acting.move_to(FIRST_ASKED)
    assert acting.is_owed(f"asking:{action.id}:1:{OWNER}")
    assert not acting.is_owed(f"asking:{action.id}:2:{OWNER}")
    acting.move_to(WEDNESDAY + 8 * A_WEEK)
    assert acting.is_owed(f"asking:{action.id}:2:{OWNER}")


def test_the_clock_knows_when_an_owner_is_asked_next(acting: Acting) -> None:
    told = acting.declare()
    first, second = told.action.list_askings(told.roster.team.pulse)

    assert acting.actions.find_next_due() == first
    acting.move_to(first)
    assert acting.actions.find_next_due() == second
    acting.move_to(second)
    assert acting.actions.find_next_due() is None


def test_after_an_outage_over_both_the_owner_is_asked_once(acting: Acting) -> None:
    action = acting.declare().action

    acting.move_to(WEDNESDAY + 10 * A_WEEK)

    assert not acting.is_owed(f"asking:{action.id}:1:{OWNER}")
    assert acting.is_owed(f"asking:{action.id}:2:{OWNER}")


def test_what_is_done_is_asked_after_no_more(acting: Acting) -> None:
    action = acting.declare().action
    acting.move_to(FIRST_ASKED)

    acting.actions.record_reply(
        action_id=action.id, user_id=OWNER, reply=Reply.DONE, now=FIRST_ASKED
    )
    acting.move_to(WEDNESDAY + 10 * A_WEEK)

    assert acting.shown(f"asking:{action.id}:1:{OWNER}") is None
    assert not acting.is_owed(f"asking:{action.id}:2:{OWNER}")


def test_a_question_that_stands_shows_what_was_answered(acting: Acting) -> None:
    action = acting.declare().action
    acting.move_to(FIRST_ASKED)

    acting.actions.record_reply(
        action_id=action.id, user_id=OWNER, reply=Reply.DONE, now=FIRST_ASKED
    )

    said = acting.shown(f"asking:{action.id}:1:{OWNER}", is_posted=True)
    assert "Stored: done." in str(said)
    assert "'style': 'primary'" in str(said)


def test_when_the_owner_leaves_the_lead_inherits_and_is_told(acting: Acting) -> None:
    action = acting.declare().action
    acting.move_to(WEDNESDAY)

    acting.leave(OWNER)
    acting.move_to(WEDNESDAY + A_DAY)

    assert acting.actions.list_actions(acting.id)[0].owner_id == LEAD
    assert f"<@{OWNER}> no longer takes part" in str(
        acting.shown(f"inherited:{action.id}:{OWNER}:{LEAD}")
    )


def test_when_that_lead_leaves_too_the_other_lead_inherits(acting: Acting) -> None:
    acting.declare()
    acting.leave(OWNER)
    acting.move_to(WEDNESDAY)

    acting.leave(LEAD)
    acting.move_to(WEDNESDAY + A_DAY)

    assert acting.actions.list_actions(acting.id)[0].owner_id == OTHER_LEAD


def test_without_any_lead_nobody_inherits_until_there_is_one(acting: Acting) -> None:
    acting.declare()
    for user_id in (LEAD, OTHER_LEAD, OWNER):
        acting.leave(user_id)
    acting.move_to(WEDNESDAY)

    assert acting.actions.list_actions(acting.id)[0].owner_id == OWNER

    acting.teams.take_on_team(channel_id=CHANNEL, user_id="U1", now=WEDNESDAY)
    acting.move_to(WEDNESDAY + A_DAY)
    assert acting.actions.list_actions(acting.id)[0].owner_id == "U1"


def test_whoever_left_a_team_without_leads_is_asked_nothing(acting: Acting) -> None:
    action = acting.declare().action
    for user_id in (LEAD, OTHER_LEAD, OWNER):
        acting.leave(user_id)

    acting.move_to(FIRST_ASKED)

    assert acting.shown(f"asking:{action.id}:1:{OWNER}") is None


def test_the_heir_is_asked_in_the_owners_place(acting: Acting) -> None:
    action = acting.declare().action
    acting.move_to(FIRST_ASKED)

    acting.leave(OWNER)
    acting.move_to(WEDNESDAY + 10 * A_WEEK)

    assert acting.is_owed(f"asking:{action.id}:2:{LEAD}")
    assert "no longer needs you" in str(
        acting.shown(f"asking:{action.id}:1:{OWNER}", is_posted=True)
    )


def test_a_win_is_read_in_the_channel_with_its_tellers_name(acting: Acting) -> None:
    told = acting.wins.tell_win(
        channel_id=CHANNEL, user_id="U1", sentence="Half the <false> alarms.", now=WEDNESDAY
    )

    acting.move_to(WEDNESDAY)

    said = str(acting.shown(f"win:{told.win.id}"))
    assert "told by <@U1>" in said
    assert "Half the &lt;false&gt; alarms." in said


def test_a_win_that_was_taken_back_is_never_read(acting: Acting) -> None:
    win = acting.wins.tell_win(
        channel_id=CHANNEL, user_id="U1", sentence="Too early.", now=WEDNESDAY
    ).win
    acting.move_to(WEDNESDAY)

    assert acting.wins.take_back(win_id=win.id, user_id="U1")

    assert acting.shown(f"win:{win.id}") is None
    assert acting.wins.list_wins(acting.id, WEDNESDAY.date()) == ()
    assert not acting.wins.take_back(win_id=win.id, user_id="U1")


def test_a_win_told_anew_after_one_was_taken_back_is_read_as_well(acting: Acting) -> None:
    first = acting.wins.tell_win(
        channel_id=CHANNEL, user_id="U1", sentence="We shiped.", now=WEDNESDAY
    ).win
    acting.move_to(WEDNESDAY)
    acting.wins.take_back(win_id=first.id, user_id="U1")

    again = acting.wins.tell_win(
        channel_id=CHANNEL, user_id="U1", sentence="We shipped.", now=WEDNESDAY
    ).win
    acting.move_to(WEDNESDAY + A_DAY)

    assert again.id != first.id
    assert acting.is_owed(f"win:{again.id}")
    assert acting.shown(f"win:{first.id}") is None
    assert acting.wins.list_of(user_id="U1") == (again,)
    assert acting.wins.list_unowed(now=WEDNESDAY) == ()


def test_nobody_takes_back_anothers_win(acting: Acting) -> None:
    win = acting.wins.tell_win(
        channel_id=CHANNEL, user_id="U1", sentence="It works.", now=WEDNESDAY
    ).win

    with pytest.raises(ActionError, match="Somebody else"):
        acting.wins.take_back(win_id=win.id, user_id=LEAD)

    assert acting.wins.list_wins(acting.id, WEDNESDAY.date()) == (win,)


@pytest.mark.parametrize(
    ("channel", "user_id", "why"),
    [("CNONE", "U1", "no team"), (CHANNEL, "USTRANGER", "take part")],
)
def test_only_people_of_the_team_tell_its_wins(
    acting: Acting, channel: str, user_id: str, why: str
) -> None:
    with pytest.raises(ActionError, match=why):
        acting.wins.tell_win(channel_id=channel, user_id=user_id, sentence="Yes.", now=WEDNESDAY)


def test_wins_are_listed_from_a_day_on(acting: Acting) -> None:
    for weeks in range(3):
        acting.wins.tell_win(
            channel_id=CHANNEL,
            user_id="U1",
            sentence=f"No {weeks}.",
            now=WEDNESDAY + weeks * A_WEEK,
        )

    listed = acting.wins.list_wins(acting.id, (WEDNESDAY + A_WEEK).date())

    assert [win.sentence for win in listed] == ["No 1.", "No 2."]
