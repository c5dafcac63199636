"""What is due of handovers survives a process that dies between two steps."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import text

from bot.clock import MovableClock
from bot.delivery.service import DeliveryService
from bot.handover import desk as desks
from bot.handover.handover_jobs import HandoverJobs
from bot.handover.handover_places import PLAN, SESSION, Key
from bot.slack.people import Person
from tests.handover.desk import LEAD, OWNER, SUCCESSOR, Desk


def everybody(user_ids: Sequence[str]) -> Mapping[str, Person]:
    return {user_id: Person(user_id, user_id, is_bot=False, is_active=True) for user_id in user_ids}


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


def test_a_last_day_set_anew_after_it_was_cancelled_is_told_anew(desk: Desk) -> None:
    desk.set_last_day()
    jobs_of(desk).tell()
    desk.handovers.cancel(owner_id=OWNER, by=LEAD, now=desk.now)
    listed = desk.handovers.list_leavings()

    again = desk.set_last_day().leaving
    jobs_of(desk).tell()

    assert listed == ()
    assert again is not None
    for reader in (OWNER, LEAD):
        key = Key(PLAN, again.id, again.number, reader).dump()
        found = DeliveryService(desk.database).find(key)
        assert found is not None
    assert DeliveryService(desk.database).find(Key(PLAN, 1, 1, LEAD).dump()) is not None
    assert again.id != 1
    assert desk.handovers.find_leaving(leaving_id=1) is None


def test_no_more_than_one_row_keeps_a_number(desk: Desk) -> None:
    for _ in range(4):
        desk.set_last_day()
        desk.handovers.cancel(owner_id=OWNER, by=LEAD, now=desk.now)

    with desk.database.reading() as connection:
        rows = connection.execute(text("SELECT id, owner_id, set_by FROM handover_leaving")).all()
    assert [tuple(row) for row in rows] == [(4, "", "")]
