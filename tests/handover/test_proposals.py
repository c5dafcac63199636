from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.handover.domain import Tier
from bot.handover.proof_storage import Proofs
from bot.handover.proposals.domain import ProposalKind, quarter_of
from bot.handover.proposals.service import Proposed
from bot.handover.rules.leaving import DrillReport, read_typed
from bot.handover.rules.states import HandoverError, State
from bot.tables import metadata
from tests.handover.desk import LAST_DAY, LEAD, MONDAY, OWNER, STRANGER, SUCCESSOR, Desk

TODAY = MONDAY.date()


def end_account(desk: Desk, ends_on: date | None, *, user_id: str = OWNER) -> None:
    desk.watch.note_concerned(now=desk.now)
    desk.watch.note_end(user_id=user_id, ends_on=ends_on, now=desk.now)


def proposed(desk: Desk, kind: ProposalKind) -> list[Proposed]:
    desk.proposals.propose(now=desk.now)
    found = desk.proposals.list_open(now=desk.now)
    return [each for each in found if each.proposal.kind is kind]


def test_the_end_of_a_guests_account_is_proposed_to_the_leads_thirty_days_before(
    desk: Desk,
) -> None:
    end_account(desk, TODAY + timedelta(days=32))
    before = proposed(desk, ProposalKind.GUEST)
    desk.now += timedelta(days=1)

    (found,) = proposed(desk, ProposalKind.GUEST)

    assert before == []
    assert found.leads == (LEAD,)
    assert found.last_day == TODAY + timedelta(days=31)
    assert [case.model.id for case in found.cases] == [desk.model_id]
    assert desk.proposals.propose(now=desk.now) == 0


def test_nothing_begins_before_a_lead_says_so(desk: Desk) -> None:
    end_account(desk, TODAY + timedelta(days=20))

    proposed(desk, ProposalKind.GUEST)

    assert desk.state() is State.STEADY
    assert desk.handovers.list_leavings() == ()


def test_a_proposal_is_over_once_a_last_day_is_set(desk: Desk) -> None:
    end_account(desk, TODAY + timedelta(days=20))
    (found,) = proposed(desk, ProposalKind.GUEST)

    desk.set_last_day(last_day=found.last_day)

    assert proposed(desk, ProposalKind.GUEST) == []


@pytest.mark.parametrize("moved_to", [None, TODAY + timedelta(days=25)])
def test_a_proposal_is_over_once_the_account_ends_on_another_day(
    desk: Desk, moved_to: date | None
) -> None:
    end_account(desk, TODAY + timedelta(days=20))
    (first,) = proposed(desk, ProposalKind.GUEST)

    end_account(desk, moved_to)

    days = [each.last_day for each in proposed(desk, ProposalKind.GUEST)]
    assert first.last_day not in days
    assert len(days) == (moved_to is not None)


def test_a_guest_without_models_is_nobodys_concern(desk: Desk) -> None:
    end_account(desk, TODAY + timedelta(days=20), user_id=LEAD)

    assert proposed(desk, ProposalKind.GUEST) == []


@pytest.mark.parametrize("by", [OWNER, STRANGER, SUCCESSOR])
def test_only_a_lead_decides_on_a_proposal(desk: Desk, by: str) -> None:
    end_account(desk, TODAY + timedelta(days=20))
    (found,) = proposed(desk, ProposalKind.GUEST)

    with pytest.raises(HandoverError, match="Only a lead"):
        desk.proposals.decline(proposal_id=found.proposal.id, by=by, now=desk.now)

    desk.proposals.decline(proposal_id=found.proposal.id, by=LEAD, now=desk.now)
    assert proposed(desk, ProposalKind.GUEST) == []


def test_when_a_guests_account_ended_is_forgotten_ninety_days_after(desk: Desk) -> None:
    end_account(desk, TODAY + timedelta(days=20))
    proposed(desk, ProposalKind.GUEST)
    desk.now += timedelta(days=19 + 90)
    kept = desk.proposals.forget_old(now=desk.now)

    assert kept == 0
    assert desk.proposals.forget_old(now=desk.now + timedelta(days=1)) == 1


def make_critical(desk: Desk) -> None:
    desk.models.set_tier(model_id=desk.model_id, tier=Tier.CRITICAL, user_id=LEAD)


def prove(desk: Desk, *user_ids: str) -> None:
    with desk.database.writing() as connection:
        for user_id in user_ids:
            report = DrillReport(True, 10, True, 90)
            Proofs(connection).add_drill(desk.model_id, user_id, report, now=desk.now)


def test_once_a_quarter_one_critical_model_is_proposed_for_rotation(desk: Desk) -> None:
    make_critical(desk)
    desk.add_model("other", tier=Tier.CRITICAL)
    (first,) = proposed(desk, ProposalKind.ROTATION)
    again = desk.proposals.propose(now=desk.now + timedelta(days=70))
    desk.now += timedelta(days=90)

    (second,) = proposed(desk, ProposalKind.ROTATION)

    assert again == 0
    assert first.proposal.model_id == desk.model_id
    assert second.proposal.model_id != first.proposal.model_id
    assert len(first.cases) == 1


