"""What fails is tried until its deadline, and no fault of one delivery stops another."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import LEASE, REQUEST_TIMEOUT, DeliveryState, Message
from bot.delivery.sender import Sender
from bot.delivery.service import DeliveryService
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    GENERAL,
    MONDAY,
    RECOMMENDATIONS,
    MeddlingClient,
    all_texts,
    deliver_all,
    get,
    move_on,
    owe,
    reason_of,
    texts,
)

CLOSES = MONDAY + timedelta(days=7)


def fail_before(moment: datetime, *, clock: MovableClock) -> None:
    if clock.now() < moment:
        raise ConnectionResetError


def cut_off(server: SandboxServer, clock: MovableClock, *, lasts: timedelta) -> MeddlingClient:
    """Return a client that does not reach Slack for a while."""
    return MeddlingClient(server, before=partial(fail_before, MONDAY + lasts, clock=clock))


@pytest.mark.parametrize("lasts", [timedelta(hours=4), timedelta(days=6)])
def test_an_outage_of_hours_or_days_ends_with_the_message_sent(
    deliveries: DeliveryService, server: SandboxServer, clock: MovableClock, lasts: timedelta
) -> None:
    owe(deliveries, "pulse:1", to=AISHA, until=CLOSES)
    sender = Sender(deliveries, cut_off(server, clock, lasts=lasts), clock)

    deliver_all(sender, deliveries, clock)

    assert texts(server, AISHA) == ["Text of pulse:1"]
    assert get(deliveries, "pulse:1").state is DeliveryState.SENT
    assert clock.now() <= MONDAY + lasts + timedelta(hours=1)


def test_what_could_not_be_sent_in_time_is_skipped_with_a_reason_and_so_is_its_rewrite(
    deliveries: DeliveryService, server: SandboxServer, clock: MovableClock, database: Database
) -> None:
    owe(deliveries, "pulse:1", to=AISHA, until=CLOSES)
    deliveries.owe_rewrite("closed:1", of="pulse:1", to=AISHA, message=Message("Over."), at=CLOSES)
    sender = Sender(deliveries, cut_off(server, clock, lasts=timedelta(days=7)), clock)

    deliver_all(sender, deliveries, clock)

    assert all_texts(server) == []
    assert get(deliveries, "pulse:1").state is DeliveryState.SKIPPED
    assert reason_of(database, "pulse:1") == "its time had passed"
    assert get(deliveries, "closed:1").state is DeliveryState.SKIPPED


def test_what_is_first_looked_at_past_its_deadline_is_never_sent(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "pulse:1", until=CLOSES)
    clock.move_to(CLOSES)

    sender.deliver_due()

    assert get(deliveries, "pulse:1").state is DeliveryState.SKIPPED
    assert texts(server) == []


def test_a_rewrite_is_tried_for_as_long_as_it_takes(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "pulse:1", until=CLOSES)
    sender.deliver_due()
    deliveries.owe_rewrite(
        "closed:1", of="pulse:1", to=GENERAL, message=Message("Over."), at=CLOSES
    )
    server.faults.add(Fault("server_error", "chat.update", times=100))

    deliver_all(sender, deliveries, clock)

    assert texts(server) == ["Over."]
    assert clock.now() > CLOSES + timedelta(days=3)


def test_a_fault_of_ours_in_one_delivery_does_not_stop_the_rest(
    deliveries: DeliveryService, sender: Sender, server: SandboxServer, clock: MovableClock
) -> None:
    owe(deliveries, "first", to=GENERAL)
    owe(deliveries, "second", to=RECOMMENDATIONS)
    owe(deliveries, "third", to=AISHA)
    faults: Iterator[Exception] = iter([KeyError("unforeseen"), sqlite3.OperationalError("locked")])

    def stumble() -> None:
        if (fault := next(faults, None)) is not None:
            raise fault

    with structlog.testing.capture_logs() as logged:
        done = Sender(deliveries, MeddlingClient(server, before=stumble), clock).deliver_due()

    assert done == 1
    assert all_texts(server) == ["Text of third"]
    assert [line["job"] for line in logged if line["ref"]] == ["delivery.deliver"] * 2
    assert deliveries.find_next_due() == MONDAY + LEASE + REQUEST_TIMEOUT
    deliver_all(sender, deliveries, clock)
    assert sorted(all_texts(server)) == ["Text of first", "Text of second", "Text of third"]


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(outage_minutes=st.integers(0, 600), open_minutes=st.integers(1, 600))
def test_what_has_a_deadline_is_sent_before_it_or_not_at_all(
    deliveries: DeliveryService,
    server: SandboxServer,
    clock: MovableClock,
    outage_minutes: int,
    open_minutes: int,
) -> None:
    start = clock.now()
    key = f"pulse:{start.timestamp()}"
    closes, recovers = (start + timedelta(minutes=m) for m in (open_minutes, outage_minutes))
    before = len(texts(server))
    posted_at: list[datetime] = []
    client = MeddlingClient(
        server,
        before=partial(fail_before, recovers, clock=clock),
        after=lambda: posted_at.append(clock.now()),
    )
    owe(deliveries, key, at=start, until=closes)

    deliver_all(Sender(deliveries, client, clock), deliveries, clock)

    is_sent = get(deliveries, key).state is DeliveryState.SENT
    assert is_sent or get(deliveries, key).state is DeliveryState.SKIPPED
    assert len(texts(server)) - before == len(posted_at) == is_sent
    assert all(recovers <= moment < closes for moment in posted_at)
    move_on(clock, 1)
