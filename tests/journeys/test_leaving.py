"""Who leaves a team, or leads it no more: what they are asked before, and what they see after."""

from collections.abc import Callable

import pytest

from bot.surveys.messages.open_rounds import PROPOSED
from tests.journeys.acting import (
    A_MINUTE,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    Actor,
    Json,
    World,
    both_ways_in,
    replied,
    words,
)

LEAVER = MEMBERS[1]
TEAM = "*Fraud models*"


@pytest.fixture
def team(world: World) -> World:
    world.set_up_team()
    return world


@pytest.fixture
def asked(team: World) -> World:
    """The team's first week, of which somebody has answered two statements."""
    team.move_to(MONDAY)
    team.person(LEAVER).answer("5", "1")
    team.wait_until(lambda: "2 of 5 stored" in words(team.person(LEAVER).sheet()))
    return team


def leave_by_command(world: World) -> None:
    replied(world, LEAVER, "leave")


def leave_channel(world: World) -> None:
    world.person(LEAVER).person.act("leave", conversation=PRIVATE)
    world.wait_until_heard()


def press_dont_ask_me(world: World) -> None:
    world.person(LEAVER).press_button("Don't ask me")
    world.wait_until(lambda: "won't be asked" in said_to(world.person(LEAVER)))


ways_out = pytest.mark.parametrize("leave", [leave_by_command, leave_channel, press_dont_ask_me])


def pass_time(world: World) -> None:
    world.move_to(world.clock.now() + A_MINUTE)


def said_to(actor: Actor) -> str:
    """All that the bot's direct messages say to somebody at the moment."""
    return "\n".join(words(message) for message in actor.messages())


def buttons(actor: Actor) -> list[str]:
    """The buttons that they can press in the direct messages."""
    rows = [b for m in actor.messages() for b in m["blocks"] if b["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row["elements"]]


def modal(actor: Actor) -> Json:
    shown = actor.modal()
    assert shown is not None
    return shown


@ways_out
def test_the_sheet_of_who_has_left_says_so_and_has_neither_scores_nor_buttons(
    asked: World, leave: Callable[[World], None]
) -> None:
    leave(asked)
    pass_time(asked)

    leaver = asked.person(LEAVER)
    assert "you are no longer asked in this team" in said_to(leaver)
    assert "Stored" not in said_to(leaver)
    assert set(buttons(leaver)) <= {"Take part after all"}
    assert "0 of 5 stored" in words(asked.person(MEMBERS[2]).sheet())


def test_who_takes_part_again_has_the_sheet_back_with_what_they_had_answered(asked: World) -> None:
    leave_by_command(asked)
    pass_time(asked)

    replied(asked, LEAVER, "join")
    pass_time(asked)

    assert "2 of 5 stored" in said_to(asked.person(LEAVER))


@ways_out
def test_the_question_about_open_rounds_asks_nothing_of_who_has_left(
    world: World, leave: Callable[[World], None]
) -> None:
    world.set_up_team(members=MEMBERS[:3])
    world.person(LEAD).say(PRIVATE, "/mlops open")
    world.wait_until(lambda: (world.person(LEAD).modal() or {}).get("callback_id") == PROPOSED)
    assert world.person(LEAD).submit() == {"ok": True}
    world.move_to(MONDAY)
    leaver = world.person(LEAVER)
    before = buttons(leaver)

    leave(world)
    pass_time(world)

    assert {"Agree", "Don't agree"} <= set(before)
    assert set(buttons(leaver)) <= {"Take part after all"}
    assert "its rounds are not yours to agree to" in said_to(leaver)


@both_ways_in
def test_the_only_lead_who_leaves_is_asked_first_and_told_who_else_could_lead(
    team: World,
) -> None:
    lead = team.person(LEAD)
    lead.say(PRIVATE, "/mlops leave")
    team.wait_until(lambda: "Pause the pulse?" in str(lead.modal()))
    pass_time(team)
    before = said_to(lead)

    asked = lead.confirm_pause()
    pass_time(team)

    assert "its pulse is paused: nobody is asked until somebody leads it" in asked
    assert f"Who takes part: <@{MEMBERS[0]}>" in asked
    assert "and 3 more" in asked
    assert f"You lead {TEAM}" in before
    assert "nobody else does: its pulse is paused" in words(modal(lead))
    assert f"You don't lead {TEAM}" in said_to(lead)
    assert "is paused" in words(lead.person.messages(PRIVATE)[-1])


def test_the_only_lead_who_steps_down_is_asked_first(team: World) -> None:
    lead = team.person(LEAD)
    lead.press_button("Step down")
    asked = lead.confirm_pause()
    pass_time(team)

    assert "If you step down, its pulse is paused" in asked
    assert f"You don't lead {TEAM}, and nobody else does" in said_to(lead)
    assert "Lead it after all" in buttons(lead)


def test_one_of_two_leads_leaves_without_being_asked(team: World) -> None:
    replied(team, LEAD, "lead @mateo")
    pass_time(team)
    team.person(MEMBERS[0]).press_button("Lead this team")
    team.wait_until(lambda: f"You lead {TEAM}" in said_to(team.person(MEMBERS[0])))

    said = replied(team, LEAD, "leave")

    assert f"You don't lead {TEAM}." in said
    assert "Pause the pulse?" not in str(team.person(LEAD).modal())
