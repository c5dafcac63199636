"""Two processes on one database: everything is sent, and nothing twice."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import LEASE, DeliveryState
from bot.delivery.service import DeliveryService
from bot.delivery.storage import Deliveries
from bot.sandbox.faults import Fault
from bot.sandbox.people import CHANNELS, PEOPLE
from bot.sandbox.server import SandboxServer
from tests.databases import open_database
from tests.delivery.slack_side import MONDAY, Process, a_client, all_texts, owe

ADDRESSES = [
    *(person.id for person in PEOPLE),
    *(channel.id for channel in CHANNELS if channel.has_app),
]


@pytest.fixture
def other_database(database: Database) -> Iterator[Database]:
    other = open_database(database.engine.url)
    yield other
    other.close()


def test_two_senders_post_a_hundred_messages_once_each(
    deliveries: DeliveryService,
    database: Database,
    other_database: Database,
    server: SandboxServer,
    clock: MovableClock,
) -> None:
    keys = [f"pulse:{number}" for number in range(100)]
    for number, key in enumerate(keys):
        owe(deliveries, key, to=ADDRESSES[number % len(ADDRESSES)])
    server.faults.add(Fault("lost_response", "chat.postMessage", times=5))
    server.faults.add(Fault("rate_limited", "chat.postMessage", times=5))
    processes = [
        Process(database, a_client(server), clock),
        Process(other_database, a_client(server), clock),
    ]

    with ThreadPoolExecutor(len(processes)) as threads:
        while (due_at := deliveries.find_next_due()) is not None:
            # The clock moves between rounds, so that no lease ends while its holder is at work.
            clock.move_to(due_at)
            list(threads.map(lambda process: process.deliver(), processes))

    said = [part for text in all_texts(server) for part in text.split(" · ")]
    assert Counter(said) == Counter(f"Text of {key}" for key in keys)
    assert {processes[0].message_of(key).state for key in keys} == {DeliveryState.SENT}


def test_two_processes_never_claim_the_same_row(
    deliveries: DeliveryService, other_database: Database
) -> None:
    keys = [f"pulse:{number}" for number in range(60)]
    for key in keys:
        owe(deliveries, key)

    def claim_all(service: DeliveryService) -> list[str]:
        claimed: list[str] = []
        while batch := service.claim_due(owner=str(id(service)), now=MONDAY, limit=3):
            claimed += [delivery.key for delivery in batch]
        return claimed

    with ThreadPoolExecutor(4) as threads:
        shares = threads.map(claim_all, [deliveries, DeliveryService(other_database)] * 2)
        claimed = [key for share in shares for key in share]

    assert sorted(claimed) == sorted(keys)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_rows_that_another_process_is_just_claiming_are_passed_over_at_once(
    database: Database, deliveries: DeliveryService, other_database: Database
) -> None:
    for number in range(6):
        owe(deliveries, f"pulse:{number}")

    with database.writing() as connection:
        until = MONDAY + LEASE
        ours = Deliveries(connection).claim(owner="ours", now=MONDAY, lease_until=until, limit=3)
        theirs = DeliveryService(other_database).claim_due(owner="theirs", now=MONDAY, limit=6)

    assert len(ours) == len(theirs) == 3
    assert not {row.key for row in ours} & {row.key for row in theirs}
