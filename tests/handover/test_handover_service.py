from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, table, text

from bot.errors import UserFacingError
from bot.handover.cards.section import Written
from bot.handover.cards.sections import CRITICAL, find_section
from bot.handover.handover_messages import date_stored
from bot.handover.outlooks import Outlook
from bot.handover.proof.service import RunMissingError
from bot.handover.rules.leaving import read_typed
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import HandoverError, Mark, State
from bot.teams.domain import Pulse, TeamPlan
from tests.handover.desk import LAST_DAY, LEAD, MONDAY, OWNER, STRANGER, SUCCESSOR, Desk


def count(desk: Desk, name: str) -> int:
    with desk.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table(name))).scalar_one()


def owners_leaving(desk: Desk) -> list[str]:
    """Whose last days are stored; a row of nobody's keeps the highest number."""
    with desk.database.reading() as connection:
        owners = connection.scalars(text("SELECT owner_id FROM handover_leaving")).all()
    return [owner for owner in owners if owner]


def test_a_model_changes_hands_once_its_successor_has_proven_it(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    before = desk.owner()

    handover = desk.drill()

    assert before == OWNER
    assert handover.state is State.ACCEPTED
    assert desk.owner() == SUCCESSOR
    accepted = desk.models.list_accepted(model_id=desk.model_id)
    assert {text.section for text in accepted} == set(CRITICAL)
    assert {text.author_id for text in accepted} == {OWNER}


def test_a_failed_drill_changes_no_owner_and_keeps_what_was_missing(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()

    handover = desk.drill(has_worked=False, missing="Which cluster?")

    assert handover.state is State.INTERVIEWING
    assert handover.open_critical == ("retrain", "rollback")
    assert desk.owner() == OWNER
    desk.begin(number=2, sections=("retrain",))
    again = desk.interviews.find_next(leaving_id=1, number=2, by=OWNER, now=desk.now)
    assert again is not None
    assert (again.section.id, again.lacking) == ("retrain", "Which cluster?")


def test_a_crash_between_acceptance_and_register_is_made_good(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()
    accepted = desk.drill()
    desk.models.give_model(model_id=desk.model_id, owner_id=OWNER, now=desk.now)

    assert desk.proofs.settle_owner(handover=accepted, now=desk.now)
    assert not desk.proofs.settle_owner(handover=accepted, now=desk.now)
    assert desk.owner() == SUCCESSOR


def test_a_waived_model_keeps_its_owner_and_comes_back_when_the_waiver_ends(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()

    desk.handovers.waive(
        model_id=desk.model_id,
        by=LEAD,
        reason="Switched off in March",
        expires_on=MONDAY.date() + timedelta(days=10),
        now=desk.now,
    )

    assert desk.state() is State.WAIVED
    assert desk.owner() == OWNER
    desk.pass_days(10)
    assert desk.state() is State.INTERVIEWING
    assert desk.case().handover.waiver is None


@pytest.mark.parametrize("by", [OWNER, SUCCESSOR, STRANGER])
def test_nobody_but_a_lead_carries_the_risk(desk: Desk, by: str) -> None:
    desk.set_last_day()

    with pytest.raises(HandoverError, match="Only a lead"):
        desk.handovers.waive(
            model_id=desk.model_id,
            by=by,
            reason="It is fine",
            expires_on=LAST_DAY,
            now=desk.now,
        )


def test_a_stranger_sets_no_last_day(desk: Desk) -> None:
    for by in (STRANGER, SUCCESSOR):
        with pytest.raises(HandoverError, match="or a lead of one of their teams"):
            desk.set_last_day(by=by)
    assert owners_leaving(desk) == []
    assert desk.set_last_day(by=OWNER).leaving is not None


def test_somebody_without_models_hands_nothing_over(desk: Desk) -> None:
    with pytest.raises(HandoverError, match="nothing to hand over"):
        desk.handovers.set_last_day(owner_id="UOTHER", last_day=LAST_DAY, by=LEAD, now=desk.now)


def test_answers_are_stored_one_by_one_and_what_is_not_known_is_a_named_gap(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin(sections=("scares", "chores", "retrain"))
    desk.answer("scares")
    desk.interviews.record_answer(
        question=Question(desk.model_id, "chores"), by=OWNER, written=None, now=desk.now
    )

    texts = desk.case().texts
    assert texts["scares"].author_id == OWNER
    assert texts["chores"].is_gap
    found = desk.interviews.find_next(leaving_id=1, number=1, by=OWNER, now=desk.now)
    assert found is not None
    assert (found.section.id, found.remaining) == ("retrain", 0)
    assert desk.interviews.list_sessions(leaving_id=1)[0].answers == 2


def test_what_was_skipped_does_not_come_in_this_session_and_comes_in_a_later_one(
    desk: Desk,
) -> None:
    desk.set_last_day()
    desk.begin(sections=("scares", "chores"))

    desk.interviews.skip(question=Question(desk.model_id, "scares"), by=OWNER, now=desk.now)

    found = desk.interviews.find_next(leaving_id=1, number=1, by=OWNER, now=desk.now)
    assert found is not None
    assert found.section.id == "chores"
    outlook = desk.handovers.find_outlook(owner_id=OWNER, now=desk.now)
    assert outlook is not None
    last = outlook.plan.sessions[-1].questions[-1]
    assert last == Question(desk.model_id, "scares")


def test_nobody_answers_for_the_owner_while_they_are_there(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()

    with pytest.raises(HandoverError, match="isn't asked of you"):
        desk.answer("scares", by=SUCCESSOR)


def test_what_is_missing_comes_back_to_the_owner(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()

    desk.teach_back(retrain=Mark.MISSING)

    assert desk.state() is State.INTERVIEWING
    assert desk.case().list_open(now=desk.now) >= {"retrain"}
    accepted = {text.section for text in desk.models.list_accepted(model_id=desk.model_id)}
    assert accepted == set(CRITICAL) - {"retrain"}


def test_an_owner_who_is_gone_makes_it_archaeology_with_inferred_facts(desk: Desk) -> None:
    changed = desk.deactivate(OWNER)
    desk.pass_days(0)
    dug = desk.state()
    desk.answer(by=LEAD)
    pieced = desk.state()
    desk.name_successor()

    assert changed == 1
    assert dug is State.ARCHAEOLOGY
    assert pieced is State.RECONSTRUCTED
    assert {text.basis for text in desk.case().texts.values()} == {"inferred"}
    assert desk.drill().state is State.ACCEPTED
    assert desk.owner() == SUCCESSOR


def test_a_deactivated_person_is_noted_once(desk: Desk) -> None:
    assert desk.deactivate(OWNER) == 1
    assert desk.deactivate(OWNER) == 0


def test_somebody_who_is_gone_is_nobodys_successor(desk: Desk) -> None:
    desk.set_last_day()
    desk.name_successor()
    desk.deactivate(SUCCESSOR)

    assert desk.case().handover.successor_id is None
    with pytest.raises(HandoverError, match="switched off"):
        desk.name_successor()


def test_an_owner_who_returns_is_told_and_claims_the_model_themselves(desk: Desk) -> None:
    desk.deactivate(OWNER)
    desk.pass_days(0)
    told = dict(desk.watch.list_untold())

    desk.watch.note_account(user_id=OWNER, is_active=True, now=desk.now)

    assert desk.state() is State.ARCHAEOLOGY
    assert dict(desk.watch.list_untold())[desk.model_id] > told[desk.model_id]
    handover = desk.handovers.reclaim(model_id=desk.model_id, by=OWNER, now=desk.now)
    assert handover.state is State.STEADY


def test_a_cancelled_date_is_forgotten_and_the_answers_stay(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer("scares")

    assert desk.handovers.cancel(owner_id=OWNER, by=LEAD, now=desk.now) == 1

    assert desk.state() is State.STEADY
    assert owners_leaving(desk) == []
    assert "scares" in desk.case().texts
    desk.set_last_day()
    assert "scares" not in desk.case().list_open(now=desk.now)


def test_a_last_day_is_erased_ninety_days_after(desk: Desk) -> None:
    desk.set_last_day()
    desk.now = MONDAY + (LAST_DAY - MONDAY.date()) + timedelta(days=90)
    assert desk.watch.erase_old(now=desk.now) == 0

    assert desk.watch.erase_old(now=desk.now + timedelta(days=1)) == 1

    assert owners_leaving(desk) == []
    assert desk.case().handover.last_day is None


def test_the_clock_passes_the_last_day_of_a_model_without_successor(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    case = desk.case()
    assert desk.watch.name_caretaker(case=case, now=desk.now)
    assert not desk.watch.name_caretaker(case=desk.case(), now=desk.now)

    desk.pass_days(30)

    handover = desk.case().handover
    assert handover.state is State.CARETAKER
    assert handover.caretaker_id == LEAD
    assert (
        desk.handovers.end(model_id=desk.model_id, by=LEAD, is_frozen=True, now=desk.now).state
        is State.FROZEN
    )


def test_several_models_are_said_to_be_too_many(desk: Desk) -> None:
    for number in range(8):
        desk.add_model(f"model {number}")

    outlook = desk.set_last_day(last_day=MONDAY.date() + timedelta(days=21))

    assert len(outlook.cases) == 9
    assert len(outlook.plan.capacity.fitting) == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Say who hands over"),
        ("churn 2026-02-02", "Say who hands over"),
        ("<@U1> soon", "year, month and day"),
        ("<@U1>", "year, month and day"),
        ("<@U1> 2026-01-04", "is over"),
        ("<@U1> 2027-02-01", "more than a year"),
        ("cancel", "Say who hands over"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence(words: str, said: str) -> None:
    with pytest.raises(UserFacingError, match=said):
        read_typed(words, today=MONDAY.date())


def test_a_date_and_a_cancellation_are_read() -> None:
    today = MONDAY.date()

    assert read_typed("<@U1|ines> 2026-02-02", today=today).last_day == LAST_DAY
    assert read_typed("cancel <@U1>", today=today).is_cancelled


def test_an_answer_reads_on_the_card_as_it_was_given() -> None:
    rollback = find_section("rollback")
    assert rollback is not None
    written = Written(
        rollback,
        {"commands": "make rollback", "version": "v12", "decides": ("U1", "U2")},
        extra="It runs as svc-churn.",
    )

    assert written.to_text() == (
        "**The first three moves, with commands** make rollback\n\n"
        "**Which version is safe?** v12\n\n"
        "**Who may decide?** <@U1>, <@U2>\n\n"
        "It runs as svc-churn."
    )


@pytest.mark.parametrize("by", [STRANGER, SUCCESSOR, LEAD])
def test_a_session_of_another_looks_as_if_there_were_none(desk: Desk, by: str) -> None:
    desk.set_last_day()
    desk.begin()
    with pytest.raises(HandoverError) as of_nobody:
        desk.interviews.find_next(leaving_id=99, number=1, by=by, now=desk.now)

    with pytest.raises(HandoverError) as of_another:
        desk.interviews.find_next(leaving_id=1, number=1, by=by, now=desk.now)

    assert str(of_another.value) == str(of_nobody.value)


def test_a_model_that_has_its_owner_is_asked_of_nobody_else(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()

    assert desk.interviews.find_next_to_dig(model_id=desk.model_id, by=LEAD, now=desk.now) is None


@pytest.mark.parametrize("by", [STRANGER, SUCCESSOR])
def test_only_owner_and_leads_are_shown_who_is_to_run_a_model(desk: Desk, by: str) -> None:
    desk.set_last_day()

    with pytest.raises(HandoverError, match="Only the owner or a lead"):
        desk.handovers.get_case_to_say(model_id=desk.model_id, by=by, now=desk.now)


@pytest.mark.parametrize("days", [-1, 367, 300_000])
def test_a_form_sent_off_later_stores_no_day_that_cannot_be_meant(desk: Desk, days: int) -> None:
    with pytest.raises(HandoverError, match="so nothing was stored"):
        desk.set_last_day(last_day=desk.now.date() + timedelta(days=days))

    assert desk.handovers.list_leavings() == ()


class CutOffError(RuntimeError):
    """The process ends just here."""


def test_what_is_marked_right_is_confirmed_with_it_or_neither_is(desk: Desk) -> None:
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.proofs.retell(
        model_id=desk.model_id, section_id="retrain", by=SUCCESSOR, words="So.", now=desk.now
    )

    def cut_off(*execution: object) -> None:
        if str(execution[2]).startswith("UPDATE model_section"):
            raise CutOffError

    event.listen(desk.database.engine, "before_cursor_execute", cut_off)
    with pytest.raises(CutOffError):
        desk.proofs.mark(
            model_id=desk.model_id, section_id="retrain", mark=Mark.RIGHT, by=OWNER, now=desk.now
        )
    event.remove(desk.database.engine, "before_cursor_execute", cut_off)

    assert desk.case().handover.marks == {}
    assert desk.models.list_accepted(model_id=desk.model_id) == ()


def test_a_model_that_mlflow_has_changes_hands_with_the_run_that_retrained_it(desk: Desk) -> None:
    with desk.database.writing() as connection:
        connection.execute(text("UPDATE model SET source = 'mlflow'"))
    desk.set_last_day()
    desk.begin()
    desk.answer()
    desk.name_successor()
    desk.teach_back()

    with pytest.raises(RunMissingError, match="paste the address of the run"):
        desk.drill()
    before = desk.state()
    handover = desk.drill(run_url="https://mlflow.example.org/#/runs/1")

    assert before is State.DRILL
    assert handover.state is State.ACCEPTED


def test_a_date_and_its_successor_are_stored_together_or_neither_is(desk: Desk) -> None:
    desk.deactivate(LEAD)

    with pytest.raises(HandoverError, match="switched off"):
        _date_with_successor(desk, LEAD, by=OWNER)
    assert desk.handovers.list_leavings() == ()
    assert desk.state() is State.STEADY

    _date_with_successor(desk, "UOTHER", by=OWNER)
    assert desk.case().handover.successor_id == "UOTHER"


def _date_with_successor(desk: Desk, successor_id: str = SUCCESSOR, *, by: str = LEAD) -> Outlook:
    return desk.handovers.set_last_day(
        owner_id=OWNER, last_day=LAST_DAY, by=by, now=desk.now, successor_id=successor_id
    )


def test_a_lead_names_no_successor_of_a_model_that_another_team_runs(desk: Desk) -> None:
    plan = TeamPlan(
        name="Ranking",
        channel_id="CRANK",
        is_private=True,
        pulse=Pulse(weekday=0, hour=9, zone="UTC"),
        leads=("UELSE",),
        members=(OWNER,),
        planned_by="UELSE",
    )
    team = desk.teams.set_up_team(plan=plan, now=desk.now).team
    other = desk.add_model("ranking")
    desk.models.set_team(model_id=other, team_id=team.id, user_id=OWNER)

    outlook = _date_with_successor(desk)

    cases = {case.model.id: case.handover for case in desk.cases.list_all(now=desk.now)}
    assert cases[desk.model_id].successor_id == SUCCESSOR
    assert (cases[other].state, cases[other].successor_id) == (State.LEAVING, None)
    said = str(date_stored(outlook, by=LEAD, has_successor=True))
    assert "*ranking*: no successor yet" in said
    assert "*churn*: no successor" not in said
