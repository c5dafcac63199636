from datetime import timedelta

import pytest

from bot.handover.cards.section import Written
from bot.handover.cards.sections import CRITICAL, find_section
from bot.handover.co_owners.blind import Kept, do_differ
from bot.handover.co_owners.service import CoOwnerService
from bot.handover.domain import ModelError
from bot.handover.owners import OwnerStanding
from bot.handover.proof_storage import Proofs
from bot.handover.rules.leaving import DrillReport
from bot.handover.rules.states import PROOF_LASTS, HandoverError, State
from tests.handover.desk import LAST_DAY, LEAD, OWNER, STRANGER, SUCCESSOR, Desk

TOO = "UOTHER"


def say_mine_too(desk: Desk, user_id: str = TOO) -> int:
    owners = CoOwnerService(desk.database, desk.models)
    claim = owners.claim_too(model_id=desk.model_id, user_id=user_id, now=desk.now)
    return claim.id


def make_second_owner(desk: Desk, user_id: str = TOO, *, by: str = OWNER) -> None:
    owners = CoOwnerService(desk.database, desk.models)
    owners.decide(claim_id=say_mine_too(desk, user_id), by=by, is_theirs=True, now=desk.now)


def prove(desk: Desk, user_id: str = TOO) -> None:
    """Have somebody have passed a drill, as who took the model over before would have."""
    with desk.database.writing() as connection:
        report = DrillReport(True, 10, True, 90)
        Proofs(connection).add_drill(desk.model_id, user_id, report, now=desk.now)


@pytest.mark.parametrize("by", [OWNER, LEAD])
def test_a_second_owner_is_one_once_the_first_or_a_lead_says_so(desk: Desk, by: str) -> None:
    owners = CoOwnerService(desk.database, desk.models)
    claim_id = say_mine_too(desk)
    before = desk.case().others

    owners.decide(claim_id=claim_id, by=by, is_theirs=True, now=desk.now)

    assert before == ()
    assert desk.case().others == (TOO,)
    assert desk.owner() == OWNER
    assert desk.models.may_change(model=desk.case().model, user_id=TOO)


@pytest.mark.parametrize("by", [TOO, STRANGER, SUCCESSOR])
def test_nobody_else_says_so_least_of_all_they_themselves(desk: Desk, by: str) -> None:
    owners = CoOwnerService(desk.database, desk.models)
    claim_id = say_mine_too(desk)

    with pytest.raises(ModelError, match="Another owner of this model or a lead"):
        owners.decide(claim_id=claim_id, by=by, is_theirs=True, now=desk.now)

    assert desk.case().others == ()


def test_a_lead_who_says_that_it_is_theirs_too_is_not_the_one_to_confirm_it(desk: Desk) -> None:
    owners = CoOwnerService(desk.database, desk.models)
    claim_id = say_mine_too(desk, LEAD)

    with pytest.raises(ModelError, match="Another owner of this model or a lead"):
        owners.decide(claim_id=claim_id, by=LEAD, is_theirs=True, now=desk.now)

    owners.decide(claim_id=claim_id, by=OWNER, is_theirs=True, now=desk.now)
    assert desk.case().others == (LEAD,)


def test_who_was_told_no_is_not_asked_for_again_and_whoever_said_so_can_change_it(
    desk: Desk,
) -> None:
    owners = CoOwnerService(desk.database, desk.models)
    claim_id = say_mine_too(desk)
    owners.decide(claim_id=claim_id, by=OWNER, is_theirs=False, now=desk.now)

    with pytest.raises(ModelError, match=f"<@{OWNER}> said"):
        say_mine_too(desk)

    owners.decide(claim_id=claim_id, by=OWNER, is_theirs=True, now=desk.now)
    assert desk.case().others == (TOO,)


