"""The message of a person's day: everything owed comes in it, once, and in their hours."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from slack_sdk.web import SlackResponse

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import LEASE, REQUEST_TIMEOUT, Delivery, DeliveryState, Message
from bot.delivery.service import DeliveryService
from bot.people.domain import WorkingTimes
from bot.sandbox.faults import Fault
from bot.sandbox.people import BOT_USER_ID, PEOPLE
from bot.sandbox.server import SandboxServer
from tests.databases import open_database
from tests.delivery.slack_side import (
    AISHA,
    MONDAY,
    OFFICE,
    Everybody,
    MeddlingClient,
    Process,
    ProcessKilledError,
    a_client,
    get,
    killed,
    move_on,
    owe,
    reason_of,
    refuse,
    texts,
)

AN_HOUR = timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = TUESDAY + timedelta(days=1)
TAKEN_OVER = (LEASE + REQUEST_TIMEOUT).total_seconds()


@pytest.fixture
def office(database: Database, server: SandboxServer, clock: MovableClock) -> Process:
    """A process whose people keep office hours."""
    return Process(database, a_client(server), clock, hours=Everybody(OFFICE))


def posted(server: SandboxServer, user_id: str = AISHA) -> list[dict[str, Any]]:
    conversation = server.workspace.open_im(BOT_USER_ID, user_id)[0]["id"]
    return [dict(message) for message in server.workspace.messages.visible(conversation)]


def parts_of(message: dict[str, Any]) -> list[str]:
    payload = message["metadata"]["event_payload"]
    return [part["delivery_key"] for part in payload["parts"]]


LONG = tuple(
    {"type": "section", "text": {"type": "plain_text", "text": f"{number}"}} for number in range(20)
)


def owe_long(process: Process, key: str, *, blocks: int = 20) -> None:
    rows = tuple(
        {"type": "section", "text": {"type": "plain_text", "text": f"{key} {number}"}}
        for number in range(blocks)
    )
    process.deliveries.owe(key, to=AISHA, message=Message(f"Text of {key}", rows), at=MONDAY)


def test_what_several_features_owe_comes_as_one_message_in_the_order_of_falling_due(
    process: Process, server: SandboxServer
) -> None:
    owe(process.deliveries, "card:1", to=AISHA)
    owe(process.deliveries, "pulse:1", to=AISHA, at=MONDAY - AN_HOUR)
    owe(process.deliveries, "digest:1", to=AISHA)

    process.deliver()

    (message,) = posted(server)
    assert message["text"] == "Text of pulse:1 · Text of card:1 · Text of digest:1"
    assert parts_of(message) == ["pulse:1", "card:1", "digest:1"]
    assert message["metadata"]["event_payload"]["delivery_key"] == f"day:{AISHA}:2026-01-05"
    assert process.message_of("card:1").ts == message["ts"]
    assert get(process.deliveries, "card:1").state is DeliveryState.CARRIED


def test_between_the_blocks_of_two_parts_is_a_line(process: Process, server: SandboxServer) -> None:
    for key in ("pulse:1", "card:1"):
        owe_long(process, key, blocks=2)

    process.deliver()

    (message,) = posted(server)
    kinds = [block["type"] for block in message["blocks"]]
    assert kinds == ["section", "section", "divider", "section", "section"]


def test_what_falls_due_after_the_message_of_the_day_comes_the_next_working_day(
    office: Process, server: SandboxServer
) -> None:
    owe(office.deliveries, "pulse:1", to=AISHA)
    office.deliver_all()
    owe(office.deliveries, "card:1", to=AISHA, at=MONDAY + AN_HOUR)

    office.deliver_all(until=TUESDAY - timedelta(seconds=1))
    on_monday = texts(server, AISHA)
    office.deliver_all()

    assert on_monday == ["Text of pulse:1"]
    assert texts(server, AISHA) == ["Text of pulse:1", "Text of card:1"]
    assert office.clock.now() == TUESDAY


def test_what_does_not_fit_comes_the_next_working_day(
    office: Process, server: SandboxServer
) -> None:
    for number in range(5):
        owe_long(office, f"pulse:{number}")

    office.deliver_all(until=TUESDAY - timedelta(seconds=1))
    on_monday = [parts_of(message) for message in posted(server)]
    office.deliver_all()

    assert on_monday == [["pulse:0", "pulse:1"]]
    assert [parts_of(message) for message in posted(server)] == [
        ["pulse:0", "pulse:1"],
        ["pulse:2", "pulse:3"],
        ["pulse:4"],
    ]
    assert office.clock.now() == WEDNESDAY


def test_what_has_a_deadline_is_not_kept_back_by_what_a_long_absence_has_piled_up(
    office: Process, server: SandboxServer
) -> None:
    for number in range(5):
        owe_long(office, f"summary:{number}")
    until = WEDNESDAY + AN_HOUR
    office.deliveries.owe(
        "pulse:1", to=AISHA, message=Message("Text of pulse:1", LONG), at=MONDAY, until=until
    )

    office.deliver_all()

    assert [parts_of(message) for message in posted(server)] == [
        ["summary:0", "pulse:1"],
        ["summary:1", "summary:2"],
        ["summary:3", "summary:4"],
    ]


def test_a_part_whose_time_has_passed_is_skipped_and_the_rest_is_sent(
    database: Database, process: Process, server: SandboxServer
) -> None:
    owe(process.deliveries, "pulse:1", to=AISHA, until=MONDAY + AN_HOUR)
    owe(process.deliveries, "card:1", to=AISHA)
    process.days.carry_due(now=MONDAY)
    process.clock.move_to(MONDAY + AN_HOUR)

    process.deliver()

    assert texts(server, AISHA) == ["Text of card:1"]
    assert get(process.deliveries, "pulse:1").state is DeliveryState.SKIPPED
    assert get(process.deliveries, "pulse:1").carried_by is None
    assert reason_of(database, "pulse:1") == "its time had passed"


def test_what_expires_while_it_waits_is_skipped(
    database: Database, office: Process, server: SandboxServer
) -> None:
    office.clock.move_to(MONDAY + 9 * AN_HOUR)
    owe(office.deliveries, "pulse:1", to=AISHA, until=MONDAY + 12 * AN_HOUR)

    office.deliver_all()

    assert texts(server, AISHA) == []
    assert reason_of(database, "pulse:1") == "its time had passed"


@pytest.fixture
def other_database(database: Database) -> Iterator[Database]:
    other = open_database(database.engine.url)
    yield other
    other.close()


def test_two_processes_make_one_message_of_a_day_each(
    database: Database, other_database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    processes = [Process(each, a_client(server), clock) for each in (database, other_database)]
    ids = [person.id for person in PEOPLE]
    keys = [(f"{feature}:{user_id}", user_id) for feature in "abc" for user_id in ids]

    with ThreadPoolExecutor(6) as threads:
        for number, (key, user_id) in enumerate(keys):
            threads.submit(owe, processes[number % 2].deliveries, key, to=user_id)
        carrying = [
            threads.submit(processes[number % 2].days.carry_due, now=MONDAY) for number in range(8)
        ]
    processes[0].deliver_all(until=MONDAY + AN_HOUR)
    on_monday = {user_id: len(posted(server, user_id)) for user_id in ids}
    processes[0].deliver_all()

    said = {user_id: " · ".join(texts(server, user_id)).split(" · ") for user_id in ids}
    assert all(done.exception() is None for done in carrying)
    assert on_monday == dict.fromkeys(ids, 1)
    assert {user_id: sorted(parts) for user_id, parts in said.items()} == {
        user_id: [f"Text of {feature}:{user_id}" for feature in "abc"] for user_id in ids
    }


def test_a_flight_back_into_a_day_that_had_its_message_loses_nothing(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    hours = Everybody(WorkingTimes(zone="Pacific/Auckland"))
    process = Process(database, a_client(server), clock, hours=hours)
    for number, moment in enumerate((MONDAY, MONDAY + timedelta(days=1))):
        process.clock.move_to(moment)
        owe(process.deliveries, f"pulse:{number}", to=AISHA, at=moment)
        if number == 1:
            gone = MeddlingClient(server, before=partial(refuse, "user_disabled"))
            process = Process(database, gone, clock, hours=hours)
        process.deliver_all()
    assert process.message_of("pulse:0").key == f"day:{AISHA}:2026-01-06"
    assert process.message_of("pulse:1").key == f"day:{AISHA}:2026-01-07"
    hours.usual = WorkingTimes(zone="America/Los_Angeles")
    landed = Process(database, a_client(server), clock, hours=hours)
    owe(landed.deliveries, "pulse:2", to=AISHA, at=clock.now())

    landed.deliver_all()

    assert texts(server, AISHA) == ["Text of pulse:0", "Text of pulse:2"]


def unreachable(until: datetime, clock: MovableClock) -> None:
    if clock.now() < until:
        raise ConnectionResetError


@pytest.mark.parametrize("back_at", [TUESDAY - 2 * AN_HOUR, TUESDAY + AN_HOUR])
def test_what_slack_did_not_take_in_the_afternoon_comes_next_morning_with_what_fell_due_meanwhile(
    database: Database, server: SandboxServer, clock: MovableClock, back_at: datetime
) -> None:
    client = MeddlingClient(server, before=partial(unreachable, back_at, clock))
    office = Process(database, client, clock, hours=Everybody(OFFICE))
    clock.move_to(MONDAY + 5 * AN_HOUR)
    owe(office.deliveries, "pulse:1", to=AISHA, at=MONDAY + 5 * AN_HOUR)
    owe(office.deliveries, "card:1", to=AISHA, at=MONDAY + 12 * AN_HOUR)

    office.deliver_all()

    assert texts(server, AISHA) == ["Text of pulse:1 · Text of card:1"]
    assert get(office.deliveries, "pulse:1").carried_by == f"day:{AISHA}:2026-01-06"
    assert office.deliveries.find(f"day:{AISHA}:2026-01-05") is None
    assert max(TUESDAY, back_at) <= clock.now() < max(TUESDAY, back_at) + AN_HOUR


def test_what_a_bot_that_was_off_did_not_send_comes_with_what_is_due_when_it_is_back(
    office: Process, server: SandboxServer
) -> None:
    owe(office.deliveries, "pulse:1", to=AISHA)
    office.days.carry_due(now=MONDAY)
    owe(office.deliveries, "card:1", to=AISHA, at=TUESDAY)
    office.clock.move_to(TUESDAY + AN_HOUR)

    while office.deliver():
        pass

    assert texts(server, AISHA) == ["Text of pulse:1 · Text of card:1"]


@pytest.mark.parametrize(
    ("kind", "standing"), [("lost_response", ["Text of pulse:1"]), ("server_error", [])]
)
def test_what_is_in_doubt_out_of_hours_is_looked_for_before_it_is_put_off(
    office: Process, server: SandboxServer, kind: str, standing: list[str]
) -> None:
    server.faults.add(Fault(kind, "chat.postMessage"))
    owe(office.deliveries, "pulse:1", to=AISHA)
    office.deliver()
    office.clock.move_to(MONDAY + 9 * AN_HOUR)

    office.deliver()
    in_the_evening = texts(server, AISHA)
    office.deliver_all()

    assert in_the_evening == standing
    assert texts(server, AISHA) == ["Text of pulse:1"]
    assert office.clock.now() == (TUESDAY if not standing else MONDAY + 9 * AN_HOUR)


class ChoosyClient(MeddlingClient):
    """Slack, as it were, refusing every message in which a text stands."""

    unwanted = "pulse:2"

    def chat_postMessage(self, **content: Any) -> SlackResponse:  # noqa: N802 - the SDK's name
        if self.unwanted in content["text"]:
            refuse("invalid_blocks")
        return super().chat_postMessage(**content)


def test_a_part_that_slack_refuses_does_not_take_the_others_with_it(
    database: Database, server: SandboxServer, clock: MovableClock
) -> None:
    office = Process(database, ChoosyClient(server), clock, hours=Everybody(OFFICE))
    for number in range(1, 5):
        owe(office.deliveries, f"pulse:{number}", to=AISHA)

    office.deliver_all()

    said = " · ".join(texts(server, AISHA)).split(" · ")
    assert said == ["Text of pulse:1", "Text of pulse:3", "Text of pulse:4"]
    assert office.message_of("pulse:2").state is DeliveryState.FAILED
    assert reason_of(database, office.message_of("pulse:2").key) == "invalid_blocks"


@pytest.mark.parametrize("has_posted", [True, False])
def test_a_crash_before_or_after_the_post_loses_no_part_and_sends_none_twice(
    database: Database, process: Process, server: SandboxServer, has_posted: bool
) -> None:
    dying = MeddlingClient(server, **{"after" if has_posted else "before": killed})
    for key in ("pulse:1", "card:1"):
        owe(process.deliveries, key, to=AISHA)
    with pytest.raises(ProcessKilledError):
        Process(database, dying, process.clock).deliver()
    owe(process.deliveries, "late:1", to=AISHA)

    move_on(process.clock, TAKEN_OVER)
    process.deliver()
    today = texts(server, AISHA)
    process.deliver_all()

    assert today == ["Text of pulse:1 · Text of card:1"]
    assert texts(server, AISHA) == [*today, "Text of late:1"]


def test_a_crash_that_leaves_over_what_does_not_fit_loses_nothing(
    database: Database, process: Process, server: SandboxServer
) -> None:
    for number in range(3):
        owe_long(process, f"pulse:{number}")
    with pytest.raises(ProcessKilledError):
        Process(database, MeddlingClient(server, before=killed), process.clock).deliver()

    process.deliver_all()

    assert [parts_of(message) for message in posted(server)] == [
        ["pulse:0", "pulse:1"],
        ["pulse:2"],
    ]


def test_a_crash_between_carrying_and_sending_loses_nothing(
    process: Process, server: SandboxServer
) -> None:
    owe(process.deliveries, "pulse:1", to=AISHA)
    process.days.carry_due(now=MONDAY)

    process.sender.deliver_due()

    assert texts(server, AISHA) == ["Text of pulse:1"]


def test_whoever_has_lost_the_lease_changes_nothing_in_what_another_sends(
    database: Database, deliveries: DeliveryService, server: SandboxServer, clock: MovableClock
) -> None:
    def freeze(part: Delivery, *, is_posted: bool) -> Message:
        if process is frozen and clock.now() < MONDAY + AN_HOUR:
            clock.move_to(MONDAY + AN_HOUR)
        return get(deliveries, part.key).message

    frozen = Process(database, a_client(server), clock, renderers={"pulse": freeze})
    process = frozen
    for number in range(3):
        owe_long(frozen, f"pulse:{number}")

    frozen.deliver()
    untouched = [get(deliveries, f"pulse:{number}").state for number in range(3)]
    process = Process(database, a_client(server), clock, renderers={"pulse": freeze})
    process.deliver()

    assert untouched == [DeliveryState.CARRIED] * 3
    assert [parts_of(message) for message in posted(server)] == [["pulse:0", "pulse:1"]]


def test_messages_go_out_in_the_order_of_owing(process: Process, server: SandboxServer) -> None:
    ids = [person.id for person in PEOPLE]
    for user_id in ids:
        owe(process.deliveries, f"pulse:{user_id}", to=user_id)

    process.deliver()

    stamps = [posted(server, user_id)[0]["ts"] for user_id in ids]
    assert stamps == sorted(stamps)
    assert datetime.fromtimestamp(int(float(stamps[0])), UTC) == MONDAY
