"""The sender against the workspace's Web API: what goes out, when, and what is given up."""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import DeliveryState, Message
from bot.delivery.sender import Sender
from bot.delivery.service import DeliveryService
from bot.sandbox.faults import Fault
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    GENERAL,
    MONDAY,
    RECOMMENDATIONS,
    all_texts,
    deliver_all,
    get,
    move_on,
    owe,
    reason_of,
    texts,
)


def test_what_is_due_is_posted_once_and_settled(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer
) -> None:
    owe(deliveries, "pulse:1")

    taken = [sender.deliver_due(), sender.deliver_due()]

    (message,) = server.workspace.messages.visible(GENERAL)
    delivery = get(deliveries, "pulse:1")
    assert taken == [1, 0]
    assert message["text"] == "Text of pulse:1"
    assert (delivery.state, delivery.channel) == (DeliveryState.SENT, GENERAL)
    assert delivery.ts == message["ts"]


def test_what_is_not_due_is_not_posted(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "pulse:1", at=MONDAY + timedelta(seconds=1))

    early = sender.deliver_due()
    move_on(clock, 1)
    in_time = sender.deliver_due()

    assert (early, in_time) == (0, 1)
    assert texts(server) == ["Text of pulse:1"]


def test_a_message_to_a_person_is_settled_in_their_conversation(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer
) -> None:
    owe(deliveries, "pulse:1", to=AISHA)

    sender.deliver_due()

    conversation = server.workspace.open_im(BOT_USER_ID, AISHA)[0]
    assert texts(server, AISHA) == ["Text of pulse:1"]
    assert get(deliveries, "pulse:1").channel == conversation["id"]


def test_blocks_are_shown_as_they_were_owed(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer
) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "Hi"}, "block_id": "one"}
    deliveries.owe("pulse:1", to=GENERAL, message=Message("Hi", (block,)), at=MONDAY)

    sender.deliver_due()

    (message,) = server.workspace.messages.visible(GENERAL)
    assert message["blocks"] == [block]


def test_messages_go_out_in_the_order_of_owing(deliveries: DeliveryService, sender: Sender) -> None:
    owe(deliveries, "member", to=AISHA)
    owe(deliveries, "channel", to=GENERAL)

    sender.deliver_due()

    stamps = [get(deliveries, key).ts or "" for key in ("member", "channel")]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == 2


def test_a_channel_gets_one_message_a_second(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    for key in ("one", "two"):
        owe(deliveries, key)
    owe(deliveries, "elsewhere", to=RECOMMENDATIONS)

    sender.deliver_due()
    at_once = (len(texts(server)), len(texts(server, RECOMMENDATIONS)))
    move_on(clock, 0.9)
    sender.deliver_due()
    too_early = len(texts(server))
    move_on(clock, 0.1)
    sender.deliver_due()

    assert at_once == (1, 1)
    assert too_early == 1
    assert texts(server) == ["Text of one", "Text of two"]
    assert get(deliveries, "two").attempts == 0


def test_a_rate_limit_is_waited_for_and_spends_no_attempt(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("rate_limited", "chat.postMessage", retry_after=42))
    owe(deliveries, "pulse:1")

    sender.deliver_due()

    put_back = get(deliveries, "pulse:1")
    assert (put_back.state, put_back.attempts) == (DeliveryState.DUE, 0)
    assert deliveries.find_next_due() == MONDAY + timedelta(seconds=42)
    move_on(clock, 41)
    assert sender.deliver_due() == 0
    move_on(clock, 1)
    sender.deliver_due()
    assert texts(server) == ["Text of pulse:1"]


def test_many_rate_limits_in_a_row_lose_nothing(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("rate_limited", "chat.postMessage", times=20, retry_after=30))
    owe(deliveries, "pulse:1")

    deliver_all(sender, deliveries, clock)

    assert texts(server) == ["Text of pulse:1"]
    assert clock.now() == MONDAY + timedelta(seconds=20 * 30)


def test_a_permanent_refusal_gives_up_with_slacks_reason(
    deliveries: DeliveryService, sender: Sender, database: Database
) -> None:
    owe(deliveries, "pulse:1", to="C0NOWHERE0")

    sender.deliver_due()

    assert get(deliveries, "pulse:1").state is DeliveryState.FAILED
    assert reason_of(database, "pulse:1") == "channel_not_found"
    assert deliveries.find_next_due() is None


def test_one_refusal_does_not_stop_the_rest(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer
) -> None:
    owe(deliveries, "refused", to="C0NOWHERE0")
    owe(deliveries, "wanted")

    sender.deliver_due()

    assert texts(server) == ["Text of wanted"]


def test_a_rewrite_takes_the_place_of_its_original(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "pulse:1", to=AISHA)
    deliveries.owe_rewrite(
        "release:1", of="pulse:1", to=AISHA, message=Message("Released."), at=MONDAY
    )

    sender.deliver_due()
    before = texts(server, AISHA)
    deliver_all(sender, deliveries, clock)

    assert before == ["Text of pulse:1"]
    assert texts(server, AISHA) == ["Released."]
    assert get(deliveries, "release:1").state is DeliveryState.SENT
    assert get(deliveries, "release:1").ts == get(deliveries, "pulse:1").ts


def test_a_rewritten_message_still_carries_its_own_key(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "pulse:1")
    sender.deliver_due()
    before = server.workspace.messages.visible(GENERAL)[0]["metadata"]

    deliveries.owe_rewrite(
        "release:1", of="pulse:1", to=GENERAL, message=Message("Released."), at=MONDAY
    )
    deliver_all(sender, deliveries, clock)

    (message,) = server.workspace.messages.visible(GENERAL)
    assert message["text"] == "Released."
    assert message["metadata"] == before
    assert "pulse:1" in str(before)


def test_a_rewrite_whose_answer_was_lost_is_simply_done_again(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "pulse:1")
    deliveries.owe_rewrite(
        "release:1", of="pulse:1", to=GENERAL, message=Message("Released."), at=MONDAY
    )
    server.faults.add(Fault("lost_response", "chat.update", times=2))

    deliver_all(sender, deliveries, clock)

    assert texts(server) == ["Released."]
    assert get(deliveries, "release:1").state is DeliveryState.SENT


@pytest.mark.parametrize("was_owed", [True, False])
def test_a_rewrite_of_what_was_never_sent_is_skipped(
    deliveries: DeliveryService,
    sender: Sender,
    server: SandboxServer,
    clock: MovableClock,
    was_owed: bool,
) -> None:
    if was_owed:
        owe(deliveries, "pulse:1", to="C0NOWHERE0")
    deliveries.owe_rewrite(
        "release:1", of="pulse:1", to=GENERAL, message=Message("Released."), at=MONDAY
    )

    deliver_all(sender, deliveries, clock)

    assert get(deliveries, "release:1").state is DeliveryState.SKIPPED
    assert all_texts(server) == []
