import pytest

from bot.handover.cards.section import Written
from bot.handover.cards.sections import CRITICAL, find_section
from bot.handover.co_owners.service import CoOwnerService
from bot.handover.dig_messages import with_evidence
from bot.handover.domain import Basis, Origin, SuggestionStanding
from bot.handover.handover_rendering import say
from bot.handover.knowers import ORDER, Evidence, list_likely, share_out
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import HandoverError, State
from bot.handover.storage import Suggestions
from tests.handover.desk import LEAD, OWNER, STRANGER, SUCCESSOR, Desk

BEFORE, TOO, RAN = "UBEFORE", "UOTHER", "URAN"


def lose_owner(desk: Desk) -> None:
    """Have a model lose its owner, with somebody left who owned it, owns it too, and ran it."""
    desk.models.give_model(model_id=desk.model_id, owner_id=BEFORE, now=desk.now)
    desk.models.give_model(model_id=desk.model_id, owner_id=OWNER, now=desk.now)
    owners = CoOwnerService(desk.database, desk.models)
    claim = owners.claim_too(model_id=desk.model_id, user_id=TOO, now=desk.now)
    owners.decide(claim_id=claim.id, by=OWNER, is_theirs=True, now=desk.now)
    with desk.database.writing() as connection:
        suggestions = Suggestions(connection)
        suggestions.add(desk.model_id, "ran.sacked", Origin.RUN)
        (found,) = suggestions.list_of(desk.model_id)
        suggestions.put(found.id, SuggestionStanding.OVER, user_id=RAN)
    desk.deactivate(OWNER)
    desk.pass_days(0)
    desk.digs.ask(case=desk.case(), now=desk.now)


def answer(desk: Desk, section_id: str, *, by: str) -> None:
    section = find_section(section_id)
    assert section is not None
    desk.interviews.record_answer(
        question=Question(desk.model_id, section_id),
        by=by,
        written=Written(section, {section.fields[0].id: "What I have seen of it"}),
        now=desk.now,
    )


def test_three_likely_people_are_asked_two_questions_each_rolling_back_first(desk: Desk) -> None:
    lose_owner(desk)

    assert dict(desk.case().asked) == {
        BEFORE: ("rollback", "retrain"),
        TOO: ("data-sources", "people"),
        RAN: ("chores", "scares"),
    }
    assert desk.digs.ask(case=desk.case(), now=desk.now) == 0


def test_what_they_answer_is_inferred_and_has_their_name(desk: Desk) -> None:
    lose_owner(desk)

    for by, sections in desk.case().asked.items():
        for section in sections:
            answer(desk, section, by=by)

    texts = desk.case().texts
    assert {(t.basis, t.author_id) for t in texts.values()} == {
        (Basis.INFERRED, user) for user in (BEFORE, TOO, RAN)
    }
    assert desk.state() is State.RECONSTRUCTED


@pytest.mark.parametrize("by", [STRANGER, SUCCESSOR, OWNER])
def test_who_is_not_asked_can_answer_nothing_whatever_a_button_says(desk: Desk, by: str) -> None:
    lose_owner(desk)

    for section in CRITICAL:
        with pytest.raises(HandoverError, match="Somebody else is asked"):
            answer(desk, section, by=by)
    with pytest.raises(HandoverError, match="Somebody else is asked"):
        desk.interviews.find_next_to_dig(model_id=desk.model_id, by=by, now=desk.now)
    assert desk.case().texts == {}


def test_who_is_asked_one_thing_cannot_answer_another(desk: Desk) -> None:
    lose_owner(desk)

    with pytest.raises(HandoverError, match="Somebody else is asked"):
        answer(desk, "scares", by=BEFORE)
    with pytest.raises(HandoverError, match="Somebody else is asked"):
        answer(desk, "rollback", by=LEAD)


def test_somebody_answers_their_two_and_is_done(desk: Desk) -> None:
    lose_owner(desk)
    found = desk.interviews.find_next_to_dig(model_id=desk.model_id, by=BEFORE, now=desk.now)
    answer(desk, "rollback", by=BEFORE)
    answer(desk, "retrain", by=BEFORE)

    after = desk.interviews.find_next_to_dig(model_id=desk.model_id, by=BEFORE, now=desk.now)

    assert found is not None
    assert (found.section.id, found.remaining) == ("rollback", 1)
    assert after is None


def test_what_nobody_is_asked_is_left_to_the_lead(desk: Desk) -> None:
    desk.deactivate(OWNER)
    desk.pass_days(0)
    desk.digs.ask(case=desk.case(), now=desk.now)

    assert desk.case().list_to_dig(LEAD) == ORDER
    assert desk.case().list_to_dig(SUCCESSOR) == ()


def test_somebody_else_is_asked_in_place_of_one_who_is_gone_too(desk: Desk) -> None:
    lose_owner(desk)
    told = dict(desk.watch.list_untold())[desk.model_id]

    desk.watch.note_concerned(now=desk.now)
    desk.deactivate(RAN)
    before = desk.case().list_to_dig(LEAD)
    desk.models.record_section(
        model_id=desk.model_id,
        section="serving",
        text="On two pods",
        author_id="UWROTE",
        now=desk.now,
    )
    desk.digs.ask(case=desk.case(), now=desk.now)

    assert before == ("chores", "scares")
    assert desk.case().asked["UWROTE"] == ("chores", "scares")
    assert RAN not in desk.case().asked
    assert dict(desk.watch.list_untold())[desk.model_id] > told


def test_only_those_who_are_asked_and_the_leads_are_written_to(desk: Desk) -> None:
    lose_owner(desk)

    told = {u for u in (BEFORE, TOO, RAN, LEAD, OWNER, SUCCESSOR, STRANGER) if _says(desk, u)}

    assert told == {BEFORE, TOO, RAN, LEAD, OWNER}
    assert "It is mine again" in _says(desk, OWNER)
    assert "Rolling" not in _says(desk, RAN)


def _says(desk: Desk, user_id: str) -> str:
    message = say(desk.case(), user_id)
    return "" if message is None else f"{message.text} {message.blocks}"


def test_what_is_left_of_a_model_is_listed(desk: Desk) -> None:
    lose_owner(desk)
    message = say(desk.case(), BEFORE)
    evidence = Evidence(
        link="https://git.example.com/churn",
        versions=("7 (run abc)",),
        tags=("production: 7",),
        accepted=("Serving",),
        questions=("how do I retrain churn",),
    )

    assert message is not None
    shown = str(with_evidence(message, evidence))
    for words in ("git.example.com", "7 (run abc)", "production: 7", "Serving", "how do I retrain"):
        assert words in shown


def test_the_likeliest_come_first_and_whom_a_card_names_only_from_the_team() -> None:
    evidence = Evidence(ran=("URAN",), wrote=("UWROTE",), named=("UMEMBER", "UELSEWHERE"))

    likely = list_likely(
        former=["UBEFORE"],
        others=["UTOO", "UGONE"],
        evidence=evidence,
        members={"UMEMBER"},
        not_these={"UGONE"},
    )

    assert likely == ("UBEFORE", "UTOO", "URAN", "UWROTE", "UMEMBER")


@pytest.mark.parametrize("count", range(5))
def test_nobody_is_asked_more_than_two_and_no_more_than_three_are_asked(count: int) -> None:
    shares = share_out(frozenset(ORDER), [f"U{n}" for n in range(count)], {})

    assert len(shares) == min(count, 3)
    assert all(len(sections) <= 2 for sections in shares.values())
