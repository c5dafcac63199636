"""What a lead does about a handover that runs late, and what nobody else can."""

from datetime import date, timedelta

import pytest

from bot.handover.handover_places import FIVE_LEFT
from bot.handover.late.messages import call_suggested, late
from bot.handover.late.service import LateService
from bot.handover.rules.states import HandoverError
from tests.handover.desk import LAST_DAY, LEAD, OWNER, STRANGER, SUCCESSOR, Desk


@pytest.fixture
def service(desk: Desk) -> LateService:
    return LateService(desk.database, desk.handovers, desk.people)


def leaving_id(desk: Desk) -> int:
    (leaving,) = desk.handovers.list_leavings()
    return leaving.id


def test_a_lead_moves_the_next_session_to_a_working_day(desk: Desk, service: LateService) -> None:
    desk.set_last_day()
    day = desk.now.date() + timedelta(days=1)

    service.move_session(leaving_id=leaving_id(desk), day=day, by=LEAD, now=desk.now)

    (leaving,) = desk.handovers.list_leavings()
    assert leaving.moved_to == day


@pytest.mark.parametrize("day", [date(2026, 1, 4), date(2026, 1, 10), LAST_DAY + timedelta(days=1)])
def test_it_goes_to_no_day_on_which_nobody_can_be_asked(
    desk: Desk, service: LateService, day: date
) -> None:
    desk.set_last_day()

    with pytest.raises(HandoverError, match="working day"):
        service.move_session(leaving_id=leaving_id(desk), day=day, by=LEAD, now=desk.now)


@pytest.mark.parametrize("by", [OWNER, SUCCESSOR, STRANGER])
def test_nobody_but_a_lead_moves_it(desk: Desk, service: LateService, by: str) -> None:
    desk.set_last_day()

    with pytest.raises(HandoverError, match="Only a lead"):
        service.move_session(leaving_id=leaving_id(desk), day=LAST_DAY, by=by, now=desk.now)


def test_the_lead_reads_of_all_that_can_be_done(desk: Desk) -> None:
    outlook = desk.set_last_day()

    said = str(late(FIVE_LEFT, outlook, outlook.cases).blocks)

    for label in ("Choose a successor", "Accept the risk", "Move the session", "Suggest a call"):
        assert label in said


def test_a_call_names_the_other_of_the_two_and_no_date(desk: Desk) -> None:
    desk.set_last_day()
    desk.name_successor()

    said = {who: str(call_suggested((desk.case(),), who).blocks) for who in (OWNER, SUCCESSOR)}

    assert f"with <@{SUCCESSOR}>" in said[OWNER]
    assert f"with <@{OWNER}>" in said[SUCCESSOR]
    assert str(LAST_DAY) not in str(said)
