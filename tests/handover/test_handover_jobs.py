"""What is due of handovers survives a process that dies between two steps."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.clock import MovableClock
from bot.delivery.service import DeliveryService
from bot.handover import desk as desks
from bot.handover.handover_jobs import HandoverJobs
from bot.handover.handover_places import SESSION, Key
from tests.handover.desk import OWNER, SUCCESSOR, Desk


def everybody(user_ids: Sequence[str]) -> Mapping[str, bool]:
    return dict.fromkeys(user_ids, True)


def jobs_of(desk: Desk) -> HandoverJobs:
    clock = MovableClock(desk.now, flows=False)
    together = desks.Desk(desk.database, desk.models, desk.teams, desk.people)
    return HandoverJobs(together, DeliveryService(desk.database), clock, desk.people, everybody)


def test_a_session_that_began_and_was_not_owed_is_owed_by_the_next_tick(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    key = Key(SESSION, 1, 1, OWNER).dump()
    before = DeliveryService(desk.database).find(key)

    jobs_of(desk).tell()
    again = jobs_of(desk).tell()

    assert before is None
    assert DeliveryService(desk.database).find(key) is not None
    assert again == 0


def test_a_model_that_was_accepted_before_a_long_outage_gets_its_owner_after_it(
    desk: Desk,
) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    desk.drill()
    desk.models.give_model(model_id=desk.model_id, owner_id=OWNER, now=desk.now)
    desk.now += timedelta(days=4)

    jobs_of(desk).follow()

    assert desk.owner() == SUCCESSOR
