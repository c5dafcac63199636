from dataclasses import replace
from datetime import timedelta

import pytest

from bot.handover.rules import state_machine
from bot.handover.rules.deadlines import end_of, find_deadline, lose, run_out
from bot.handover.rules.moves import move
from bot.handover.rules.states import CARETAKING, PROOF_LASTS, HandoverError, Mark, State
from tests.handover.walking import (
    LAST_DAY,
    LEAD,
    NOW,
    OTHER,
    OWNER,
    SUCCESSOR,
    answered,
    days,
    drafted,
    drill,
    drilled,
    interviewing,
    leaving,
    marked,
    steady,
    teach_back,
    waiver,
)


def test_a_model_goes_from_a_date_to_its_successor() -> None:
    handover = drilled(drill())

    assert handover.state is State.ACCEPTED
    assert handover.is_proven
    assert handover.successor_id == SUCCESSOR


def test_a_drill_alone_accepts_nothing() -> None:
    unheard = replace(drill(), marks={}, proven_by=SUCCESSOR)

    with pytest.raises(HandoverError, match="Nobody has shown"):
        move(unheard, State.ACCEPTED, NOW)


def test_a_teach_back_alone_accepts_nothing() -> None:
    with pytest.raises(HandoverError, match="Nobody has shown"):
        move(drill(), State.ACCEPTED, NOW)


def test_only_what_was_missing_or_wrong_is_asked_again() -> None:
    handover = marked(teach_back(), retrain=Mark.MISSING, data_sources=Mark.WRONG)

    assert handover.state is State.INTERVIEWING
    assert handover.open_critical == ("retrain", "data-sources")
    again = answered(handover, "retrain", "data-sources")
    assert again.state is State.TEACH_BACK
    assert set(again.marks) == {"scares", "chores", "rollback", "people"}


def test_nobody_but_the_owner_says_what_is_right() -> None:
    told = state_machine.retell(teach_back(), "scares", by=SUCCESSOR)

    with pytest.raises(HandoverError, match="Only the owner"):
        state_machine.mark(told, "scares", Mark.RIGHT, by=SUCCESSOR, now=NOW)


def test_what_the_owner_words_anew_is_explained_back_again() -> None:
    handover = answered(drill(), "retrain")

    assert handover.state is State.TEACH_BACK
    assert "retrain" not in handover.retold


def test_what_failed_in_the_drill_is_asked_of_the_owner_again() -> None:
    handover = drilled(drill(), has_retrained=False)

    assert handover.state is State.INTERVIEWING
    assert handover.open_critical == ("retrain",)


def test_a_drill_of_somebody_else_counts_for_nothing() -> None:
    with pytest.raises(HandoverError, match="Only the successor"):
        drilled(drill(), by=OTHER)


def test_the_owner_is_not_their_own_successor() -> None:
    with pytest.raises(HandoverError, match="can't be their own successor"):
        state_machine.name_successor(drafted(), user_id=OWNER, now=NOW)


def test_another_successor_begins_the_proof_anew() -> None:
    handover = state_machine.name_successor(drill(), user_id=OTHER, now=NOW)

    assert handover.state is State.TEACH_BACK
    assert handover.marks == {}


def test_a_successor_who_leaves_takes_their_proof_with_them() -> None:
    handover = lose(drill(), user_id=SUCCESSOR, now=NOW)

    assert handover.state is State.DRAFTED
    assert handover.successor_id is None
    assert handover.marks == {}
    assert handover.open_critical == ()


def test_an_orphan_whose_successor_leaves_too_is_left_with_an_owner_who_can_run_it() -> None:
    orphan = lose(steady(), user_id=OWNER, now=NOW)
    named = state_machine.name_successor(orphan, user_id=SUCCESSOR, now=NOW)

    handover = lose(named, user_id=SUCCESSOR, now=NOW, proven_owner=OTHER)

    assert named.successor_id == SUCCESSOR
    assert (handover.state, handover.owner_id) == (State.STEADY, OTHER)
    assert handover.successor_id is None


def test_a_waived_model_is_a_risk_with_an_end_and_is_not_accepted() -> None:
    handover = state_machine.waive(drill(), waiver(), now=NOW)

    assert handover.state is State.WAIVED
    assert not handover.is_proven
    ended = run_out(handover, now=NOW + days(28))
    assert ended.waiver is None
    assert ended.state is State.DRILL


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_waiver_needs_a_reason(reason: str) -> None:
    with pytest.raises(HandoverError, match="needs a reason"):
        state_machine.waive(drafted(), waiver(reason=reason), now=NOW)


@pytest.mark.parametrize("off", [0, 181])
def test_a_waiver_ends_within_half_a_year(off: int) -> None:
    day = NOW.date() + timedelta(days=off)

    with pytest.raises(HandoverError, match="within the next 180 days"):
        state_machine.waive(drafted(), waiver(expires_on=day), now=NOW)


def test_a_cancelled_date_keeps_what_was_answered() -> None:
    handover = state_machine.cancel(answered(interviewing(), "scares"), now=NOW)

    assert handover.state is State.STEADY
    assert handover.last_day is None
    again = state_machine.set_last_day(handover, owner_id=OWNER, last_day=LAST_DAY, now=NOW)
    assert "scares" in again.answered


