"""A handover while Slack refuses, answers get lost and the database is held by somebody else."""

import sqlite3
from datetime import timedelta
from threading import Timer

import pytest

from bot.sandbox.faults import Fault
from tests.journeys.acting import World, words
from tests.journeys.test_handing_over import Desk


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_what_slack_refuses_or_loses_of_a_handover_comes_once(desk: Desk) -> None:
    before = {actor.dm: len(actor.messages()) for actor in (desk.owner, desk.lead)}
    for fault in (
        Fault("rate_limited", method="chat.postMessage", times=3, retry_after=1),
        Fault("lost_response", method="chat.postMessage", times=2),
        Fault("server_error", method="chat.postMessage", times=2),
    ):
        desk.world.server.faults.add(fault)
    desk.set_last_day()

    desk.world.move_to(desk.world.clock.now() + timedelta(days=3))

    came = [words(message) for message in desk.owner.messages()[before[desk.owner.dm] :]]
    assert sum("Your models change hands" in text for text in came) == 1
    told = [words(message) for message in desk.lead.messages()[before[desk.lead.dm] :]]
    assert sum("hands models over until" in text for text in told) == 1


def test_an_answer_that_could_not_be_stored_is_said_not_to_be_and_kept_on_the_form(
    desk: Desk,
) -> None:
    desk.set_last_day()
    desk.pass_day()
    desk.owner.press_button("Answer")
    desk.wait_for(desk.owner, "handover.answered")
    shown = desk.owner.modal() or {}
    block = next(each["block_id"] for each in shown["blocks"] if each["type"] == "input")
    held = {block: {block.partition(".")[2]: "It drifts in May."}}
    holding = sqlite3.connect(desk.world.data / "mlops-bot.db", check_same_thread=False)
    holding.execute("BEGIN IMMEDIATE")
    release = Timer(4.0, holding.rollback)
    release.start()

    refused = desk.owner.submit(**held)
    release.join()
    holding.close()
    stored = desk.owner.submit(**held)

    assert "stored" in str(refused)
    assert refused != {"ok": True}
    assert stored == {"ok": True}
    texts = desk.services.models.list_sections(model_id=desk.model_id)
    assert [text.version for text in texts] == [1]
