"""While Slack is in trouble no row tells whose reminder is being posted, or taken off."""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import Delivery, DeliveryState, Message
from bot.delivery.quiet import QUIET
from bot.people.domain import WorkingTimes
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    MATEO,
    MONDAY,
    OFFICE,
    Everybody,
    MeddlingClient,
    Process,
    ProcessKilledError,
    a_client,
    get,
    killed,
    owe,
    texts,
)
from tests.delivery.test_conditional import forgotten, owe_reminders, remind, rows_of

A_MINUTE = timedelta(minutes=1)
TROUBLE = ["rate_limited", "server_error", "lost_response"]


def step(process: Process, database: Database, *, until: timedelta) -> list[bool]:
    """Go from one due moment to the next; say at each whether the two people's rows are alike."""
    alike, end = [], process.clock.now() + until
    while (due_at := process.find_next_due()) is not None and due_at <= end:
        process.clock.move_to(max(due_at, process.clock.now()))
        process.deliver()
        alike.append(rows_of(database, AISHA) == rows_of(database, MATEO))
    return alike


@pytest.mark.parametrize("fault", TROUBLE)
def test_at_no_moment_of_trouble_does_a_row_tell_who_is_reminded(
    database: Database, server: SandboxServer, clock: MovableClock, fault: str
) -> None:
    process = Process(database, a_client(server), clock, renderers={"reminder": remind})
    server.faults.add(Fault(fault, "chat.postMessage", times=3, retry_after=90))
    owe_reminders(process)

    alike = step(process, database, until=2 * QUIET)

    assert len(alike) > 3 or fault == "lost_response"
    assert all(alike)
    assert texts(server, AISHA) == ["Two statements are open."]
    assert {row["state"] for row in rows_of(database, AISHA)} == {"carried", "sent"}


