import pytest

from bot.playbook.domain import Outcome, Section
from bot.playbook.following import answer_in_turn, leans_on_the_last
from tests.playbook.pages import NOTHING, FixedPlaybook, a_page, a_section, an_answer

FIRST = "how often should we retrain"
ABOUT_COST = an_answer(Outcome.ANSWERED, a_page(path="process/cost.md"))


@pytest.mark.parametrize(
    "text",
    [
        "and how?",
        "what about costs",
        "why?",
        "who should do that",
        "How long do those live?",
        "what does it cost",
        "is that different for a small team?",
        "give me an example",
        "does this work for images",
    ],
)
def test_a_question_that_points_back_leans_on_the_last(text: str) -> None:
    assert leans_on_the_last(text)


@pytest.mark.parametrize(
    "text",
    [
        "how do I monitor drift",
        "what should a model card say",
        "how do I know that my data is bad",
        "is there a template for a model card",
        "why do we need a feature store",
        "who signs off a model that ranks people",
        "the model is in production and nobody knows what to do when it fails, who is called",
    ],
)
def test_a_question_that_stands_alone_leans_on_nothing(text: str) -> None:
    assert not leans_on_the_last(text)


def test_a_question_that_leans_is_read_together_with_the_last() -> None:
    follow_up = "what does it cost"
    playbook = FixedPlaybook({FIRST: an_answer(), f"{FIRST} {follow_up}": ABOUT_COST})

    assert answer_in_turn(playbook, follow_up, after=FIRST) == (ABOUT_COST, True)
    assert answer_in_turn(playbook, follow_up) == (NOTHING, False)


def test_a_question_that_stands_alone_is_not_answered_about_the_last() -> None:
    question = "what is for lunch"
    playbook = FixedPlaybook({FIRST: an_answer(), f"{FIRST} {question}": an_answer()})

    assert answer_in_turn(playbook, question, after=FIRST) == (NOTHING, False)


def test_a_question_that_names_its_own_subject_is_answered_about_that() -> None:
    question = "is it worth having a feature store"
    playbook = FixedPlaybook({f"{FIRST} {question}": an_answer(), question: ABOUT_COST})

    assert answer_in_turn(playbook, question, after=FIRST) == (ABOUT_COST, False)


def on_one_page(*sections: Section) -> tuple[FixedPlaybook, str]:
    """A playbook with one page, of which the first section has been shown, and a follow-up."""
    follow_up = "and what does it cost?"
    page = a_page(*sections)
    answer = an_answer(Outcome.MAYBE, *(a_page(section, path=page.path) for section in sections))
    return FixedPlaybook({f"{FIRST} {follow_up}": answer}), follow_up


def test_another_section_of_the_same_page_answers_what_is_asked_on() -> None:
    shown = a_section("How often", anchor="how-often", markdown="Weekly; the cost is small.")
    other = a_section("Who", anchor="who", markdown="The on-call engineer.")
    cost = a_section("Price", anchor="price", markdown="A retraining costs a night of one GPU.")
    playbook, follow_up = on_one_page(shown, other, cost)

    answer, is_following = answer_in_turn(
        playbook, follow_up, after=FIRST, page="process/retraining.md", anchor="how-often"
    )

    assert is_following
    assert answer.is_answered
    assert answer.passages[0].section == cost
    assert len(answer.passages) == 3
    assert answer.quote == "A retraining costs a night of one GPU."


def test_where_no_section_of_the_page_is_about_it_both_questions_are_asked_as_one() -> None:
    playbook, follow_up = on_one_page(a_section(), a_section("Who", anchor="who"))

    answer, is_following = answer_in_turn(
        playbook, follow_up, after=FIRST, page="process/retraining.md", anchor="retraining"
    )

    assert is_following
    assert answer.outcome is Outcome.MAYBE


def test_what_only_people_know_stays_so_whatever_was_asked_before() -> None:
    follow_up = "who owns it"
    own = an_answer(Outcome.COMPANY_FACT)
    playbook = FixedPlaybook({follow_up: own, f"{FIRST} {follow_up}": ABOUT_COST})

    assert answer_in_turn(playbook, follow_up, after=FIRST) == (own, False)
