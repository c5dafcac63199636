"""The sender against the workspace's Web API: what goes out, when, and what is given up."""

from datetime import timedelta

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import Delivery, DeliveryState, Message
from bot.delivery.service import DeliveryService
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    GENERAL,
    MONDAY,
    RECOMMENDATIONS,
    Process,
    a_client,
    get,
    move_on,
    owe,
    reason_of,
    texts,
)


def test_what_is_due_is_posted_once_and_settled(
    deliveries: DeliveryService, process: Process, server: SandboxServer
) -> None:
    owe(deliveries, "pulse:1")

    taken = [process.deliver(), process.deliver()]

    (message,) = server.workspace.messages.visible(GENERAL)
    delivery = get(deliveries, "pulse:1")
    assert taken == [1, 0]
    assert message["text"] == "Text of pulse:1"
    assert (delivery.state, delivery.channel) == (DeliveryState.SENT, GENERAL)
    assert delivery.ts == message["ts"]


def test_what_is_not_due_is_not_posted(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "pulse:1", at=MONDAY + timedelta(seconds=1))

    early = process.deliver()
    move_on(clock, 1)
    in_time = process.deliver()

    assert (early, in_time) == (0, 1)
    assert texts(server) == ["Text of pulse:1"]


def test_blocks_are_shown_as_they_were_owed(
    deliveries: DeliveryService, process: Process, server: SandboxServer
) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "Hi"}, "block_id": "one"}
    deliveries.owe("pulse:1", to=GENERAL, message=Message("Hi", (block,)), at=MONDAY)

    process.deliver()

    (message,) = server.workspace.messages.visible(GENERAL)
    assert message["blocks"] == [block]


def test_a_channel_gets_one_message_a_second(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    for key in ("one", "two"):
        owe(deliveries, key)
    owe(deliveries, "elsewhere", to=RECOMMENDATIONS)

    process.deliver()
    at_once = (len(texts(server)), len(texts(server, RECOMMENDATIONS)))
    move_on(clock, 0.9)
    process.deliver()
    too_early = len(texts(server))
    move_on(clock, 0.1)
    process.deliver()

    assert at_once == (1, 1)
    assert too_early == 1
    assert texts(server) == ["Text of one", "Text of two"]
    assert get(deliveries, "two").attempts == 0


def test_a_rate_limit_is_waited_for_and_spends_no_attempt(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("rate_limited", "chat.postMessage", retry_after=42))
    owe(deliveries, "pulse:1")

    process.deliver()

    put_back = get(deliveries, "pulse:1")
    assert (put_back.state, put_back.attempts) == (DeliveryState.DUE, 0)
    assert deliveries.find_next_due() == MONDAY + timedelta(seconds=42)
    move_on(clock, 41)
    assert process.deliver() == 0
    move_on(clock, 1)
    process.deliver()
    assert texts(server) == ["Text of pulse:1"]


def test_while_slack_asks_to_wait_nothing_else_is_posted_either(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("rate_limited", "chat.postMessage", retry_after=42))
    owe(deliveries, "one")
    owe(deliveries, "other", to=RECOMMENDATIONS)

    process.deliver()
    move_on(clock, 41)
    process.deliver()
    meanwhile = texts(server), texts(server, RECOMMENDATIONS)
    move_on(clock, 1)
    process.deliver()

    assert meanwhile == ([], [])
    assert (texts(server), texts(server, RECOMMENDATIONS)) == (["Text of one"], ["Text of other"])
    assert get(deliveries, "other").attempts == 0


def test_a_limit_of_what_is_asked_before_a_post_holds_back_no_other_post(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    client = a_client(server)

    def render(part: Delivery, *, is_posted: bool) -> Message:
        client.conversations_info(channel=part.address)
        return Message("A summary")

    process = Process(database, client, clock, renderers={"summary": render})
    server.faults.add(Fault("rate_limited", "conversations.info", retry_after=42))
    owe(process.deliveries, "summary:1")
    owe(process.deliveries, "card:1", to=RECOMMENDATIONS)

    process.deliver()
    meanwhile = texts(server), texts(server, RECOMMENDATIONS)
    move_on(clock, 42)
    process.deliver()

    assert meanwhile == ([], ["Text of card:1"])
    assert texts(server) == ["A summary"]


def test_many_rate_limits_in_a_row_lose_nothing(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("rate_limited", "chat.postMessage", times=20, retry_after=30))
    owe(deliveries, "pulse:1")

    process.deliver_all()

    assert texts(server) == ["Text of pulse:1"]
    assert clock.now() == MONDAY + timedelta(seconds=20 * 30)


def test_a_permanent_refusal_gives_up_with_slacks_reason(
    deliveries: DeliveryService, process: Process, database: Database
) -> None:
    owe(deliveries, "pulse:1", to="C0NOWHERE0")

    process.deliver()

    assert get(deliveries, "pulse:1").state is DeliveryState.FAILED
    assert reason_of(database, "pulse:1") == "channel_not_found"
    assert deliveries.find_next_due() is None


def test_one_refusal_does_not_stop_the_rest(
    deliveries: DeliveryService, process: Process, server: SandboxServer
) -> None:
    owe(deliveries, "refused", to="C0NOWHERE0")
    owe(deliveries, "wanted")

    process.deliver()

    assert texts(server) == ["Text of wanted"]
