"""To whom a parent's summary is shown: as things stand when it is sent."""

import pytest

from bot.database import Database
from bot.delivery.domain import Delivery
from bot.delivery.service import DeliveryService
from bot.surveys.messages.parent_summary import parent_summary, summary_key
from bot.surveys.parent_rendering import ParentRenderers
from tests.surveys.families import MONDAY, Families

CHANNEL = "CGroup"


@pytest.fixture
def world(database: Database) -> Families:
    world = Families(database)
    one, other = world.begin_pair("abcde", "fghij")
    world.answer_in(one, "abcde", "4")
    world.answer_in(other, "fghij", "2")
    world.move_weeks(1, 1)
    return world


@pytest.fixture
def deliveries(database: Database) -> DeliveryService:
    return DeliveryService(database)


def owed_to_the_channel(world: Families, deliveries: DeliveryService) -> Delivery:
    (summary,) = world.summaries()
    key = summary_key(summary, CHANNEL)
    deliveries.owe(key, to=CHANNEL, message=parent_summary(summary), at=MONDAY)
    found = deliveries.find(key)
    assert found is not None
    return found


def test_a_channel_that_only_members_read_gets_the_summary(
    world: Families, deliveries: DeliveryService
) -> None:
    part = owed_to_the_channel(world, deliveries)
    rendering = ParentRenderers(world.parents, deliveries, lambda _: True)

    assert rendering.render_summary(part, is_posted=False) == part.message


def test_a_channel_that_others_read_by_now_gets_none_and_each_person_does(
    world: Families, deliveries: DeliveryService
) -> None:
    part = owed_to_the_channel(world, deliveries)
    (summary,) = world.summaries()
    rendering = ParentRenderers(world.parents, deliveries, lambda _: False)

    shown = [rendering.render_summary(part, is_posted=False) for _ in range(2)]

    assert shown == [None, None]
    assert len(summary.audience) == 11
    for user_id in summary.audience:
        owed = deliveries.find(summary_key(summary, user_id))
        assert owed is not None
        assert (owed.address, owed.message) == (user_id, part.message)
