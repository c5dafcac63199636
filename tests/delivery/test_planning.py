"""People's days wait for what is due with them to be planned, and not for ever."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.jobs import DeliveryJobs
from bot.delivery.planning import LONGEST_WAIT_FOR_PLANS, PlanningWatch
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import AISHA, GENERAL, MONDAY, Process, a_client, owe, texts

A_MINUTE = timedelta(minutes=1)


class Plans:
    """Has what it is told to have still to plan."""

    def __init__(self, *pending: str) -> None:
        self.pending = set(pending)

    def list_pending(self, *, now: datetime) -> Collection[str]:
        return self.pending


@pytest.fixture
def plans() -> Plans:
    return Plans("open:1")


@pytest.fixture
def jobs(
    database: Database, server: SandboxServer, clock: MovableClock, plans: Plans
) -> DeliveryJobs:
    process = Process(database, a_client(server), clock)
    owe(process.deliveries, "pulse:1", to=AISHA)
    owe(process.deliveries, "announcement:1")
    return DeliveryJobs(process.sender, process.deliveries, process.days, clock, plans)


def test_people_s_days_wait_while_something_is_being_planned_and_channels_do_not(
    jobs: DeliveryJobs, server: SandboxServer, plans: Plans
) -> None:
    jobs.deliver()
    meanwhile = texts(server, AISHA), texts(server, GENERAL)
    plans.pending.clear()
    jobs.deliver()

    assert meanwhile == ([], ["Text of announcement:1"])
    assert texts(server, AISHA) == ["Text of pulse:1"]


def test_what_can_never_be_planned_holds_nobody_up_for_longer_than_some_minutes(
    jobs: DeliveryJobs, server: SandboxServer, clock: MovableClock
) -> None:
    jobs.deliver()
    clock.move_to(MONDAY + LONGEST_WAIT_FOR_PLANS - A_MINUTE)
    jobs.deliver()
    meanwhile = texts(server, AISHA)
    clock.move_to(MONDAY + LONGEST_WAIT_FOR_PLANS)
    jobs.deliver()

    assert meanwhile == []
    assert texts(server, AISHA) == ["Text of pulse:1"]


def test_beside_what_can_never_be_planned_other_things_are_still_waited_for() -> None:
    plans = Plans("open:1")
    watch = PlanningWatch(plans)

    said = [watch.is_under_way(now=MONDAY), watch.is_under_way(now=MONDAY + 10 * A_MINUTE)]
    plans.pending.add("open:2")
    said.append(watch.is_under_way(now=MONDAY + 20 * A_MINUTE))

    assert said == [True, False, True]


def test_a_clock_that_went_back_makes_nobody_wait_for_longer() -> None:
    watch = PlanningWatch(Plans("open:1"))
    watch.is_under_way(now=MONDAY + timedelta(days=365))

    said = [watch.is_under_way(now=MONDAY), watch.is_under_way(now=MONDAY + 10 * A_MINUTE)]

    assert said == [True, False]
