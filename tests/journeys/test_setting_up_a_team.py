"""Somebody makes a team of a channel; leads accept, members may decline."""

import pytest

from bot.sandbox.faults import Fault
from tests.journeys.acting import (
    A_MINUTE,
    LEAD,
    MEMBERS,
    MONDAY,
    NOT_INVITED,
    PRIVATE,
    PUBLIC,
    Actor,
    Json,
    World,
    both_ways_in,
    replied,
    words,
)

pytestmark = both_ways_in

OTHER_LEAD = MEMBERS[6]  # In Lisbon, so that she is told at once.
NOT_IN_PRIVATE = "U0000000B1"


def opened(world: World, channel: str, *, by: str = LEAD) -> str:
    """What the set-up modal says once it has looked the channel up."""
    somebody = world.person(by)
    assert somebody.say(channel, "/mlops setup") == {"ok": True}

    def said() -> str:
        return words(somebody.modal() or {})

    world.wait_until(lambda: bool(said()) and "Looking up" not in said())
    return said()


def posts(world: World, channel: str) -> list[str]:
    return [
        words(m)
        for m in world.person(LEAD).person.messages(channel)
        if m["is_bot"] and not m["ephemeral"]
    ]


def test_the_form_starts_with_the_people_of_the_channel_and_without_the_bot(world: World) -> None:
    lead = world.person(LEAD)

    lead.say(PRIVATE, "/mlops setup")
    world.wait_until(lambda: (lead.modal() or {}).get("callback_id") == "team.set_up")

    fields = {b["block_id"]: b.get("element", {}) for b in (lead.modal() or {})["blocks"]}
    assert fields["leads"]["initial_users"] == [LEAD]
    assert fields["members"]["initial_users"] == sorted([LEAD, *MEMBERS])


def test_the_channel_is_told_and_everybody_named_is_told_once(world: World) -> None:
    world.set_up_team()
    world.settle()

    (announced,) = posts(world, PRIVATE)
    assert "<@U0000000A1> set up a weekly pulse for *Fraud models*" in announced
    assert "Next pulse:" in announced
    assert all(len(world.person(user_id).received()) == 1 for user_id in MEMBERS)


def test_a_team_begins_when_a_lead_accepts(world: World) -> None:
    setter = world.person(LEAD)
    result = setter.fill_set_up(PRIVATE, name="Fraud", leads=(OTHER_LEAD,), members=MEMBERS)
    world.settle()
    assert result == {"ok": True}
    assert "The pulse begins once a lead has accepted" in posts(world, PRIVATE)[0]

    world.person(OTHER_LEAD).press_button("Lead this team")
    world.settle()
    world.move_to(MONDAY)

    assert "Next pulse:" in posts(world, PRIVATE)[1]
    assert "statements" in str(world.person(MEMBERS[0]).sheet()["text"])


def test_a_team_whose_lead_declines_is_not_asked(world: World) -> None:
    world.person(LEAD).fill_set_up(PRIVATE, name="Fraud", leads=(OTHER_LEAD,), members=MEMBERS)
    world.settle()

    world.person(OTHER_LEAD).press_button("Not me")
    world.settle()
    world.move_to(MONDAY)

    assert len(world.person(MEMBERS[0]).received()) == 1


def test_a_member_who_declines_is_not_asked_and_can_come_back(world: World) -> None:
    world.set_up_team()
    declining, returning = world.person(MEMBERS[0]), world.person(MEMBERS[1])

    declining.press_button("Don't ask me")
    returning.press_button("Don't ask me")
    world.wait_until(lambda: "won't be asked" in words(last(returning)))
    returning.press_button("Take part after all")
    world.move_to(MONDAY)

    assert not [text for text in declining.received() if "statements" in text]
    assert "statements" in returning.received()[-1]


def last(actor: Actor) -> Json:
    return actor.person.messages(actor.dm)[-1]


def test_a_second_team_in_the_channel_is_refused_with_the_first_ones_name(world: World) -> None:
    world.set_up_team()

    assert "already has a team: *Fraud models*" in opened(world, PRIVATE)


def test_two_teams_cannot_have_one_name(world: World) -> None:
    world.set_up_team()

    refused = world.person("U0000000A9").fill_set_up(
        PUBLIC, name="Fraud models", leads=("U0000000A9",), members=MEMBERS
    )

    assert refused["ok"] is False
    assert "Another team has this name" in refused["errors"]["name"]


def test_where_the_bot_is_not_in_the_channel_it_says_how_to_invite_it(world: World) -> None:
    assert "/invite @mlops-bot" in opened(world, NOT_INVITED, by="U0000000A5")


def test_an_app_cannot_be_named(world: World) -> None:
    refused = world.person(LEAD).fill_set_up(
        PRIVATE, name="Fraud", leads=(LEAD,), members=(*MEMBERS, "U0BOT00001")
    )

    assert "is an app" in refused["errors"]["members"]


def test_a_team_too_small_to_show_anything_is_told_so_at_once(world: World) -> None:
    world.set_up_team(members=MEMBERS[:3])

    assert "An average takes the scores of 5, so none can be shown." in posts(world, PRIVATE)[0]


def test_help_lists_what_can_be_typed(world: World) -> None:
    lead = world.person(LEAD)

    lead.say(PRIVATE, "/mlops help")
    world.wait_until(lambda: bool(lead.person.messages(PRIVATE)))

    reply = lead.person.messages(PRIVATE)[-1]
    assert reply["ephemeral"]
    assert "`/mlops setup`" in words(reply)
    assert "`/mlops help`" in words(reply)


