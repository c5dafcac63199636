"""People open the bot's Home: a member, a lead, and somebody of no team."""

from datetime import timedelta
from typing import cast

from tests.journeys.acting import (
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    Actor,
    Json,
    World,
    words,
)

STRANGER = "U0000000B1"


def open_home(somebody: Actor) -> str:
    """Open somebody's Home, and return what it says."""
    home = shown(somebody)
    assert somebody.person.act("open-home") == {"ok": True}
    somebody.world.wait_until(lambda: shown(somebody) != home)
    return words(shown(somebody))


def shown(somebody: Actor) -> Json:
    return cast("Json", somebody.person.state()["home"] or {})


def press(somebody: Actor, action_id: str, **more: object) -> Json:
    """Press something on somebody's Home."""
    home = shown(somebody)
    (block_id,) = [
        block["block_id"]
        for block in home["blocks"]
        for element in (*block.get("elements", []), block.get("element", {}))
        if element.get("action_id") == action_id
    ]
    return somebody.person.act(
        "modal/press", view_id=home["id"], block_id=block_id, action_id=action_id, **more
    )


def test_a_member_finds_what_waits_and_what_is_stored(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    mateo = world.person(MEMBERS[0])

    said = open_home(mateo)

    assert "*Fraud models* in" in said
    assert "answers are taken until" in said
    assert "When the bot writes to you" in said
    assert "• Fraud models: member" in said
    assert "Teams you lead" not in said


def test_a_lead_finds_their_rounds_and_no_number_of_those_who_answered(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    for user_id in MEMBERS[:5]:
        world.person(user_id).answer("4", "4")
    world.move_to(MONDAY + A_WEEK)

    said = open_home(world.person(LEAD))

    assert "Teams you lead" in said
    assert (
        "Last week 9 were asked; 2 of 5 statements have been scored by 5 members or more." in said
    )
    assert "*4.0*" in said
    assert press(world.person(LEAD), "export.opened.1") == {"ok": True}
    world.wait_until(lambda: "wave,practice,dimension" in words(world.person(LEAD).modal() or {}))
    assert ",4.0,5+" in words(world.person(LEAD).modal() or {})


def test_somebody_of_no_team_is_told_how_to_begin(world: World) -> None:
    said = open_home(world.person(STRANGER))

    assert "You take part in no team" in said
    assert "Ask the playbook" in said
    assert "You were named in no team" in said


def test_a_question_on_home_is_answered_in_direct_messages(world: World) -> None:
    somebody = world.person(STRANGER)
    open_home(somebody)

    done = press(somebody, "playbook.asked_at_home", value="How often should we retrain?")

    assert done == {"ok": True}
    world.wait_until(lambda: "Your last question is answered" in words(shown(somebody)))
    assert "You asked: How often should we retrain?" in str(somebody.messages()[-1])


def test_a_pause_is_set_and_ended_on_home(world: World) -> None:
    somebody = world.person(MEMBERS[0])
    open_home(somebody)
    until = (world.clock.now() + timedelta(days=10)).date()

    assert press(somebody, "people.pause_opened") == {"ok": True}
    world.wait_until(lambda: somebody.modal() is not None)
    assert somebody.submit(until={"until": str(until)}) == {"ok": True}

    world.wait_until(lambda: "End the pause" in words(shown(somebody)))
    assert press(somebody, "people.resume") == {"ok": True}
    world.wait_until(lambda: "End the pause" not in words(shown(somebody)))


def test_a_pause_into_the_past_is_refused_in_its_form(world: World) -> None:
    somebody = world.person(MEMBERS[0])
    open_home(somebody)

    assert press(somebody, "people.pause_opened") == {"ok": True}
    world.wait_until(lambda: somebody.modal() is not None)
    done = somebody.submit(until={"until": "2020-01-01"})

    assert "isn't in the future" in str(done)


def test_home_says_the_same_of_whoever_has_answered_and_whoever_has_not(world: World) -> None:
    world.set_up_team()
    world.move_to(MONDAY)
    world.person(MEMBERS[0]).answer("1", "2", "3", "4", "5")

    one, other = (open_home(world.person(user_id)) for user_id in MEMBERS[2:4])
    answered = open_home(world.person(MEMBERS[0]))

    waiting = [said.partition("Waiting for you")[2].partition("\n\n")[0] for said in (one, other)]
    assert waiting[0] == waiting[1]
    assert waiting[0] in answered
