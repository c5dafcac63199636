"""One person whose message of the day cannot be made keeps nobody else's back."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.clock import MovableClock
from bot.database import Database, DatabaseBusyError
from bot.delivery.domain import DeliveryState
from bot.people.domain import WorkingTimes
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    AISHA,
    GENERAL,
    MATEO,
    MONDAY,
    Everybody,
    Process,
    a_client,
    get,
    owe,
    reason_of,
    texts,
)

AN_HOUR = timedelta(hours=1)
NOWHERE = WorkingTimes(zone="Mars/Olympus")


class Busy(Everybody):
    """A database that never answers in time, asked for people's times."""

    asked = 0

    def list_times(self, user_ids: Sequence[str]) -> dict[str, WorkingTimes]:
        self.asked += 1
        raise DatabaseBusyError("busy")


@pytest.fixture
def hours() -> Everybody:
    return Everybody()


@pytest.fixture
def process(
    database: Database, server: SandboxServer, clock: MovableClock, hours: Everybody
) -> Process:
    process = Process(database, a_client(server), clock, hours=hours)
    for user_id in (AISHA, MATEO):
        owe(process.deliveries, f"pulse:{user_id}", to=user_id)
    return process


def test_an_unreadable_zone_holds_up_nobody_else(
    database: Database, process: Process, server: SandboxServer, hours: Everybody
) -> None:
    hours.others = {AISHA: NOWHERE}

    process.deliver()

    assert texts(server, MATEO) == [f"Text of pulse:{MATEO}"]
    assert get(process.deliveries, f"pulse:{AISHA}").state is DeliveryState.WAITING
    assert (reason_of(database, f"pulse:{AISHA}") or "").startswith("could not be carried (ref ")


def test_a_broken_row_holds_up_nobody_else(
    database: Database, process: Process, server: SandboxServer
) -> None:
    owe(process.deliveries, "card:1", to=AISHA)
    with database.writing() as connection:
        connection.execute(text("UPDATE delivery SET blocks = '5' WHERE key = 'card:1'"))

    process.deliver()

    assert texts(server, MATEO) == [f"Text of pulse:{MATEO}"]


def test_a_broken_row_that_is_claimed_holds_up_nothing_else(
    database: Database, process: Process, server: SandboxServer
) -> None:
    for number in (1, 2, 3):
        owe(process.deliveries, f"note:{number}")
    with database.writing() as connection:
        connection.execute(text("UPDATE delivery SET blocks = '5' WHERE key = 'note:2'"))

    process.deliver_all(until=MONDAY + timedelta(minutes=5))

    assert texts(server, GENERAL) == ["Text of note:1", "Text of note:3"]


def test_a_broken_row_is_claimed_again_after_an_hour_and_the_log_names_it_by_a_reference(
    database: Database,
    process: Process,
    server: SandboxServer,
) -> None:
    owe(process.deliveries, "note:1")
    with database.writing() as connection:
        connection.execute(text("UPDATE delivery SET blocks = '5' WHERE key = 'note:1'"))

    with capture_logs() as logged:
        process.deliver()
    said = reason_of(database, "note:1")
    with database.writing() as connection:
        connection.execute(text("UPDATE delivery SET blocks = '[]' WHERE key = 'note:1'"))
    process.deliver_all(until=MONDAY + AN_HOUR)

    (line,) = [each for each in logged if each["event"] == "delivery_unreadable"]
    assert said == f"could not be read (ref {line['ref']})"
    assert "note:1" not in str(line)
    assert texts(server, GENERAL) == ["Text of note:1"]


def test_whoever_was_put_aside_is_looked_at_again_after_an_hour(
    database: Database, process: Process, server: SandboxServer, hours: Everybody
) -> None:
    hours.others = {AISHA: NOWHERE}
    process.deliver()
    hours.others = {}

    process.deliver_all(until=MONDAY + AN_HOUR - timedelta(seconds=1))
    before = texts(server, AISHA)
    process.deliver_all()

    assert before == []
    assert texts(server, AISHA) == [f"Text of pulse:{AISHA}"]
    assert process.clock.now() == MONDAY + AN_HOUR
    assert reason_of(database, f"pulse:{AISHA}") is None


def test_whoever_was_put_aside_is_looked_at_at_once_when_their_times_change(
    process: Process, server: SandboxServer, hours: Everybody
) -> None:
    hours.others = {AISHA: NOWHERE}
    process.deliver()
    hours.others = {}

    process.days.look_again(AISHA)
    process.deliver()

    assert texts(server, AISHA) == [f"Text of pulse:{AISHA}"]


def test_the_log_has_a_reference_by_which_the_database_tells_who_it_is(
    database: Database,
    process: Process,
    hours: Everybody,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hours.others = {AISHA: NOWHERE}

    process.deliver()

    said = capsys.readouterr().out
    reference = str(reason_of(database, f"pulse:{AISHA}")).partition("ref ")[2].rstrip(")")
    assert "person_put_aside" in said
    assert reference in said


def test_many_with_a_fault_do_not_stand_before_those_without(
    process: Process, server: SandboxServer, hours: Everybody
) -> None:
    hours.others = {f"U{number}": NOWHERE for number in range(201)}
    for user_id in hours.others:
        owe(process.deliveries, f"pulse:{user_id}", to=user_id, at=MONDAY - AN_HOUR)

    with capture_logs() as logged:  # Two hundred tracebacks take half a minute to write out.
        process.deliver()
        process.deliver()

    assert len(logged) == len(hours.others)

    assert texts(server, MATEO) == [f"Text of pulse:{MATEO}"]


def test_a_busy_database_is_not_asked_for_each_person(
    database: Database, server: SandboxServer, clock: MovableClock, process: Process
) -> None:
    busy = Busy()
    other = Process(database, a_client(server), clock, hours=busy)

    other.deliver()

    assert busy.asked == 1
    assert process.deliver() > 0
