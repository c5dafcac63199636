"""A feature that cannot say what its part shows keeps nothing else from anybody."""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database, DatabaseBusyError
from bot.delivery.domain import Delivery, DeliveryState, Message
from bot.delivery.drawing import STORED_NOT_DRAWN, Renderer
from bot.delivery.service import DeliveryService
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    GENERAL,
    MATEO,
    MONDAY,
    OFFICE,
    Everybody,
    Process,
    a_client,
    get,
    owe,
    reason_of,
    texts,
)

A_MINUTE = timedelta(minutes=1)
TUESDAY = MONDAY + timedelta(days=1)


class Broken:
    """A feature that raises while it is broken; it names whose part it is, as a fault may."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.said = "Mended"

    def __call__(self, part: Delivery, *, is_posted: bool) -> Message | None:
        if self.fault is not None:
            raise self.fault
        return Message(self.said)


@pytest.fixture
def broken() -> Broken:
    broken = Broken()
    broken.fault = KeyError(f"cards of {AISHA}")
    return broken


@pytest.fixture
def office(
    database: Database, server: SandboxServer, clock: MovableClock, broken: Broken
) -> Process:
    """A process whose people keep office hours, and of whose features one is broken."""
    renderers = {"card": broken, "remind": broken}
    return Process(database, a_client(server), clock, hours=Everybody(OFFICE), renderers=renderers)


def send_two(process: Process, broken: Broken) -> None:
    """Have a message of two parts stand, one of which is then broken."""
    fault, broken.fault = broken.fault, None
    for key in ("pulse:1", "card:1"):
        owe(process.deliveries, key, to=AISHA)
    process.deliver()
    broken.fault = fault


def redraw(process: Process) -> str:
    process.deliveries.owe_redraws([("pulse:1", AISHA)], at=process.clock.now(), name="closed")
    return "pulse:1:closed"


def test_what_cannot_be_drawn_waits_for_the_next_working_day_and_the_rest_is_sent(
    database: Database, office: Process, server: SandboxServer, broken: Broken
) -> None:
    for key in ("pulse:1", "card:1"):
        owe(office.deliveries, key, to=AISHA)

    office.deliver()
    on_monday, reason = texts(server, AISHA), reason_of(database, "card:1")
    broken.fault = None
    office.deliver_all()

    assert on_monday == ["Text of pulse:1"]
    assert (reason or "").startswith("could not be drawn (ref ")
    assert texts(server, AISHA) == ["Text of pulse:1", "Mended"]
    assert office.clock.now() == TUESDAY
    assert reason_of(database, "card:1") is None


def test_a_day_of_nothing_but_that_leaves_room_for_what_falls_due_later(
    office: Process, server: SandboxServer
) -> None:
    owe(office.deliveries, "card:1", to=AISHA)
    office.deliver()
    owe(office.deliveries, "pulse:1", to=AISHA, at=MONDAY + A_MINUTE)

    office.deliver_all(until=MONDAY + timedelta(hours=1))

    assert texts(server, AISHA) == ["Text of pulse:1"]
    assert get(office.deliveries, "card:1").state is DeliveryState.WAITING


def test_a_message_in_a_channel_that_cannot_be_drawn_is_tried_again_ever_later(
    database: Database, office: Process, server: SandboxServer, broken: Broken
) -> None:
    owe(office.deliveries, "card:1")

    office.deliver_all(until=MONDAY + 10 * A_MINUTE)
    attempts, reason = get(office.deliveries, "card:1").attempts, reason_of(database, "card:1")
    broken.fault = None
    office.deliver_all()

    assert attempts == 5
    assert (reason or "").startswith("could not be drawn (ref ")
    assert texts(server, GENERAL) == ["Mended"]


def test_a_busy_database_is_nobody_s_fault_and_the_whole_message_is_tried_again(
    office: Process, server: SandboxServer, broken: Broken
) -> None:
    broken.fault = DatabaseBusyError("busy")
    for key in ("pulse:1", "card:1"):
        owe(office.deliveries, key, to=AISHA)

    office.deliver()
    broken.fault = None
    office.deliver_all(until=MONDAY + 2 * A_MINUTE)

    assert texts(server, AISHA) == ["Text of pulse:1 · Mended"]


def test_the_log_has_a_reference_and_the_key(
    database: Database, office: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    owe(office.deliveries, "card:1", to=AISHA)

    office.deliver()

    said = capsys.readouterr().out
    reference = str(reason_of(database, "card:1")).partition("ref ")[2].rstrip(")")
    assert "part_not_drawn" in said
    assert reference in said
    assert "card:1" in said


def test_a_reminder_that_cannot_be_drawn_is_silent_and_the_log_withholds_whose(
    office: Process, server: SandboxServer, capsys: pytest.CaptureFixture[str]
) -> None:
    key = f"remind:{AISHA}"
    office.deliveries.owe(key, to=AISHA, at=MONDAY, is_conditional=True)
    owe(office.deliveries, "pulse:1", to=AISHA)

    office.deliver()

    said = capsys.readouterr().out
    assert texts(server, AISHA) == ["Text of pulse:1"]
    assert get(office.deliveries, key).state is DeliveryState.CARRIED
    assert "part_not_drawn" in said
    assert AISHA not in said


def test_where_only_a_reminder_is_left_nothing_tells_whether_it_was_posted(
    database: Database, server: SandboxServer, clock: MovableClock, broken: Broken
) -> None:
    def remind(part: Delivery, *, is_posted: bool) -> Message | None:
        return Message("Two are open.") if part.address == AISHA else None

    hours = Everybody(OFFICE)
    renderers: dict[str, Renderer] = {"card": broken, "remind": remind}
    process = Process(database, a_client(server), clock, hours=hours, renderers=renderers)
    for user_id in (AISHA, MATEO):
        owe(process.deliveries, f"card:{user_id}", to=user_id)
        process.deliveries.owe(f"remind:{user_id}", to=user_id, at=MONDAY, is_conditional=True)

    process.deliver_all(until=MONDAY + timedelta(hours=2))

    days = [process.message_of(f"remind:{user_id}") for user_id in (AISHA, MATEO)]
    assert (texts(server, AISHA), texts(server, MATEO)) == (["Two are open."], [])
    assert [(day.state, day.is_conditional, day.ts) for day in days] == [
        (DeliveryState.SENT, True, None)
    ] * 2


def test_a_redraw_first_leaves_the_message_as_it_is(
    database: Database, office: Process, server: SandboxServer, broken: Broken
) -> None:
    send_two(office, broken)

    key = redraw(office)
    office.deliver_all(until=office.clock.now() + A_MINUTE)

    assert texts(server, AISHA) == ["Text of pulse:1 · Mended"]
    assert get(office.deliveries, key).attempts == 2
    assert (reason_of(database, key) or "").startswith("could not be drawn (ref ")


def test_a_redraw_is_not_held_up_for_long_and_shows_the_part_again_once_it_is_mended(
    office: Process, server: SandboxServer, broken: Broken, capsys: pytest.CaptureFixture[str]
) -> None:
    send_two(office, broken)

    key = redraw(office)
    office.deliver_all(until=MONDAY + 5 * A_MINUTE)
    (meanwhile,) = texts(server, AISHA)
    broken.fault = None
    office.deliver_all()

    assert meanwhile.startswith("Text of pulse:1 · This part can't be shown just now")
    assert texts(server, AISHA) == ["Text of pulse:1 · Mended"]
    assert get(office.deliveries, key).state is DeliveryState.SENT
    assert AISHA not in capsys.readouterr().out


def test_a_press_leaves_the_message_as_it_is_and_is_confirmed_in_words(
    office: Process, server: SandboxServer, broken: Broken
) -> None:
    send_two(office, broken)
    channel, ts = office.message_of("pulse:1").channel or "", office.message_of("pulse:1").ts or ""

    office.drawing.show_pressed(office.client, user_id=AISHA, channel=channel, ts=ts)

    seen = server.workspace.messages.visible(channel, seen_by=AISHA)
    assert [message["text"] for message in seen] == ["Text of pulse:1 · Mended", STORED_NOT_DRAWN]


def test_one_person_s_fault_keeps_nothing_from_another(
    deliveries: DeliveryService, office: Process, server: SandboxServer
) -> None:
    for user_id in (AISHA, MATEO):
        owe(deliveries, f"pulse:{user_id}", to=user_id)
    owe(deliveries, "card:1", to=AISHA)

    office.deliver()

    assert texts(server, AISHA) == [f"Text of pulse:{AISHA}"]
    assert texts(server, MATEO) == [f"Text of pulse:{MATEO}"]