def test_a_pause_ends_on_its_day_where_the_handover_was() -> None:
    handover = state_machine.put_off(
        answered(interviewing(), "scares"), until=NOW.date() + days(7), now=NOW
    )

    assert run_out(handover, now=NOW + days(6)).state is State.PAUSED
    assert run_out(handover, now=NOW + days(7)).state is State.INTERVIEWING


def test_an_owner_who_is_gone_leaves_a_card_to_piece_together_and_a_drill() -> None:
    handover = lose(steady(), user_id=OWNER, now=NOW)
    digging = run_out(handover, now=NOW)
    pieced = answered(digging)
    tried = state_machine.name_successor(pieced, user_id=SUCCESSOR, now=NOW)

    assert handover.state is State.ORPHANED
    assert digging.state is State.ARCHAEOLOGY
    assert pieced.state is State.RECONSTRUCTED
    assert tried.state is State.DRILL
    assert drilled(tried).state is State.ACCEPTED
    assert drilled(tried, has_rolled_back=False).state is State.DRILL


def test_what_the_owner_answered_before_they_left_is_not_dug_for() -> None:
    handover = run_out(lose(drafted(), user_id=OWNER, now=NOW), now=NOW)

    assert handover.state is State.RECONSTRUCTED


def test_an_owner_who_was_heard_may_leave_before_the_drill() -> None:
    handover = lose(drill(), user_id=OWNER, now=NOW)

    assert handover.state is State.DRILL
    assert drilled(handover).state is State.ACCEPTED


def test_a_model_with_another_proven_owner_is_no_orphan() -> None:
    lost = lose(teach_back(), user_id=OWNER, now=NOW, proven_owner=OTHER)
    passed = run_out(teach_back(), now=end_of(LAST_DAY), proven_owner=OTHER)

    for handover in (lost, passed):
        assert (handover.state, handover.owner_id) == (State.STEADY, OTHER)
        assert handover.successor_id is None


def test_an_owner_who_returns_claims_the_model_themselves() -> None:
    orphan = run_out(lose(steady(), user_id=OWNER, now=NOW), now=NOW)

    with pytest.raises(HandoverError, match="Only the person who owned"):
        state_machine.reclaim(orphan, by=OTHER, now=NOW)
    assert state_machine.reclaim(orphan, by=OWNER, now=NOW).state is State.STEADY


def test_nothing_is_asked_of_somebody_whose_last_day_has_passed() -> None:
    after = end_of(LAST_DAY)

    without = run_out(drafted(), now=after)
    with_one = run_out(teach_back(), now=after)

    assert (without.state, without.is_owner_here) == (State.CARETAKER, False)
    assert (with_one.state, with_one.is_owner_here) == (State.ORPHANED, False)


def test_a_caretaker_has_thirty_days_from_when_they_were_named() -> None:
    named = state_machine.name_caretaker(drafted(), user_id=LEAD, now=NOW)
    handover = run_out(named, now=end_of(LAST_DAY))

    assert handover.state is State.CARETAKER
    assert find_deadline(handover) == NOW + CARETAKING
    assert run_out(handover, now=NOW + CARETAKING + days(100)).state is State.CARETAKER


@pytest.mark.parametrize("end", [State.FROZEN, State.RETIRED])
def test_a_caretaker_assigns_freezes_or_retires(end: State) -> None:
    handover = run_out(drafted(), now=end_of(LAST_DAY))
    act = state_machine.freeze if end is State.FROZEN else state_machine.retire

    assert act(handover, now=NOW).state is end
    assigned = state_machine.name_successor(handover, user_id=SUCCESSOR, now=NOW)
    assert assigned.state is State.ASSIGNED
    assert run_out(assigned, now=NOW).state is State.DRILL


def test_proof_lasts_half_a_year() -> None:
    handover = drilled(drill())

    assert run_out(handover, now=NOW + PROOF_LASTS - days(1)).state is State.ACCEPTED
    assert run_out(handover, now=NOW + PROOF_LASTS).state is State.STEADY


def test_a_successor_who_owns_the_model_by_now_can_leave_it_an_orphan() -> None:
    handover = lose(drilled(drill()), user_id=SUCCESSOR, now=NOW)

    assert handover.state is State.ORPHANED
    assert handover.owner_id == SUCCESSOR


def test_a_date_that_is_moved_keeps_the_handover_where_it_was() -> None:
    handover = state_machine.set_last_day(
        drafted(), owner_id=OWNER, last_day=LAST_DAY + days(7), now=NOW
    )

    assert handover.state is State.DRAFTED
    assert find_deadline(handover) == end_of(LAST_DAY + days(7))


def test_an_owner_who_has_a_day_again_is_asked_whether_what_was_pieced_together_is_right() -> None:
    pieced = answered(run_out(lose(steady(), user_id=OWNER, now=NOW), now=NOW))
    tried = state_machine.name_successor(pieced, user_id=SUCCESSOR, now=NOW)

    back = state_machine.set_last_day(tried, owner_id=OWNER, last_day=LAST_DAY, now=NOW)

    assert tried.state is State.DRILL
    assert (back.state, back.is_owner_here) == (State.TEACH_BACK, True)


def test_two_owners_do_not_hand_over_one_model_at_once() -> None:
    with pytest.raises(HandoverError, match="somebody else already"):
        state_machine.set_last_day(leaving(), owner_id=OTHER, last_day=LAST_DAY, now=NOW)
