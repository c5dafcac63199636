"""What waits for a person's day can be moved, looked at again, and never owed at all."""

from datetime import datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import DeliveryState, Message, owed
from bot.people.domain import WorkingTimes
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
    all_texts,
    get,
    owe,
    reason_of,
    texts,
)

AN_HOUR = timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def hours() -> Everybody:
    return Everybody(OFFICE)


@pytest.fixture
def office(
    database: Database, server: SandboxServer, clock: MovableClock, hours: Everybody
) -> Process:
    """A process whose people keep office hours."""
    return Process(database, a_client(server), clock, hours=hours)


def test_the_first_that_still_waits_is_moved(office: Process, server: SandboxServer) -> None:
    owe(office.deliveries, "pulse:1", to=AISHA)
    office.deliver()
    for number in (2, 3):
        owe(office.deliveries, f"pulse:{number}", to=AISHA, at=TUESDAY)
    keys = ["pulse:0", "pulse:1", "pulse:2", "pulse:3"]

    is_moved = office.days.move_first(keys, to=TUESDAY + 3 * AN_HOUR)

    assert is_moved
    assert get(office.deliveries, "pulse:2").due_at == TUESDAY + 3 * AN_HOUR
    assert get(office.deliveries, "pulse:3").due_at == TUESDAY
    office.deliver_all()
    assert texts(server, AISHA)[1:] == ["Text of pulse:3 · Text of pulse:2"]


def test_nothing_is_moved_where_nothing_waits(office: Process) -> None:
    owe(office.deliveries, "pulse:1", to=AISHA)
    owe(office.deliveries, "pulse:2", to=GENERAL)
    office.deliver()

    is_moved = office.days.move_first(["pulse:0", "pulse:1", "pulse:2"], to=TUESDAY)

    assert not is_moved
    assert get(office.deliveries, "pulse:1").due_at == MONDAY


def test_new_times_count_at_once_for_what_waits(
    office: Process, server: SandboxServer, hours: Everybody
) -> None:
    office.clock.move_to(MONDAY + 9 * AN_HOUR)
    for user_id in (AISHA, MATEO):
        owe(office.deliveries, f"pulse:{user_id}", to=user_id, at=MONDAY + 9 * AN_HOUR)
    office.deliver()
    late = WorkingTimes(starts=12, ends=20)
    hours.others = {AISHA: late, MATEO: late}

    office.days.look_again(AISHA)
    office.deliver()

    assert texts(server, AISHA) == [f"Text of pulse:{AISHA}"]
    assert texts(server, MATEO) == []


def test_looking_again_makes_nothing_due_that_is_not(office: Process) -> None:
    owe(office.deliveries, "pulse:1", to=AISHA, at=TUESDAY)

    office.days.look_again(AISHA)

    assert office.deliver() == 0
    assert office.deliveries.find_next_due() == TUESDAY


@pytest.mark.parametrize("address", [AISHA, GENERAL])
def test_what_is_skipped_from_the_start_is_never_sent_and_says_why(
    database: Database, office: Process, server: SandboxServer, address: str
) -> None:
    delivery = owed("pulse:1", to=address, at=MONDAY, message=Message("Late"))

    new = [office.deliveries.skip_all([delivery], reason="the bot was off") for _ in range(2)]
    is_owed_after_all = office.deliveries.owe_all([delivery])
    office.deliver_all()

    assert (new, is_owed_after_all) == ([1, 0], 0)
    assert get(office.deliveries, "pulse:1").state is DeliveryState.SKIPPED
    assert reason_of(database, "pulse:1") == "the bot was off"
    assert all_texts(server) == []


def test_what_is_due_to_many_is_carried_in_rounds(office: Process) -> None:
    for number in range(450):
        owe(office.deliveries, f"pulse:{number}", to=f"U{number}")

    carried = [office.days.carry_due(now=MONDAY) for _ in range(4)]

    assert carried == [200, 200, 50, 0]


def test_each_message_that_shows_something_of_it_is_owed_one_redraw(office: Process) -> None:
    for key, to in (("naming:1:a", AISHA), ("pulse:1:a", AISHA), ("pulse:2:a", AISHA)):
        owe(office.deliveries, key, to=to)
    owe(office.deliveries, "pulse:1:m", to=MATEO)
    owe(office.deliveries, "pulse:1:later", to=AISHA, at=TUESDAY)
    office.deliver()

    def owed(name: str, *beginnings: str, since: datetime | None = None) -> int:
        return office.deliveries.owe_redraws_of(
            beginnings, to=AISHA, since=since, at=MONDAY, name=name
        )

    assert owed("both", "naming:1:", "pulse:1:") == 1
    assert owed("another", "pulse:7:") == owed("nothing") == 0
    assert owed("too old", "pulse:1:", since=TUESDAY) == 0
    assert get(office.deliveries, "naming:1:a:both").rewrites == "naming:1:a"
    assert office.deliveries.find("pulse:1:m:both") is None
    assert office.deliveries.owe_redraws_of(["pulse:1:"], at=MONDAY, name="everybody") == 2