def test_the_rows_are_alike_while_a_request_is_under_way(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    alike: list[bool] = []

    def look() -> None:
        alike.append(rows_of(database, AISHA) == rows_of(database, MATEO))

    client = MeddlingClient(server, before=look, after=look)
    process = Process(database, client, clock, renderers={"reminder": remind})
    owe_reminders(process)

    process.deliver()

    assert alike == [True, True]


def test_a_reminder_is_held_no_longer_than_it_is_wanted(
    process: Process, clock: MovableClock
) -> None:
    now, until = clock.now(), clock.now() + QUIET / 3
    message = Message("Two statements are open.")
    process.deliveries.owe(
        "note:1", to=AISHA, at=now, until=until, message=message, is_conditional=True
    )

    process.deliver()

    assert process.find_next_due() == until


def test_a_reminder_that_half_an_hour_of_trouble_kept_is_dropped_without_a_trace(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    process = Process(database, a_client(server), clock, renderers={"reminder": remind})
    server.faults.add(Fault("server_error", "chat.postMessage", times=50))
    owe_reminders(process)

    alike = step(process, database, until=2 * QUIET)

    assert all(alike)
    assert len(alike) > 5
    assert texts(server, AISHA) == []
    assert {row["state"] for row in rows_of(database, AISHA)} == {"carried", "sent"}


@pytest.mark.parametrize("is_posted", [False, True])
def test_a_process_that_ends_loses_no_reminder_and_none_comes_twice(
    database: Database, server: SandboxServer, clock: MovableClock, is_posted: bool
) -> None:
    dying = {"after" if is_posted else "before": killed}
    client = MeddlingClient(server, **dying)
    process = Process(database, client, clock, renderers={"reminder": remind})
    owe_reminders(process)
    with pytest.raises(ProcessKilledError):
        process.deliver()
    next_one = Process(database, a_client(server), clock, renderers={"reminder": remind})

    alike = step(next_one, database, until=4 * QUIET)

    assert texts(server, AISHA) == ["Two statements are open."]
    assert alike
    assert all(alike)


def test_two_processes_send_a_reminder_once(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    both = [
        Process(database, a_client(server), clock, renderers={"reminder": remind}) for _ in range(2)
    ]
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    owe_reminders(both[0])

    for minutes in range(0, 90, 1):
        clock.move_to(MONDAY + minutes * A_MINUTE)
        for process in both:
            process.deliver()
        assert rows_of(database, AISHA) == rows_of(database, MATEO)

    assert texts(server, AISHA) == ["Two statements are open."]
    assert {row["state"] for row in rows_of(database, AISHA)} == {"carried", "sent"}


@pytest.mark.parametrize("fault", ["rate_limited", "server_error"])
def test_at_no_moment_of_trouble_does_a_row_tell_whose_reminder_is_taken_off(
    database: Database, server: SandboxServer, clock: MovableClock, fault: str
) -> None:
    process = Process(database, a_client(server), clock, renderers={"reminder": forgotten})
    owe_reminders(process)
    process.deliver_all()
    clock.move_to(clock.now() + 60 * A_MINUTE)
    server.faults.add(Fault(fault, "chat.delete", times=3, retry_after=90))
    keys = [(f"reminder:{user_id}", user_id) for user_id in (AISHA, MATEO)]

    process.deliveries.owe_redraws(keys, at=clock.now(), name="closed", is_conditional=True)
    alike = step(process, database, until=2 * QUIET)

    assert len(alike) > 3
    assert all(alike)
    assert texts(server, AISHA) == []
    assert process.deliveries.find(f"reminder:{AISHA}") is None
    assert get(process.deliveries, f"reminder:{AISHA}:closed").state is DeliveryState.SENT


def test_what_is_to_be_taken_off_is_tried_for_as_long_as_it_takes(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    process = Process(database, a_client(server), clock, renderers={"reminder": forgotten})
    owe_reminders(process)
    process.deliver_all()
    server.faults.add(Fault("server_error", "chat.delete", times=12))

    process.deliveries.owe_redraws(
        [(f"reminder:{AISHA}", AISHA)], at=clock.now(), name="closed", is_conditional=True
    )
    process.deliver_all()

    assert texts(server, AISHA) == []


def test_a_reminder_is_not_tried_beyond_working_hours(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    hours = Everybody(OFFICE)
    process = Process(
        database, a_client(server), clock, hours=hours, renderers={"reminder": remind}
    )
    clock.move_to(MONDAY + timedelta(hours=7, minutes=59))
    server.faults.add(Fault("server_error", "chat.postMessage", times=2))
    owe_reminders(process)

    alike = step(process, database, until=timedelta(days=2))

    assert all(alike)
    assert texts(server, AISHA) == []
    assert process.find_next_due() is None


def test_a_day_held_by_a_process_that_ended_takes_nothing_from_the_next_one(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    hours = Everybody(WorkingTimes())
    client = MeddlingClient(server, before=killed)
    process = Process(database, client, clock, hours=hours, renderers={"reminder": remind})
    owe_reminders(process)
    with pytest.raises(ProcessKilledError):
        process.deliver()
    clock.move_to(MONDAY + timedelta(days=1))
    next_one = Process(
        database, a_client(server), clock, hours=hours, renderers={"reminder": remind}
    )
    owe(next_one.deliveries, "card:1", to=AISHA, at=clock.now())

    next_one.deliver()

    assert texts(server, AISHA) == ["Text of card:1"]


def test_of_a_refused_message_of_reminders_nothing_is_put_off(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    def unfit(part: Delivery, *, is_posted: bool) -> Message | None:
        return Message("", ({"type": "nothing"},)) if part.address == AISHA else None

    process = Process(database, a_client(server), clock, renderers={"reminder": unfit})
    owe_reminders(process)
    for user_id in (AISHA, MATEO):
        key = f"reminder:second:{user_id}"
        process.deliveries.owe(key, to=user_id, at=MONDAY, is_conditional=True)

    alike = step(process, database, until=2 * QUIET)

    assert all(alike)
    assert texts(server, AISHA) == []