def test_an_unknown_subcommand_is_answered_with_what_there_is(world: World) -> None:
    lead = world.person(LEAD)

    for number, typed in enumerate(("dance", "<!channel> now"), start=1):
        lead.say(PRIVATE, f"/mlops {typed}")
        world.wait_until(lambda: len(lead.person.messages(PRIVATE)) == number)  # noqa: B023 - waited for here

    known, odd = [words(message) for message in lead.person.messages(PRIVATE)]
    assert "There is no `/mlops dance`" in known
    assert "channel" not in odd.splitlines()[0]
    assert all("/mlops setup" in said for said in (known, odd))


def test_somebody_who_is_not_in_a_private_channel_cannot_be_named(world: World) -> None:
    refused = world.person(LEAD).fill_set_up(
        PRIVATE, name="Fraud", leads=(LEAD,), members=(*MEMBERS, NOT_IN_PRIVATE)
    )

    assert "Arjun Pillai isn't in this channel" in refused["errors"]["members"]


@pytest.mark.parametrize("method", ["users.info", "conversations.members"])
def test_when_slack_is_slow_about_people_nothing_is_stored_and_the_form_stays(
    world: World, method: str
) -> None:
    lead = world.person(LEAD)
    lead.say(PRIVATE, "/mlops setup")
    world.wait_until(lambda: (lead.modal() or {}).get("callback_id") == "team.set_up")
    filled = {"name": {"name": "Fraud"}}
    world.server.faults.add(Fault("slow", method=method, seconds=2.0))

    refused = lead.submit(**filled)

    assert refused["errors"] == {
        "members": "Slack was slow to answer about these people. Press again."
    }
    assert world.bot is not None
    assert world.bot.services.teams.list_rosters() == ()
    assert lead.submit(**filled) == {"ok": True}


@pytest.mark.parametrize("method", ["users.info", "conversations.info", "conversations.members"])
def test_when_a_look_up_fails_the_form_says_so_with_a_reference(world: World, method: str) -> None:
    world.server.faults.add(Fault("rate_limited", method=method))

    said = opened(world, PRIVATE)

    assert "again in a minute" in said
    assert "(ref " in said


def test_whoever_will_not_lead_and_is_a_member_can_decline_that_too(world: World) -> None:
    world.person(LEAD).fill_set_up(PRIVATE, name="Fraud", leads=(LEAD, OTHER_LEAD), members=MEMBERS)
    world.settle()
    other = world.person(OTHER_LEAD)

    other.press_button("Not me")
    world.wait_until(lambda: "You don't lead" in words(last(other)))

    assert "You take part in *Fraud*" in words(last(other))
    other.press_button("Don't ask me")
    world.wait_until(lambda: "won't be asked" in words(last(other)))


def test_whoever_set_the_team_up_is_told_how_they_stand(world: World) -> None:
    world.set_up_team()

    assert "You set up the weekly pulse" in words(last(world.person(LEAD)))
    world.person(LEAD).press_button("Step down")


def test_a_planner_who_only_takes_part_can_decline(world: World) -> None:
    world.person(LEAD).fill_set_up(
        PRIVATE, name="Fraud", leads=(OTHER_LEAD,), members=(LEAD, *MEMBERS)
    )
    world.settle()
    planner = world.person(LEAD)

    planner.press_button("Don't ask me")

    world.wait_until(lambda: "won't be asked" in words(last(planner)))


def test_the_channel_hears_that_the_pulse_pauses_and_goes_on(world: World) -> None:
    world.set_up_team()
    lead = world.person(LEAD)

    lead.press_button("Step down")
    lead.confirm_pause()
    world.move_to(world.clock.now() + A_MINUTE)
    lead.press_button("Lead it after all")
    world.move_to(world.clock.now() + A_MINUTE)

    said = posts(world, PRIVATE)
    assert "is paused: nobody leads it any more" in said[1]
    assert "`/mlops lead`" in said[1]
    assert "has a lead" in said[2]
    assert "Next pulse:" in said[2]


def test_whoever_wants_to_can_take_on_a_team_without_a_lead(world: World) -> None:
    world.set_up_team()
    world.person(LEAD).press_button("Step down")
    world.person(LEAD).confirm_pause()
    world.move_to(world.clock.now() + A_MINUTE)

    said = replied(world, MEMBERS[1], "lead")
    world.move_to(MONDAY)

    assert "You lead *Fraud models*" in said
    assert "has a lead" in posts(world, PRIVATE)[-1]
    assert "statements" in world.person(MEMBERS[0]).received()[-1]


def test_a_team_with_a_lead_cannot_be_taken_on(world: World) -> None:
    world.set_up_team()

    assert "has a lead, so nothing changed" in replied(world, MEMBERS[1], "lead")


def test_whoever_leaves_is_not_asked(world: World) -> None:
    world.set_up_team()

    said = replied(world, MEMBERS[1], "leave")
    again = replied(world, MEMBERS[1], "leave")
    world.move_to(MONDAY)

    assert "You won't be asked" in said
    assert "there is nothing to leave" in again
    assert not [t for t in world.person(MEMBERS[1]).received() if "statements" in t]


def test_in_a_channel_without_a_team_there_is_nothing_to_lead_or_leave(world: World) -> None:
    for typed in ("lead", "leave"):
        assert "no team yet" in replied(world, LEAD, typed)


def test_a_question_mark_asks_for_help(world: World) -> None:
    said = replied(world, LEAD, "?")

    assert said.startswith("*What you can type*")
    assert "`/mlops resume`" in said


def test_privacy_is_explained_where_it_is_asked_for(world: World) -> None:
    said = replied(world, LEAD, "privacy")

    assert "no row tells who answered, not even to whoever runs this bot" in said
    assert "who is behind which, and so whose a comment is" in said
    assert "whoever runs this bot could work out who answered what" in said
