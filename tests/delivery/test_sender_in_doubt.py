"""What may have been posted already: looked for first, and never posted on a guess."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import LEASE, REQUEST_TIMEOUT, DeliveryState
from bot.delivery.service import DeliveryService
from bot.resources import manifest_file
from bot.sandbox.faults import Fault
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    GENERAL,
    MONDAY,
    MeddlingClient,
    Process,
    ProcessKilledError,
    a_client,
    all_texts,
    get,
    killed,
    move_on,
    owe,
    texts,
)

TAKEN_OVER = (LEASE + REQUEST_TIMEOUT).total_seconds()


@pytest.mark.parametrize("address", [GENERAL, AISHA])
def test_a_message_whose_answer_was_lost_is_found_and_not_posted_twice(
    deliveries: DeliveryService,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    address: str,
) -> None:
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    owe(deliveries, "pulse:1", to=address)

    process.deliver()
    in_doubt = process.message_of("pulse:1")
    process.deliver_all()

    (message,) = server.workspace.messages.visible(process.message_of("pulse:1").channel or "")
    assert in_doubt.is_in_doubt
    assert in_doubt.attempts == 1
    assert process.message_of("pulse:1").state is DeliveryState.SENT
    assert process.message_of("pulse:1").ts == message["ts"]
    assert all_texts(server) == ["Text of pulse:1"]


def test_a_server_error_leaves_the_row_in_doubt_until_the_look_up_finds_nothing(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("server_error", "chat.postMessage", times=2))
    owe(deliveries, "pulse:1")

    process.deliver()
    in_doubt = get(deliveries, "pulse:1")
    process.deliver_all()

    assert (in_doubt.is_in_doubt, in_doubt.attempts) == (True, 1)
    assert texts(server) == ["Text of pulse:1"]
    assert get(deliveries, "pulse:1").state is DeliveryState.SENT


def test_another_deliverys_message_is_not_taken_for_the_one_in_doubt(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("server_error", "chat.postMessage"))
    owe(deliveries, "pulse:1")
    process.deliver()
    owe(deliveries, "pulse:2")

    process.deliver_all()

    assert sorted(texts(server)) == ["Text of pulse:1", "Text of pulse:2"]


@pytest.mark.parametrize(
    ("address", "method"),
    [(GENERAL, "conversations.history"), (AISHA, "conversations.open")],
)
@pytest.mark.parametrize("kind", ["server_error", "lost_response"])
def test_a_failed_look_up_never_leads_to_a_post(
    deliveries: DeliveryService,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    address: str,
    method: str,
    kind: str,
) -> None:
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    server.faults.add(Fault(kind, method, times=4))
    owe(deliveries, "pulse:1", to=address)
    process.deliver()

    for _ in range(4):
        clock.move_to(deliveries.find_next_due() or MONDAY)
        process.deliver()
    without_look_up = (process.message_of("pulse:1").is_in_doubt, all_texts(server))
    process.deliver_all()

    assert without_look_up == (True, ["Text of pulse:1"])
    assert process.message_of("pulse:1").state is DeliveryState.SENT
    assert all_texts(server) == ["Text of pulse:1"]


def test_a_look_up_that_never_succeeds_is_tried_on_and_leads_to_no_second_message(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    server.faults.add(Fault("server_error", "conversations.history", times=1000))
    owe(deliveries, "pulse:1", until=MONDAY + timedelta(days=1))

    process.deliver_all(until=MONDAY + timedelta(days=3))

    assert get(deliveries, "pulse:1").is_in_doubt
    assert texts(server) == ["Text of pulse:1"]


@pytest.mark.parametrize(
    ("kind", "state", "standing"),
    [
        ("lost_response", DeliveryState.SENT, ["Text of pulse:1"]),
        ("server_error", DeliveryState.SKIPPED, []),
    ],
)
def test_what_is_in_doubt_past_its_deadline_is_looked_for_but_not_sent(
    deliveries: DeliveryService,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    kind: str,
    state: DeliveryState,
    standing: list[str],
) -> None:
    server.faults.add(Fault(kind, "chat.postMessage"))
    owe(deliveries, "pulse:1", until=MONDAY + timedelta(seconds=10))
    process.deliver()

    process.deliver_all()

    assert get(deliveries, "pulse:1").state is state
    assert texts(server) == standing


def test_a_look_up_where_the_addressee_is_gone_gives_up(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("server_error", "chat.postMessage"))
    owe(deliveries, "pulse:1", to="C0NOWHERE0")

    process.deliver_all()

    assert process.message_of("pulse:1").state is DeliveryState.FAILED


def test_a_rate_limited_look_up_waits_as_long_as_it_is_told_and_spends_no_attempt(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    server.faults.add(Fault("rate_limited", "conversations.history", retry_after=300))
    owe(deliveries, "pulse:1")
    process.deliver()
    clock.move_to(deliveries.find_next_due() or MONDAY)

    process.deliver()

    delivery = get(deliveries, "pulse:1")
    assert (delivery.is_in_doubt, delivery.attempts) == (True, 1)
    assert deliveries.find_next_due() == clock.now() + timedelta(seconds=300)


def test_the_look_up_reads_on_past_the_first_page(
    deliveries: DeliveryService, process: Process, server: SandboxServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    owe(deliveries, "pulse:1")
    process.deliver()
    for number in range(450):
        server.workspace.messages.post(GENERAL, user=AISHA, text=f"Chatter {number}")

    process.deliver_all()

    assert process.message_of("pulse:1").state is DeliveryState.SENT
    assert texts(server).count("Text of pulse:1") == 1


@pytest.fixture
def late_server(clock: MovableClock) -> Iterator[SandboxServer]:
    behind = MovableClock(clock.now() - timedelta(seconds=60), flows=False)
    server = SandboxServer(clock=behind, manifest=read_manifest(manifest_file()))
    server.start()
    yield server
    server.stop()


def test_clocks_that_differ_by_a_minute_do_not_hide_the_message(
    deliveries: DeliveryService, database: Database, late_server: SandboxServer, clock: MovableClock
) -> None:
    process = Process(database, a_client(late_server), clock)
    late_server.faults.add(Fault("lost_response", "chat.postMessage"))
    owe(deliveries, "pulse:1")

    process.deliver_all()

    assert texts(late_server) == ["Text of pulse:1"]


@pytest.mark.parametrize("address", [GENERAL, AISHA])
@pytest.mark.parametrize("has_posted", [True, False])
def test_what_a_killed_process_was_sending_is_taken_over_and_stands_there_once(
    deliveries: DeliveryService,
    database: Database,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    address: str,
    has_posted: bool,
) -> None:
    dying = MeddlingClient(server, **{"after" if has_posted else "before": killed})
    owe(deliveries, "pulse:1", to=address)
    with pytest.raises(ProcessKilledError):
        Process(database, dying, clock).deliver()

    at_once = process.deliver()
    move_on(clock, TAKEN_OVER)
    later = process.deliver()

    assert (at_once, later) == (0, 1)
    assert texts(server, address) == ["Text of pulse:1"]
    assert process.message_of("pulse:1").state is DeliveryState.SENT


def test_nothing_is_sent_once_the_lease_is_lost(
    deliveries: DeliveryService,
    database: Database,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
) -> None:
    frozen = MeddlingClient(server, after=lambda: move_on(clock, LEASE.total_seconds()))
    owe(deliveries, "first", to=GENERAL)
    owe(deliveries, "second", to=AISHA)

    Process(database, frozen, clock).deliver()
    by_the_frozen_one = all_texts(server)
    process.deliver_all()

    assert by_the_frozen_one == ["Text of first"]
    assert texts(server) == ["Text of first"]
    assert texts(server, AISHA) == ["Text of second"]
    assert {process.message_of(key).state for key in ("first", "second")} == {DeliveryState.SENT}
