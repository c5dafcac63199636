"""What is said of models fits into Slack's blocks and calls nobody, whatever they are called."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.domain import Message
from bot.handover import dig_messages, handover_messages
from bot.handover.cards.sections import find_section
from bot.handover.co_owners import messages as co_owner_messages
from bot.handover.handover_places import Asking
from bot.handover.interview import messages as interview_messages
from bot.handover.interview.service import Next
from bot.handover.lead_messages import lead_blocks
from bot.handover.lead_view import LeadViews
from bot.handover.model_messages import Listed, listed
from bot.handover.proof import messages as proof_messages
from bot.handover.proof.service import ToMark
from bot.handover.rules.leaving import MOST_NAMED, Retelling
from bot.handover.rules.sessions import Question
from bot.handover.rules.states import HandoverError
from bot.sandbox.checks import check_message, check_view
from tests.handover.desk import LAST_DAY, LEAD, MONDAY, OWNER, SUCCESSOR, Desk

LOUD = "<!channel> @here &"
LONG = (LOUD * 12)[:200]
MANY = 40


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """An owner of many models with the longest and worst of titles."""
    for number in range(MANY):
        title = f"{number} {LONG}"[:200]
        desk.add_model(title)
    desk.set_last_day()
    return desk


def problems(message: Message) -> list[object]:
    shown = {"channel": "D1", "text": message.text, "blocks": list(message.blocks)}
    return [*check_message(shown)]


def assert_calls_nobody(shown: object) -> None:
    assert "<!" not in str(shown)
    assert "@here" not in str(shown)


def test_plan_and_form_of_an_owner_of_many_models_fit(crowded: Desk) -> None:
    named = tuple(f"UNAMED{number:05}" for number in range(MOST_NAMED))
    outlook = crowded.handovers.set_last_day(
        owner_id=OWNER, last_day=LAST_DAY, by=LEAD, now=MONDAY, named=named
    )

    form = handover_messages.date_form(outlook, by=LEAD)
    told = handover_messages.plan_told(outlook, OWNER)

    assert check_view(form) == []
    assert problems(told) == []
    assert_calls_nobody([form, told])


def test_more_people_than_a_message_can_name_are_refused_in_words(desk: Desk) -> None:
    named = tuple(f"U{number}" for number in range(MOST_NAMED + 1))

    with pytest.raises(HandoverError, match="Name 20 people at most"):
        desk.handovers.set_last_day(
            owner_id=OWNER, last_day=LAST_DAY, by=LEAD, now=MONDAY, named=named
        )

    assert desk.handovers.list_leavings() == ()


def test_a_leads_view_of_many_models_and_risks_fits(crowded: Desk) -> None:
    for case in crowded.handovers.list_cases(now=MONDAY)[:12]:
        crowded.handovers.waive(
            model_id=case.model.id,
            by=LEAD,
            reason=LOUD * 25,
            expires_on=MONDAY.date() + timedelta(days=10),
            now=MONDAY,
        )

    view = LeadViews(crowded.handovers, crowded.people).find_view(viewer=LEAD, now=MONDAY)

    assert view is not None
    shown = Message("Models", tuple(lead_blocks(view)))
    assert problems(shown) == []
    assert_calls_nobody(shown)


def test_the_handovers_of_a_lead_of_many_fit(crowded: Desk) -> None:
    outlook = crowded.handovers.find_outlook(owner_id=OWNER, now=MONDAY)
    assert outlook is not None

    shown = handover_messages.listed([outlook] * 12, outlook.cases)

    assert problems(Message("Handovers", tuple(shown))) == []
    assert "more." in str(shown[-1])
    assert_calls_nobody(shown)


def test_the_list_of_models_fits(crowded: Desk) -> None:
    models = [Listed(case.model) for case in crowded.handovers.list_cases(now=MONDAY)]

    shown = listed(models)

    assert problems(shown) == []
    assert_calls_nobody(shown)


@pytest.mark.parametrize("words", [LOUD * 110, "🌧️" * 900, "\u202eعكس" * 400])
def test_an_explanation_can_be_marked_however_it_is_written(desk: Desk, words: str) -> None:
    case, section = desk.case(), find_section("retrain")
    assert section is not None
    case = replace(case, model=replace(case.model, title=LONG))
    told = Retelling(desk.model_id, "retrain", SUCCESSOR, words, 1)

    form = proof_messages.mark_form(ToMark(case, section, None, told, 0))
    question = interview_messages.question_form(
        Next(case, section, 0, lacking=words), Asking(Question(desk.model_id, "retrain"))
    )

    assert check_view(form) == []
    assert check_view(question) == []
    assert_calls_nobody([form, question])


def test_what_notifications_say_of_a_model_calls_nobody(desk: Desk) -> None:
    case = replace(desk.case(), model=replace(desk.case().model, title=LONG))
    say: Sequence[Message] = (
        dig_messages.dig(case, SUCCESSOR),
        proof_messages.told(case, "has moved on."),
        proof_messages.to_retell(case),
        proof_messages.to_mark(case),
        proof_messages.to_drill(case),
        proof_messages.accepted(case, OWNER),
        proof_messages.named(case),
        co_owner_messages.ask_apart(case, 6),
        co_owner_messages.differ(case, 2),
        proof_messages.to_reclaim(case),
        handover_messages.to_decide(case, "has lost its owner."),
    )

    for message in say:
        assert_calls_nobody(message)
        assert problems(message) == []