def test_of_two_leads_who_decide_at_once_the_second_is_told_what_the_first_said(
    desk: Desk,
) -> None:
    owners = CoOwnerService(desk.database, desk.models)
    claim_id = say_mine_too(desk)
    owners.decide(claim_id=claim_id, by=OWNER, is_theirs=True, now=desk.now)

    with pytest.raises(ModelError, match=f"<@{OWNER}> said meanwhile that this model is"):
        owners.decide(claim_id=claim_id, by=LEAD, is_theirs=False, now=desk.now, may_overrule=False)
    again = owners.decide(
        claim_id=claim_id, by=LEAD, is_theirs=True, now=desk.now, may_overrule=False
    )

    assert desk.case().others == (TOO,)
    assert again.decided_by == OWNER


def test_a_model_that_nobody_owns_has_no_second_owner(desk: Desk) -> None:
    desk.models.give_model(model_id=desk.model_id, owner_id=None, now=desk.now)

    with pytest.raises(ModelError, match="Press Mine"):
        say_mine_too(desk)


def test_an_owner_who_goes_leaves_the_model_with_another_proven_one(desk: Desk) -> None:
    make_second_owner(desk)
    prove(desk)

    desk.deactivate(OWNER)
    desk.pass_days(0)

    assert desk.state() is State.STEADY
    assert desk.owner() == TOO
    assert desk.case().others == ()
    former = [c for c in desk.case().claims if c.standing is OwnerStanding.FORMER]
    assert [claim.user_id for claim in former] == [OWNER]


def test_a_last_day_that_passes_leaves_the_model_with_another_proven_owner(desk: Desk) -> None:
    make_second_owner(desk)
    prove(desk)
    desk.set_last_day()
    desk.begin()

    desk.pass_days((LAST_DAY - desk.now.date()).days + 2)

    assert (desk.state(), desk.owner()) == (State.STEADY, TOO)


def test_another_owner_who_has_shown_nothing_lately_saves_no_model(desk: Desk) -> None:
    make_second_owner(desk)
    prove(desk)
    desk.now += PROOF_LASTS + timedelta(days=1)

    desk.deactivate(OWNER)
    desk.pass_days(0)

    assert desk.state() is State.ARCHAEOLOGY
    assert desk.owner() == OWNER


def test_another_owner_who_is_gone_too_saves_no_model(desk: Desk) -> None:
    make_second_owner(desk)
    prove(desk)

    desk.deactivate(TOO)
    desk.deactivate(OWNER)
    desk.pass_days(0)

    assert desk.state() is State.ARCHAEOLOGY


def test_who_takes_a_model_over_is_its_only_owner_and_not_a_second_one(desk: Desk) -> None:
    make_second_owner(desk, SUCCESSOR)

    desk.models.give_model(model_id=desk.model_id, owner_id=SUCCESSOR, now=desk.now)

    assert desk.owner() == SUCCESSOR
    assert desk.case().others == ()


def answer_apart(desk: Desk, *sections: str, words: str = "") -> None:
    for name in sections or CRITICAL:
        section = find_section(name)
        assert section is not None
        held = {section.fields[0].id: words or f"What there is to say of {name}"}
        desk.blinds.record(
            model_id=desk.model_id,
            section_id=name,
            by=TOO,
            written=Written(section, held),
            now=desk.now,
        )


def differing(desk: Desk) -> list[str]:
    return [d.other.section_id for d in desk.blinds.list_disagreements(case=desk.case())]


def test_each_owner_is_asked_apart_and_only_where_they_differ_is_shown(desk: Desk) -> None:
    make_second_owner(desk)
    asked_before = desk.blinds.list_to_ask(case=desk.case())
    desk.set_last_day()
    desk.begin()
    asked = desk.blinds.list_to_ask(case=desk.case())
    desk.answer()
    answer_apart(desk, "rollback", words="Point the alias at version 7 and tell finance")
    before = differing(desk)

    answer_apart(desk, *(s for s in CRITICAL if s != "rollback"))

    assert (asked_before, asked) == ((), (TOO,))
    assert before == []
    assert differing(desk) == ["rollback"]
    assert desk.blinds.list_to_ask(case=desk.case()) == ()


