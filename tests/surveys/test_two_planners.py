"""Two processes plan and deliver at once: what is due together still comes in one message."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import Delivery
from bot.delivery.service import DeliveryService
from bot.sandbox.server import SandboxServer
from bot.surveys.jobs import SurveyJobs
from tests.databases import open_database
from tests.surveys.clockwork import Sending
from tests.surveys.conftest import A_WEEK, MONDAY, Pulses

MEMBERS = tuple(f"U0000000A{number}" for number in range(1, 4))


class Interrupted(DeliveryService):
    """Lets the other process take its turn each time something is owed."""

    def __init__(self, database: Database, meanwhile: Callable[[], object]) -> None:
        super().__init__(database)
        self._meanwhile = meanwhile

    def owe_all(self, deliveries: Sequence[Delivery]) -> int:
        self._meanwhile()
        owed = super().owe_all(deliveries)
        self._meanwhile()
        return owed


@pytest.fixture
def other(database: Database, server: SandboxServer, clock: MovableClock) -> Iterator[Sending]:
    """A second process, which delivers while the first one plans."""
    its_own = open_database(database.engine.url)
    yield Sending(Pulses(its_own), server, clock, is_confidential=False)
    its_own.close()


def test_a_sheet_comes_with_the_summary_though_another_process_delivers_in_between(
    pulses: Pulses, other: Sending, clock: MovableClock
) -> None:
    pulses.people.learn_zones(zones=dict.fromkeys(MEMBERS, "Europe/Berlin"))
    pulses.set_up(members=MEMBERS)
    other.go_to(MONDAY + A_WEEK - timedelta(minutes=1))
    deliveries = Interrupted(pulses.database, other.deliver)
    planning = SurveyJobs(
        pulses.surveys, pulses.plans, deliveries, clock, is_confidential=lambda _: False
    )
    clock.move_to(MONDAY + A_WEEK)

    while planning.turn():
        other.deliver()
    other.deliver()

    for user_id in MEMBERS:
        summary, _, sheet = other.texts(user_id)[-1].partition(" · ")
        assert summary.startswith("Fraud, week of 5 January 2026")
        assert sheet.startswith("Fraud: five new statements")


def test_nothing_is_pending_once_all_that_is_due_is_owed(pulses: Pulses, other: Sending) -> None:
    pulses.set_up(members=MEMBERS)
    seen = [pulses.plans.list_pending(now=MONDAY)]
    pulses.tick(now=MONDAY)
    seen.append(pulses.plans.list_pending(now=MONDAY))
    other.go_to(MONDAY)
    seen.append(pulses.plans.list_pending(now=MONDAY))
    seen.append(pulses.plans.list_pending(now=MONDAY + A_WEEK))
    pulses.end(now=MONDAY + A_WEEK)
    seen.append(pulses.plans.list_pending(now=MONDAY + A_WEEK))

    stages = [sorted(name.partition(":")[0] for name in names) for names in seen]
    assert stages == [["open"], ["sheets"], [], ["close", "open"], ["open", "summary"]]