@pytest.mark.parametrize(("proven", "is_proposed"), [(1, True), (2, False)])
def test_a_model_that_two_people_have_proven_needs_no_rotation(
    desk: Desk, proven: int, *, is_proposed: bool
) -> None:
    make_critical(desk)
    prove(desk, *(OWNER, SUCCESSOR)[:proven])

    assert bool(proposed(desk, ProposalKind.ROTATION)) is is_proposed


def test_a_model_that_is_not_critical_is_not_rotated(desk: Desk) -> None:
    assert proposed(desk, ProposalKind.ROTATION) == []


def rotate(desk: Desk) -> date:
    make_critical(desk)
    (found,) = proposed(desk, ProposalKind.ROTATION)
    desk.handovers.set_last_day(
        owner_id=OWNER,
        last_day=found.last_day,
        by=LEAD,
        now=desk.now,
        only_model_id=found.proposal.model_id,
    )
    return found.last_day


def test_a_rotation_is_of_one_model_and_takes_twenty_working_days(desk: Desk) -> None:
    other = desk.add_model("other")
    last_day = rotate(desk)
    outlook = desk.handovers.find_outlook(owner_id=OWNER, now=desk.now)

    assert last_day == TODAY + timedelta(weeks=4)
    assert outlook is not None
    assert [case.model.id for case in outlook.cases] == [desk.model_id]
    assert desk.state() is State.LEAVING
    assert desk.cases.get(other, now=desk.now).handover.state is State.STEADY


def test_a_rotation_that_is_not_finished_leaves_the_model_with_its_owner(desk: Desk) -> None:
    rotate(desk)
    desk.begin()
    desk.answer("scares")

    desk.pass_days(40)

    assert (desk.state(), desk.owner()) == (State.STEADY, OWNER)
    assert desk.handovers.list_leavings() == ()
    assert "scares" in desk.case().texts


def test_a_rotation_ends_with_a_drill_as_any_handover_does(desk: Desk) -> None:
    rotate(desk)
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    desk.drill()

    assert (desk.state(), desk.owner()) == (State.ACCEPTED, SUCCESSOR)


def test_nobody_rotates_a_model_of_somebody_who_hands_models_over_already(desk: Desk) -> None:
    desk.set_last_day()
    make_critical(desk)

    assert proposed(desk, ProposalKind.ROTATION) == []
    with pytest.raises(HandoverError, match="already"):
        desk.handovers.set_last_day(
            owner_id=OWNER, last_day=LAST_DAY, by=LEAD, now=desk.now, only_model_id=desk.model_id
        )


def test_a_last_day_takes_the_place_of_a_rotation(desk: Desk) -> None:
    rotate(desk)
    desk.set_last_day()

    desk.pass_days(40)

    assert desk.state() is State.CARETAKER


def test_a_quarter_has_a_name_and_a_first_day() -> None:
    assert quarter_of(date(2026, 3, 31)) == ("2026-Q1", date(2026, 1, 1))
    assert quarter_of(date(2026, 12, 1)) == ("2026-Q4", date(2026, 10, 1))


def test_a_handover_that_is_put_off_asks_nothing_until_then_and_goes_on_by_itself(
    desk: Desk,
) -> None:
    desk.set_last_day()
    desk.begin()
    until = TODAY + timedelta(days=10)

    count = desk.handovers.put_off(owner_id=OWNER, until=until, by=LEAD, now=desk.now)

    outlook = desk.handovers.find_outlook(owner_id=OWNER, now=desk.now)
    assert outlook is not None
    assert (count, outlook.plan.sessions) == (1, ())
    assert desk.state() is State.PAUSED
    desk.pass_days(10)
    assert desk.state() is State.INTERVIEWING


def test_a_handover_is_not_put_off_past_its_last_day(desk: Desk) -> None:
    desk.set_last_day()

    with pytest.raises(HandoverError, match="Move the last day first"):
        desk.handovers.put_off(
            owner_id=OWNER, until=LAST_DAY + timedelta(days=1), by=LEAD, now=desk.now
        )
    with pytest.raises(HandoverError, match="or a lead of one of their teams"):
        desk.handovers.put_off(owner_id=OWNER, until=LAST_DAY, by=STRANGER, now=desk.now)


def test_a_pause_is_typed_with_the_day_on_which_it_goes_on() -> None:
    typed = read_typed(f"pause <@{OWNER}> until 2026-01-20", today=TODAY)

    assert (typed.owner_id, typed.until, typed.last_day) == (OWNER, date(2026, 1, 20), None)
    for wrong in ("", "until tomorrow", "until 2026-01-05"):
        with pytest.raises(HandoverError, match="on which the handover goes on"):
            read_typed(f"pause <@{OWNER}> {wrong}", today=TODAY)


def test_the_end_of_an_account_itself_is_forgotten_too_also_if_slack_still_tells_it(
    desk: Desk,
) -> None:
    ended = TODAY + timedelta(days=20)
    end_account(desk, ended)
    desk.now += timedelta(days=20 + 91)

    erased = desk.watch.erase_old(now=desk.now)
    end_account(desk, ended)

    assert erased == 1
    table = metadata().tables["handover_person"]
    with desk.database.reading() as connection:
        assert set(connection.scalars(select(table.c.ends_on))) == {None}
