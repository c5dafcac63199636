"""Whether something conditional was posted depends on what people did, so no row tells it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from slack_sdk.web import SlackResponse
from sqlalchemy import text

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import Delivery, DeliveryState, Message
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    MATEO,
    MONDAY,
    MeddlingClient,
    Process,
    a_client,
    get,
    move_on,
    owe,
    refuse,
    texts,
)

A_MINUTE = timedelta(minutes=1)


def remind(part: Delivery, *, is_posted: bool) -> Message | None:
    """Say something to one of the two who have not both answered."""
    return Message("Two statements are open.") if part.address == AISHA else None


def forgotten(part: Delivery, *, is_posted: bool) -> Message | None:
    """Say it until the message stands; then it is over for both."""
    return None if is_posted else remind(part, is_posted=is_posted)


def rows_of(database: Database, user_id: str) -> list[dict[str, Any]]:
    """Return what is stored of somebody's deliveries, all columns but the id, by nobody's name."""
    with database.reading() as connection:
        query = text("SELECT * FROM delivery WHERE address = :address ORDER BY id")
        rows = connection.execute(query, {"address": user_id}).mappings().all()
    return [
        {
            name: value.replace(user_id, "who") if isinstance(value, str) else value
            for name, value in row.items()
            if name != "id"
        }
        for row in rows
    ]


def owe_reminders(process: Process) -> None:
    for user_id in (AISHA, MATEO):
        process.deliveries.owe(
            f"reminder:{user_id}", to=user_id, at=process.clock.now(), is_conditional=True
        )


class SlowClient(MeddlingClient):
    """A client whose posts take fifty seconds."""

    clock: MovableClock

    def chat_postMessage(self, **content: Any) -> SlackResponse:  # noqa: N802 - the SDK's name
        response = super().chat_postMessage(**content)
        move_on(self.clock, 50)
        return response


@pytest.mark.parametrize("fault", [None, "rate_limited", "server_error", "lost_response"])
def test_the_rows_of_who_was_reminded_and_who_was_not_are_the_same(
    database: Database, server: SandboxServer, clock: MovableClock, fault: str | None
) -> None:
    process = Process(database, a_client(server), clock, renderers={"reminder": remind})
    if fault is not None:
        server.faults.add(Fault(fault, "chat.postMessage", times=2, retry_after=90))
    move_on(clock, 34.567)
    owe_reminders(process)

    process.deliver_all()

    assert texts(server, AISHA) == ["Two statements are open."]
    assert texts(server, MATEO) == []
    assert rows_of(database, AISHA) == rows_of(database, MATEO)
    assert {row["state"] for row in rows_of(database, AISHA)} == {"carried", "sent"}


def test_how_long_a_post_took_is_not_told(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    client = SlowClient(server)
    client.clock = clock
    process = Process(database, client, clock, renderers={"reminder": remind})
    process.deliveries.owe(f"reminder:{MATEO}", to=MATEO, at=MONDAY, is_conditional=True)
    process.deliveries.owe(f"reminder:{AISHA}", to=AISHA, at=MONDAY, is_conditional=True)
    move_on(clock, 30)

    process.deliver()

    assert clock.now() == MONDAY + timedelta(seconds=80)
    assert rows_of(database, AISHA) == rows_of(database, MATEO)


@pytest.mark.parametrize("code", ["user_disabled", "invalid_blocks"])
def test_a_refusal_is_not_told(
    database: Database, server: SandboxServer, clock: MovableClock, code: str
) -> None:
    client = MeddlingClient(server, before=partial(refuse, code))
    process = Process(database, client, clock, renderers={"reminder": remind})
    owe_reminders(process)

    process.deliver_all()

    assert texts(server, AISHA) == []
    assert rows_of(database, AISHA) == rows_of(database, MATEO)


@pytest.mark.parametrize("fault", [None, "server_error"])
def test_once_it_is_over_the_message_is_gone_and_the_rows_are_still_the_same(
    database: Database, server: SandboxServer, clock: MovableClock, fault: str | None
) -> None:
    process = Process(database, a_client(server), clock, renderers={"reminder": forgotten})
    owe_reminders(process)
    process.deliver_all()
    shown = texts(server, AISHA)
    move_on(clock, 3600)
    if fault is not None:
        server.faults.add(Fault(fault, "chat.delete"))
    keys = [(f"reminder:{user_id}", user_id) for user_id in (AISHA, MATEO)]

    process.deliveries.owe_redraws(keys, at=clock.now(), name="closed")
    process.deliver_all()

    assert shown == ["Two statements are open."]
    assert texts(server, AISHA) == texts(server, MATEO) == []
    assert rows_of(database, AISHA) == rows_of(database, MATEO)
    assert len(rows_of(database, AISHA)) == 2  # The day, and that it was drawn anew.


def test_a_reminder_whose_time_passed_unsent_is_forgotten_as_those_that_came(
    process: Process, clock: MovableClock
) -> None:
    now = clock.now()
    process.deliveries.owe("note:1", to=AISHA, at=now, until=now + A_MINUTE, is_conditional=True)
    move_on(clock, 3600)
    process.deliver_all()
    skipped = get(process.deliveries, "note:1").state

    process.deliveries.owe_redraws(
        [("note:1", AISHA)], at=clock.now(), name="closed", is_conditional=True
    )
    process.deliver_all()

    assert skipped is DeliveryState.SKIPPED
    assert process.deliveries.find("note:1") is None


def test_a_reminder_moves_nothing_else_to_another_day(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    rows = tuple({"type": "section", "text": {"type": "mrkdwn", "text": "Row"}} for _ in range(20))

    def remind_at_length(part: Delivery, *, is_posted: bool) -> Message | None:
        return Message("Open.", rows) if part.address == AISHA else None

    process = Process(database, a_client(server), clock, renderers={"reminder": remind_at_length})
    owe_reminders(process)
    for user_id in (AISHA, MATEO):
        for number in (1, 2):
            process.deliveries.owe(
                f"card:{number}:{user_id}", to=user_id, at=MONDAY, message=Message("Card", rows)
            )

    process.deliver()
    drawn_again = process.drawing.redraw(process.client, f"card:1:{AISHA}")

    assert texts(server, AISHA) == texts(server, MATEO) == ["Card · Card"]
    assert drawn_again is not None
    for user_id in (AISHA, MATEO):
        carried = {get(process.deliveries, f"card:{n}:{user_id}").state for n in (1, 2)}
        assert carried == {DeliveryState.CARRIED}


def test_a_day_with_anything_certain_in_it_is_written_down_as_usual(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    process = Process(database, a_client(server), clock, renderers={"reminder": remind})
    owe_reminders(process)
    owe(process.deliveries, "card:1", to=AISHA)

    process.deliver_all()

    sent = process.message_of("card:1")
    assert texts(server, AISHA) == ["Text of card:1 · Two statements are open."]
    assert (sent.state, sent.is_conditional) == (DeliveryState.SENT, False)
    assert sent.ts is not None
    assert get(process.deliveries, f"reminder:{AISHA}").ts is None
