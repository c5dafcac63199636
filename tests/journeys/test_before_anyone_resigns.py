"""What Slack shows before anybody leaves: a second owner, a pause that was a drill, a rotation."""

from datetime import timedelta

import pytest

from bot.handover.cards.sections import CRITICAL
from bot.handover.rules.states import State
from tests.journeys.acting import LEAD, PRIVATE, Actor, Json, World, replied, words
from tests.journeys.test_handing_over import OWNER, SUCCESSOR, Desk
from tests.journeys.test_models import press_below
from tests.sandbox.driving import post

TOO = SUCCESSOR


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def wait_for(desk: Desk, actor: Actor, said: str) -> Json:
    """Let days pass until somebody reads something, and return that message."""
    for _ in range(5):
        found = [m for m in actor.messages() if said in words(m)]
        if found:
            return found[-1]
        desk.pass_day()
    raise AssertionError(f"Nobody said {said!r}.")


def become_second_owner(desk: Desk) -> str:
    """Have somebody say that the model is theirs too, and its owner confirm it."""
    replied(desk.world, TOO, "model churn")
    shown = next(m for m in reversed(desk.successor.person.messages(PRIVATE)) if m["ephemeral"])
    assert press_below(desk.successor, PRIVATE, shown, "Mine too") == {"ok": True}
    wait_for(desk, desk.owner, "is theirs too")
    assert desk.owner.press_button("Theirs too") == {"ok": True}
    desk.world.settle()
    return words(wait_for(desk, desk.owner, "too, as <@"))


def answer_apart(desk: Desk) -> None:
    for _ in range(2):
        desk.successor.press_button("Answer apart")
        desk.wait_for(desk.successor, "before.apart_answered")
        for _ in range(3):
            first = next(
                b for b in (desk.successor.modal() or {})["blocks"] if b["type"] == "input"
            )
            section = str(first["block_id"]).partition(".")[0]
            held: Json = {f"{section}.instead": {"instead": "dont_know"}}
            assert desk.successor.submit(**held) == {"ok": True}
        desk.close(desk.successor)
    desk.world.settle()


def test_a_second_owner_is_asked_apart_and_where_they_differ_is_settled(desk: Desk) -> None:
    confirmed = become_second_owner(desk)
    desk.set_last_day(successor=None)
    asked = wait_for(desk, desk.successor, "you own it too")
    answer_apart(desk)
    wait_for(desk, desk.owner, "before your models change hands")
    desk.answer_all(desk.owner, first="make retrain ENV=prod")

    different = wait_for(desk, desk.lead, "The owners of churn differ")
    desk.lead.press_button("Compare")
    desk.wait_for(desk.lead, "before.compared")
    form = desk.lead.modal() or {}
    section = str(form["blocks"][-1]["block_id"]).partition(".")[0]
    assert desk.lead.submit(**{f"{section}.kept": {"kept": "first"}}) == {"ok": True}

    assert f"as <@{OWNER}> said" in confirmed
    assert "6 questions" in words(asked)
    assert "knowledge no card has" in words(different)
    assert section in CRITICAL
    assert "make retrain ENV=prod" in words(form)
    assert "Doesn't know" in words(form)


def test_a_pause_of_the_owner_asks_who_stood_in_what_they_could_not_answer(desk: Desk) -> None:
    become_second_owner(desk)
    back = desk.world.clock.now().date() + timedelta(days=7)
    assert desk.owner.say(PRIVATE, f"/mlops pause until {back}") == {"ok": True}
    desk.world.move_to(desk.world.clock.now() + timedelta(days=7))

    wait_for(desk, desk.successor, "What could you not answer about churn")
    desk.successor.press_button("Write it down")
    desk.wait_for(desk.successor, "before.away_written")
    secret = "TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123"
    refused = desk.successor.submit(gaps={"gaps": secret})
    desk.successor.submit(gaps={"gaps": "Which cluster does it retrain on?"})
    done = words(desk.successor.modal() or {})
    desk.world.settle()
    read = wait_for(desk, desk.owner, "While you were away")

    assert "looks like a secret" in str(refused)
    assert "1 gap stands" in done
    assert "Which cluster does it retrain on?" in words(read)
    assert desk.state() is State.STEADY


def test_a_lead_starts_a_rotation_and_a_guests_handover_from_what_is_proposed(desk: Desk) -> None:
    wait_for(desk, desk.lead, "this quarter?")
    assert desk.lead.press_button("Start") == {"ok": True}
    desk.wait_for(desk.lead, "handover.dated")
    rotation = words(desk.lead.modal() or {})
    desk.close(desk.lead)
    assert desk.lead.press_button("Not this quarter") == {"ok": True}
    ends = int((desk.world.clock.now() + timedelta(days=20)).timestamp())
    post(desk.world.server, "set-guest", {"user": OWNER, "ends_at": ends})

    proposal = wait_for(desk, desk.lead, "guest account ends after")
    assert desk.lead.press_button("Set the last day") == {"ok": True}
    desk.wait_for(desk.lead, "handover.dated")
    assert desk.lead.submit() == {"ok": True}
    desk.world.settle()

    assert f"<@{OWNER}> hands over until 2026-02-0" in rotation
    assert f"<@{LEAD}>" in rotation
    assert "nothing is asked of them before you set the day" in words(proposal)
    assert any("Not now" in words(m) for m in desk.lead.messages())
    assert desk.state() is State.LEAVING
