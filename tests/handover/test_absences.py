from datetime import timedelta

import pytest

from bot.handover.absences.domain import Absence, AbsenceStanding
from bot.handover.gap_service import GapService
from bot.handover.rules.states import HandoverError
from tests.handover.desk import OWNER, STRANGER, SUCCESSOR, Desk
from tests.handover.test_several_owners import TOO, make_second_owner


def pause(desk: Desk, *, days: int) -> None:
    until = desk.now.date() + timedelta(days=days)
    desk.people.pause(user_id=OWNER, words=f"until {until}", now=desk.now)
    desk.absences.follow(now=desk.now)


def come_back(desk: Desk, *, after: int) -> tuple[Absence, ...]:
    desk.now += timedelta(days=after)
    desk.absences.follow(now=desk.now)
    return desk.absences.list_asked()


@pytest.mark.parametrize(("days", "is_asked"), [(2, False), (3, True), (14, True)])
def test_after_three_working_days_whoever_stood_in_is_asked(
    desk: Desk, days: int, *, is_asked: bool
) -> None:
    make_second_owner(desk)
    pause(desk, days=days)
    during = desk.absences.list_asked()

    asked = come_back(desk, after=days)

    assert during == ()
    assert [(each.owner_id, each.deputy_id) for each in asked] == [(OWNER, TOO)] * is_asked
    assert desk.absences.follow(now=desk.now) == 0


def test_a_weekend_is_no_working_day(desk: Desk) -> None:
    make_second_owner(desk)
    desk.now += timedelta(days=3)  # It is Thursday.
    pause(desk, days=5)

    assert len(come_back(desk, after=5)) == 1

    desk.now += timedelta(days=3)  # It is Friday.
    pause(desk, days=4)
    assert len(come_back(desk, after=4)) == 1


def test_somebody_who_comes_back_early_was_away_until_then(desk: Desk) -> None:
    make_second_owner(desk)
    pause(desk, days=14)
    desk.now += timedelta(days=2)

    desk.people.resume(user_id=OWNER)

    assert come_back(desk, after=0) == ()


def test_the_successor_is_asked_before_another_owner_and_without_either_nobody(
    desk: Desk,
) -> None:
    pause(desk, days=7)
    alone = come_back(desk, after=7)
    make_second_owner(desk)
    desk.set_last_day(last_day=desk.now.date() + timedelta(days=60))
    desk.name_successor()
    pause(desk, days=7)

    (asked,) = come_back(desk, after=7)

    assert alone == ()
    assert asked.deputy_id == SUCCESSOR


def test_what_could_not_be_answered_becomes_gaps_that_the_owner_reads(desk: Desk) -> None:
    make_second_owner(desk)
    pause(desk, days=7)
    (asked,) = come_back(desk, after=7)

    desk.absences.record(
        absence_id=asked.id,
        by=TOO,
        text="- How do I roll back churn?\n\n- Who may decide at night?\n",
        now=desk.now,
    )

    (answered,) = desk.absences.list_answered()
    assert answered.gaps == ("How do I roll back churn?", "Who may decide at night?")
    gaps = GapService(desk.database)
    (gap,) = gaps.list_open(model_id=desk.model_id, section_id="rollback")
    assert gap.wording == "How do I roll back churn?"
    desk.set_last_day(last_day=desk.now.date() + timedelta(days=40))
    desk.begin(sections=("rollback",))
    asked_of_owner = desk.interviews.find_next(leaving_id=1, number=1, by=OWNER, now=desk.now)
    assert asked_of_owner is not None
    assert asked_of_owner.in_vain == ("How do I roll back churn?",)


def test_nothing_is_an_answer_and_leaves_no_gap(desk: Desk) -> None:
    make_second_owner(desk)
    pause(desk, days=7)
    (asked,) = come_back(desk, after=7)

    told = desk.absences.record(absence_id=asked.id, by=TOO, text=" \n", now=desk.now)

    assert told.standing is AbsenceStanding.NOTHING
    assert desk.absences.list_answered() == ()
    with pytest.raises(HandoverError, match="answered already"):
        desk.absences.record(absence_id=asked.id, by=TOO, text="Too late", now=desk.now)


@pytest.mark.parametrize("by", [OWNER, STRANGER, SUCCESSOR])
def test_nobody_else_says_what_was_missing(desk: Desk, by: str) -> None:
    make_second_owner(desk)
    pause(desk, days=7)
    (asked,) = come_back(desk, after=7)

    with pytest.raises(HandoverError, match="Whoever stood in"):
        desk.absences.record(absence_id=asked.id, by=by, text="Everything", now=desk.now)


def test_a_pause_of_somebody_who_owns_the_model_no_more_asks_nothing(desk: Desk) -> None:
    make_second_owner(desk)
    pause(desk, days=7)
    desk.models.give_model(model_id=desk.model_id, owner_id=TOO, now=desk.now)

    assert come_back(desk, after=7) == ()


def test_who_was_away_when_is_forgotten_ninety_days_after(desk: Desk) -> None:
    make_second_owner(desk)
    pause(desk, days=7)
    come_back(desk, after=7)
    desk.now += timedelta(days=90)

    assert desk.absences.forget_old(now=desk.now) == 0
    assert desk.absences.forget_old(now=desk.now + timedelta(days=1)) == 1
