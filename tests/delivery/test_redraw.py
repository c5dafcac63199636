"""Messages that stand in Slack are shown as they are now, each part as its feature says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import Delivery, DeliveryState, Message
from bot.sandbox.faults import Fault
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    GENERAL,
    MONDAY,
    RECOMMENDATIONS,
    MeddlingClient,
    Process,
    a_client,
    all_texts,
    get,
    move_on,
    owe,
    texts,
)

SECRET = "Your score was four"


class Feature:
    """A feature whose messages say what it is told to; None takes one away."""

    def __init__(self) -> None:
        self.says: dict[str, str | None] = {}
        self.asked: list[tuple[str, str, bool]] = []

    def __call__(self, part: Delivery, *, is_posted: bool) -> Message | None:
        self.asked.append((part.key, part.address, is_posted))
        said = self.says.get(part.key, f"New {part.key}")
        return None if said is None else Message(said)


@pytest.fixture
def feature() -> Feature:
    return Feature()


@pytest.fixture
def process(
    database: Database, server: SandboxServer, clock: MovableClock, feature: Feature
) -> Process:
    """A process with one feature that draws, for keys that begin with pulse."""
    return Process(database, a_client(server), clock, renderers={"pulse": feature})


def redraw(process: Process, key: str, *, to: str = AISHA, name: str = "closed") -> str:
    process.deliveries.owe_redraws([(key, to)], at=process.clock.now(), name=name)
    return f"{key}:{name}"


def send_three(process: Process) -> None:
    for key in ("card:1", "pulse:1", "digest:1"):
        owe(process.deliveries, key, to=AISHA)
    process.deliver()


def press(process: Process, server: SandboxServer, ts: str) -> bool:
    channel = server.workspace.open_im(BOT_USER_ID, AISHA)[0]["id"]
    return process.drawing.redraw_pressed(process.client, user_id=AISHA, channel=channel, ts=ts)


def test_a_feature_says_at_the_last_moment_what_is_sent(
    process: Process, server: SandboxServer, feature: Feature
) -> None:
    feature.says["pulse:1"] = "Three statements"
    process.deliveries.owe("pulse:1", to=AISHA, at=MONDAY)

    process.deliver()

    assert texts(server, AISHA) == ["Three statements"]
    assert feature.asked == [("pulse:1", AISHA, False)]


def test_a_redraw_by_key_keeps_the_order_and_what_is_stored(
    process: Process, server: SandboxServer, feature: Feature
) -> None:
    send_three(process)
    (before,) = server.workspace.messages.visible(process.message_of("pulse:1").channel or "")
    metadata = before["metadata"]
    feature.says["pulse:1"] = "Over"

    key = redraw(process, "pulse:1")
    process.deliver()

    (message,) = server.workspace.messages.visible(process.message_of("pulse:1").channel or "")
    assert message["text"] == "Text of card:1 · Over · Text of digest:1"
    assert message["metadata"] == metadata
    assert get(process.deliveries, key).state is DeliveryState.SENT
    assert feature.asked[-1] == ("pulse:1", AISHA, True)


def test_a_message_in_a_channel_is_drawn_anew_too(
    process: Process, server: SandboxServer, feature: Feature
) -> None:
    owe(process.deliveries, "pulse:1")
    process.deliver()
    feature.says["pulse:1"] = "Over"

    redraw(process, "pulse:1", to=GENERAL)
    process.deliver()

    assert texts(server) == ["Over"]


@pytest.mark.parametrize("address", [GENERAL, AISHA])
def test_a_redraw_waits_until_its_message_was_sent(
    process: Process, server: SandboxServer, feature: Feature, address: str
) -> None:
    server.faults.add(Fault("server_error", "chat.postMessage", times=3))
    owe(process.deliveries, "pulse:1", to=address)
    key = redraw(process, "pulse:1", to=address)

    process.deliver()
    under_way = get(process.deliveries, key).state
    process.deliver_all()

    assert under_way is DeliveryState.DUE
    assert get(process.deliveries, key).state is DeliveryState.SENT
    assert feature.asked[-1] == ("pulse:1", address, True)


def test_a_redraw_of_what_still_waits_for_its_day_is_not_claimed(process: Process) -> None:
    owe(process.deliveries, "pulse:1", to=AISHA)
    redraw(process, "pulse:1")

    claimed = process.deliveries.claim_due(owner="ours", now=MONDAY)

    assert claimed == ()


@pytest.mark.parametrize("address", ["C0NOWHERE0", "U0NOWHERE0"])
def test_a_redraw_of_what_was_never_sent_is_skipped(
    process: Process, server: SandboxServer, address: str
) -> None:
    owe(process.deliveries, "pulse:1", to=address)

    key = redraw(process, "pulse:1", to=address)
    process.deliver_all()

    assert get(process.deliveries, key).state is DeliveryState.SKIPPED
    assert all_texts(server) == []


@pytest.mark.parametrize("kind", ["lost_response", "server_error"])
def test_a_redraw_that_failed_is_done_again_for_as_long_as_it_takes(
    process: Process, server: SandboxServer, feature: Feature, kind: str
) -> None:
    send_three(process)
    feature.says["pulse:1"] = "Over"
    server.faults.add(Fault(kind, "chat.update", times=50))

    key = redraw(process, "pulse:1")
    process.deliver_all()

    assert texts(server, AISHA) == ["Text of card:1 · Over · Text of digest:1"]
    assert get(process.deliveries, key).state is DeliveryState.SENT


def test_while_slack_asks_to_wait_with_one_redraw_no_other_is_asked_for_and_posts_go_out(
    process: Process, server: SandboxServer, feature: Feature, clock: MovableClock
) -> None:
    places = {"pulse:1": GENERAL, "pulse:2": RECOMMENDATIONS}
    for key, address in places.items():
        owe(process.deliveries, key, to=address)
    process.deliver()
    for key, address in places.items():
        redraw(process, key, to=address)
        feature.says[key] = "Over"
    server.faults.add(Fault("rate_limited", "chat.update", retry_after=42))
    owe(process.deliveries, "card:1", to=AISHA)

    process.deliver()
    move_on(clock, 41)
    process.deliver()
    meanwhile = texts(server), texts(server, RECOMMENDATIONS), texts(server, AISHA)
    move_on(clock, 1)
    process.deliver()

    assert meanwhile == (["New pulse:1"], ["New pulse:2"], ["Text of card:1"])
    assert (texts(server), texts(server, RECOMMENDATIONS)) == (["Over"], ["Over"])


def test_a_part_with_nothing_more_to_say_vanishes_and_is_forgotten(
    process: Process, server: SandboxServer, feature: Feature
) -> None:
    send_three(process)
    feature.says["pulse:1"] = None

    redraw(process, "pulse:1")
    process.deliver()

    assert texts(server, AISHA) == ["Text of card:1 · Text of digest:1"]
    assert process.deliveries.find("pulse:1") is None
    assert process.deliveries.find("card:1") is not None


@pytest.mark.parametrize("kind", [None, "lost_response", "server_error"])
def test_a_message_with_nothing_left_is_deleted_and_forgotten(
    process: Process, server: SandboxServer, feature: Feature, kind: str | None
) -> None:
    for key in ("pulse:1", "pulse:2"):
        owe(process.deliveries, key, to=AISHA)
        feature.says[key] = "Please answer"
    process.deliver()
    day = process.message_of("pulse:1").key
    feature.says = {"pulse:1": None, "pulse:2": None}
    if kind is not None:
        server.faults.add(Fault(kind, "chat.delete"))

    key = redraw(process, "pulse:2")
    process.deliver_all()

    assert texts(server, AISHA) == []
    assert [process.deliveries.find(each) for each in ("pulse:1", "pulse:2")] == [None] * 2
    assert get(process.deliveries, key).state is DeliveryState.SENT
    # The day has had its message, and has no other.
    assert get(process.deliveries, day).state is DeliveryState.SENT


def test_a_redraw_of_what_is_forgotten_is_settled_without_a_word(
    process: Process, server: SandboxServer
) -> None:
    key = redraw(process, "pulse:1")
    process.deliver_all()

    assert get(process.deliveries, key).state is DeliveryState.SENT
    assert all_texts(server) == []


def test_a_message_that_somebody_deleted_is_not_drawn_and_holds_nothing_up(
    process: Process, server: SandboxServer
) -> None:
    send_three(process)
    sent = process.message_of("pulse:1")
    process.client.chat_delete(channel=sent.channel or "", ts=sent.ts or "")

    key = redraw(process, "pulse:1")
    process.deliver_all()

    assert get(process.deliveries, key).state is DeliveryState.FAILED
    assert texts(server, AISHA) == []


def test_a_press_draws_its_message_anew(
    process: Process, server: SandboxServer, feature: Feature
) -> None:
    send_three(process)
    feature.says["pulse:1"] = SECRET

    is_drawn = press(process, server, process.message_of("pulse:1").ts or "")

    assert is_drawn
    assert texts(server, AISHA) == [f"Text of card:1 · {SECRET} · Text of digest:1"]


def test_a_press_on_a_message_that_is_just_being_sent_draws_it_anew(
    database: Database, server: SandboxServer, clock: MovableClock, feature: Feature
) -> None:
    drawn: list[bool] = []

    def press_at_once() -> None:
        channel = server.workspace.open_im(BOT_USER_ID, AISHA)[0]["id"]
        (message,) = server.workspace.messages.visible(channel)
        feature.says["pulse:1"] = SECRET
        drawn.append(press(pressed_in, server, message["ts"]))

    client = MeddlingClient(server, after=press_at_once)
    pressed_in = Process(database, a_client(server), clock, renderers={"pulse": feature})
    process = Process(database, client, clock, renderers={"pulse": feature})
    owe(process.deliveries, "pulse:1", to=AISHA)

    process.deliver()

    assert drawn == [True]
    assert texts(server, AISHA) == [SECRET]
    assert process.message_of("pulse:1").state is DeliveryState.SENT


@pytest.mark.parametrize("ts", ["1767000000.000100", f"{MONDAY.timestamp() + 60:.6f}"])
def test_a_press_on_a_message_that_is_unknown_draws_nothing(
    process: Process, server: SandboxServer, feature: Feature, ts: str
) -> None:
    send_three(process)
    feature.says["pulse:1"] = SECRET

    is_drawn = press(process, server, ts)

    assert not is_drawn
    assert SECRET not in "".join(texts(server, AISHA))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_personal_is_sent_and_stands_nowhere_in_the_database(
    process: Process, database: Database, server: SandboxServer, feature: Feature
) -> None:
    feature.says["pulse:1"] = SECRET
    server.faults.add(Fault("server_error", "chat.postMessage"))
    process.deliveries.owe("pulse:1", to=AISHA, at=MONDAY)
    process.deliver_all()
    press(process, server, process.message_of("pulse:1").ts or "")
    redraw(process, "pulse:1")
    process.deliver_all()

    file = Path(database.engine.url.database or "")
    held = [each.read_bytes() for each in file.parent.glob(f"{file.name}*")]

    assert texts(server, AISHA) == [SECRET]
    assert any(b"pulse:1" in each for each in held)
    assert not any(SECRET.encode() in each for each in held)


@pytest.mark.parametrize("say", [lambda: None, lambda: "Something"])
def test_what_has_nothing_to_say_when_it_is_due_is_settled_without_a_message(
    process: Process, server: SandboxServer, feature: Feature, say: Callable[[], Any]
) -> None:
    feature.says = {"pulse:1": None, "pulse:2": say()}
    for key in ("pulse:1", "pulse:2"):
        process.deliveries.owe(key, to=AISHA, at=MONDAY)

    process.deliver_all()

    assert texts(server, AISHA) == ([say()] if say() else [])
    assert get(process.deliveries, "pulse:1").state is DeliveryState.SKIPPED
