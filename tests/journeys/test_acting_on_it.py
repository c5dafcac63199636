"""A lead sets out to improve something, its owner is asked whether it happened; and a win."""

from datetime import timedelta

from tests.journeys.acting import (
    A_DAY,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    Actor,
    World,
    replied,
    words,
)
from tests.journeys.test_home import open_home, press, shown

MATEO = MEMBERS[0]
SENTENCE = "Pair on every retraining until the end of May."


def improve(lead: Actor, *, owner: str = MATEO, sentence: str = SENTENCE) -> object:
    """Open the form, fill it and submit it."""
    assert lead.say(PRIVATE, "/mlops improve") == {"ok": True}
    lead.world.wait_until(lambda: (lead.modal() or {}).get("callback_id") == "action.declared")
    return lead.submit(
        practice={"practice": "shared-knowledge"},
        sentence={"sentence": sentence},
        owner={"owner": owner},
    )


def in_channel(world: World) -> str:
    return "\n".join(words(m) for m in world.person(MATEO).person.messages(PRIVATE))


def test_a_promise_is_told_asked_after_and_answered(world: World) -> None:
    world.set_up_team()
    lead, mateo = world.person(LEAD), world.person(MATEO)

    assert improve(lead) == {"ok": True}
    assert "week of 9 February" in words(lead.modal() or {})
    world.settle()
    assert "sets out to improve" not in in_channel(world)
    world.move_to(MONDAY)
    assert f"sets out to improve *Shared knowledge*\n“{SENTENCE}”" in in_channel(world)

    world.move_to(MONDAY + timedelta(weeks=4))
    assert "*Did it happen?*" in words(mateo.messages()[-1])
    assert mateo.press_button("Still on it") == {"ok": True}
    world.wait_until(lambda: "Stored: still on it." in words(mateo.messages()[-1]))

    assert mateo.press_button("Add a sentence") == {"ok": True}
    world.wait_until(lambda: (mateo.modal() or {}).get("callback_id") == "action.worded")
    assert mateo.submit(words={"words": "Two of five so far."}) == {"ok": True}
    world.settle()
    assert "“Two of five so far.”" in words(mateo.messages()[-1])

    assert world.bot is not None
    (action,) = world.bot.services.actions.list_actions(1)
    assert (action.reply, action.words) == ("still", "Two of five so far.")


def test_an_owner_answers_on_their_home(world: World) -> None:
    world.set_up_team()
    improve(world.person(LEAD))
    mateo = world.person(MATEO)

    assert SENTENCE in open_home(mateo)
    assert press(mateo, "action.done") == {"ok": True}

    world.wait_until(lambda: SENTENCE not in words(shown(mateo)))
    assert world.bot is not None
    assert world.bot.services.actions.list_actions(1)[0].state == "done"


def test_an_owner_who_left_is_followed_by_the_lead(world: World) -> None:
    world.set_up_team()
    lead = world.person(LEAD)
    improve(lead)

    replied(world, MATEO, "leave")
    world.settle()
    world.move_to(MONDAY + A_DAY)

    assert any("Yours to see to now" in words(message) for message in lead.messages())


def test_whoever_takes_no_part_is_refused_in_the_form(world: World) -> None:
    world.set_up_team(members=MEMBERS[1:])
    lead = world.person(LEAD)

    done = improve(lead, owner=MATEO)

    assert "Choose somebody who takes part" in str(done)
    assert world.bot is not None
    assert world.bot.services.actions.list_actions(1) == ()


def test_a_member_is_told_that_leads_set_actions(world: World) -> None:
    world.set_up_team()

    assert "Only a lead of this team" in replied(world, MATEO, "improve")


def test_a_win_reaches_the_channel_with_a_name_at_the_teams_hour(world: World) -> None:
    world.set_up_team()

    said = replied(world, MATEO, "win Half the false alarms since the new threshold")
    world.settle()

    assert "with your name" in said
    assert "Half the false alarms" not in in_channel(world).replace(said, "")
    world.move_to(MONDAY)
    assert f"told by <@{MATEO}>\nHalf the false alarms since the new threshold" in in_channel(world)


def test_a_win_is_written_in_a_form_and_taken_back(world: World) -> None:
    world.set_up_team()
    mateo = world.person(MATEO)

    assert mateo.say(PRIVATE, "/mlops win") == {"ok": True}
    world.wait_until(lambda: (mateo.modal() or {}).get("callback_id") == "win.told")
    assert "reads it with your name" in words(mateo.modal() or {})
    assert mateo.submit(sentence={"sentence": "It works."}) == {"ok": True}
    modal = mateo.modal() or {}
    (row,) = [block for block in modal["blocks"] if block["type"] == "actions"]
    mateo.person.act(
        "modal/press",
        view_id=modal["id"],
        block_id=row["block_id"],
        action_id="win.taken_back",
    )
    world.wait_until(lambda: "Taken back" in words(mateo.modal() or {}))

    world.move_to(MONDAY)
    assert "A win for" not in in_channel(world)
