"""Which of somebody's messages are drawn anew once they stand otherwise in a team."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.day_service import DayService
from bot.delivery.service import DeliveryService
from bot.people.service import PeopleService
from bot.teams.redrawing import STALE_AFTER, Redraws

THEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture
def deliveries(database: Database) -> DeliveryService:
    return DeliveryService(database)


def carry(database: Database, deliveries: DeliveryService, *owed: tuple[str, str]) -> None:
    """Have the message of each person's day show what they are owed."""
    for key, user_id in owed:
        deliveries.owe(key, to=user_id, at=THEN)
    days = DayService(database, PeopleService(database))
    days.carry(days.list_due_people(now=THEN), now=THEN)


def redraw(deliveries: DeliveryService, *user_ids: str, now: datetime) -> list[str | None]:
    """Return what is drawn anew now that these people stand otherwise in team 1."""
    clock = MovableClock(now, flows=False)
    Redraws(deliveries, clock, weekly_kinds=("pulse",)).owe_of_team(1, user_ids)
    claimed = [each for _ in "12" for each in deliveries.claim_due(owner="me", now=now)]
    for day in claimed:
        deliveries.settle_sent(day, owner="me", now=now, place=("D1", "1.0"))
    again = deliveries.claim_due(owner="me", now=now)
    return [each.rewrites for each in (*claimed, *again) if each.rewrites]


@pytest.mark.parametrize("key", ["naming:1:UA:1", "pulse:1:2026-01-05:UA"])
def test_what_somebody_was_told_of_the_team_is_drawn_anew(
    database: Database, deliveries: DeliveryService, key: str
) -> None:
    carry(database, deliveries, (key, "UA"))

    assert redraw(deliveries, "UA", now=THEN + A_DAY) == [key]


@pytest.mark.parametrize(
    ("key", "user_id"), [("naming:1:UB:1", "UB"), ("naming:2:UA:1", "UA"), ("naming:11:UA:1", "UA")]
)
def test_other_people_and_other_teams_are_left_alone(
    database: Database, deliveries: DeliveryService, key: str, user_id: str
) -> None:
    carry(database, deliveries, (key, user_id))

    assert redraw(deliveries, "UA", now=THEN + A_DAY) == []


def test_weeks_that_are_long_over_are_left_alone_and_a_naming_never_is(
    database: Database, deliveries: DeliveryService
) -> None:
    carry(database, deliveries, ("pulse:1:2026-01-05:UA", "UA"), ("naming:1:UB:1", "UB"))

    redrawn = redraw(deliveries, "UA", "UB", now=THEN + STALE_AFTER + A_DAY)

    assert redrawn == ["naming:1:UB:1"]