def test_what_the_second_owner_says_stands_on_no_card_before_somebody_says_so(desk: Desk) -> None:
    make_second_owner(desk)
    desk.set_last_day()
    desk.begin()
    desk.answer()
    answer_apart(desk, words="Something else altogether, on Mondays")

    assert {text.author_id for text in desk.case().texts.values()} == {OWNER}


@pytest.mark.parametrize(
    ("kept", "author", "has_first", "has_other"),
    [
        (Kept.FIRST, OWNER, True, False),
        (Kept.OTHER, TOO, False, True),
        (Kept.BOTH, OWNER, True, True),
    ],
)
def test_one_of_them_says_whose_words_stay(
    desk: Desk, kept: Kept, author: str, *, has_first: bool, has_other: bool
) -> None:
    make_second_owner(desk)
    desk.set_last_day()
    desk.begin()
    desk.answer()
    answer_apart(desk, *(s for s in CRITICAL if s != "rollback"))
    answer_apart(desk, "rollback", words="Point the alias at version 7 and tell finance")

    desk.blinds.settle(
        model_id=desk.model_id,
        section_id="rollback",
        user_id=TOO,
        kept=kept,
        by=LEAD,
        now=desk.now,
    )

    text = desk.case().texts["rollback"]
    assert text.author_id == author
    assert ("What there is to say" in text.text) is has_first
    assert ("tell finance" in text.text) is has_other
    assert differing(desk) == []


def test_what_does_not_get_onto_the_card_is_not_settled_either(desk: Desk) -> None:
    make_second_owner(desk)
    desk.set_last_day()
    desk.begin()
    desk.answer()
    answer_apart(desk, *(s for s in CRITICAL if s != "rollback"))
    answer_apart(desk, "rollback", words="Point the alias at version 7. " * 1_334)

    with pytest.raises(ModelError, match="longer than"):
        desk.blinds.settle(
            model_id=desk.model_id,
            section_id="rollback",
            user_id=TOO,
            kept=Kept.BOTH,
            by=LEAD,
            now=desk.now,
        )

    assert differing(desk) == ["rollback"]


def test_nobody_else_sees_where_they_differ_or_says_who_is_right(desk: Desk) -> None:
    make_second_owner(desk)
    desk.set_last_day()
    desk.begin()
    desk.answer()
    answer_apart(desk, words="Something else altogether, on Mondays")

    for by in (STRANGER, SUCCESSOR):
        with pytest.raises(HandoverError, match="Only the owners"):
            desk.blinds.find_to_settle(model_id=desk.model_id, by=by, now=desk.now)
        with pytest.raises(HandoverError, match="Only the owners"):
            desk.blinds.settle(
                model_id=desk.model_id,
                section_id="rollback",
                user_id=TOO,
                kept=Kept.OTHER,
                by=by,
                now=desk.now,
            )


def test_whoever_owns_nothing_of_it_is_not_asked_apart(desk: Desk) -> None:
    make_second_owner(desk)
    desk.set_last_day()
    desk.begin()

    for by in (STRANGER, OWNER, LEAD):
        with pytest.raises(HandoverError, match="other owners"):
            desk.blinds.find_next(model_id=desk.model_id, by=by, now=desk.now)


@pytest.mark.parametrize(
    ("one", "other", "is_different"),
    [
        ("Run make retrain, 90 minutes", "make retrain; takes 90 minutes", False),
        ("Run make retrain, 90 minutes", "Run make retrain, 30 minutes", True),
        ("Ask <@UANNA> first", "Ask <@UBEN> first", True),
        ("Drop the January file before you retrain", "", True),
        ("", "", False),
        ("Nothing", "I restart the exporter by hand each Monday", True),
    ],
)
def test_other_numbers_other_people_and_what_one_does_not_know_are_differences(
    one: str, other: str, *, is_different: bool
) -> None:
    assert do_differ(one, other) is is_different
    assert do_differ(other, one) is is_different
