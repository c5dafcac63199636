"""Asking a playbook: three outcomes, and facts that are for people."""

from pathlib import Path

import pytest
import yaml

from bot.playbook.domain import Outcome
from bot.playbook.loader import read_any_markdown
from bot.playbook.opening import open_playbook
from bot.playbook.playbook import Playbook
from bot.resources import folder
from tests.playbook.writing import write

QUESTIONS = Path(__file__).parents[1] / "benchmarks" / "playbook_questions.yaml"
LATER_QUESTIONS = QUESTIONS.with_name("playbook_questions_later.yaml")


@pytest.fixture(scope="module")
def ours() -> Playbook:
    return open_playbook(folder("knowledge"))


def test_what_is_covered_is_answered_in_the_pages_own_words(ours: Playbook) -> None:
    answer = ours.ask("how do I roll back a model that is bad")

    assert answer.outcome is Outcome.ANSWERED
    section = answer.passages[0].section
    whole = " ".join(" ".join(block.markdown for block in section.blocks).split())
    assert answer.quote
    for line in answer.quote.split("\n\n"):
        first_words = " ".join(line.split())[:40]
        assert first_words in whole


def test_what_is_not_covered_is_refused_with_the_closest_sections(ours: Playbook) -> None:
    answer = ours.ask("best pizza near the office")

    assert answer.outcome is Outcome.NOT_COVERED
    assert (answer.quote, answer.is_answered) == ("", False)
    assert answer.passages


def test_a_fact_about_the_company_is_left_to_people(ours: Playbook) -> None:
    answer = ours.ask("who owns the churn model?")

    assert answer.outcome is Outcome.COMPANY_FACT
    assert not answer.is_answered
    assert "people" not in answer.quote
    assert "fact about your company" in answer.reason


@pytest.mark.parametrize(
    "question", ["", "   ", "🎉🎉🎉", "?!…", "<!---->", ":tada: :ship_it:", "Thanks!"]
)
def test_what_is_no_question_gets_a_word_about_it(ours: Playbook, question: str) -> None:
    answer = ours.ask(question)

    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.passages == ()
    assert "no question" in answer.reason


@pytest.mark.parametrize(
    "question",
    [
        "Wie wird das Wetter morgen in Hamburg",
        "モデルの監視はどうすればいいですか",
        "pizza " * 500,
        "x" * 3000,
    ],
)
def test_odd_questions_are_refused_and_break_nothing(ours: Playbook, question: str) -> None:
    assert not ours.ask(question).is_answered


def test_markup_in_a_question_is_read_as_words(ours: Playbook) -> None:
    plain, marked = ours.ask("channel alert"), ours.ask("<!channel> <b>alert</b>")

    assert marked.passages[0].page == plain.passages[0].page


def test_a_question_that_a_page_notes_is_for_that_page_even_if_it_sounds_like_a_fact(
    ours: Playbook,
) -> None:
    noted = [(page, question) for page in ours.pages for question in page.questions]

    answers = [(page, ours.ask(question)) for page, question in noted]

    assert [answer for _, answer in answers if answer.outcome is Outcome.COMPANY_FACT] == []
    found = [page in [passage.page for passage in answer.passages[:3]] for page, answer in answers]
    assert sum(found) / len(found) >= 0.97


def test_a_long_question_is_answered(ours: Playbook) -> None:
    question = "our retraining schedule is a mess, how often should we retrain? " * 47

    assert len(question) > 3000
    assert ours.ask(question[:3000]).passages[0].page.title == "Retraining and fallback"


def test_ten_passages_at_most_are_ranked(ours: Playbook) -> None:
    scores = [passage.score for passage in ours.ask("alerts that nobody reads").passages]

    assert len(scores) == 10
    assert scores == sorted(scores, reverse=True)


def test_a_folder_without_front_matter_can_be_asked(tmp_path: Path) -> None:
    write(tmp_path, "bread.md", "# Bread\n\n## Kneading\n\nWork the dough for ten minutes.\n")
    write(tmp_path, "bikes.md", "# Bicycles\n\n## Tyres\n\nPump the tyre and find the hole.\n")

    answer = Playbook(read_any_markdown(tmp_path).pages).ask("minutes of kneading for the dough")

    assert answer.is_answered
    assert answer.passages[0].section.anchor == "kneading"
    assert answer.quote == "Work the dough for ten minutes."


def test_a_picture_is_no_answer(tmp_path: Path) -> None:
    write(tmp_path, "bread.md", "# Bread\n\n## Kneading dough by hand\n\n![kneading](dough.png)\n")

    answer = Playbook(read_any_markdown(tmp_path).pages).ask("kneading dough by hand")

    assert (answer.outcome, answer.quote) == (Outcome.MAYBE, "")


@pytest.mark.parametrize("file", [QUESTIONS, LATER_QUESTIONS], ids=["first", "later"])
def test_our_playbook_serves_the_questions_kept_for_it(ours: Playbook, file: Path) -> None:
    kept = yaml.safe_load(file.read_text("utf-8"))
    asked = [(point, text) for point, texts in kept["points"].items() for text in texts]

    answers = [(point, ours.ask(text)) for point, text in asked]
    refused = [not ours.ask(text).is_answered for text in kept["off_topic"]]

    in_three = [
        any(point in passage.page.covers for passage in answer.passages[:3])
        for point, answer in answers
    ]
    assert sum(in_three) / len(asked) >= 0.85
    assert sum(answer.is_answered for _, answer in answers) / len(asked) >= 0.80
    assert sum(refused) / len(refused) >= 0.90


@pytest.mark.parametrize("file", [QUESTIONS, LATER_QUESTIONS], ids=["first", "later"])
def test_every_point_has_questions_kept_that_no_page_and_no_phrasing_repeats(
    ours: Playbook, file: Path
) -> None:
    kept = yaml.safe_load(file.read_text("utf-8"))["points"]
    phrasings = yaml.safe_load((folder("knowledge") / "phrasings.yaml").read_text("utf-8"))
    written = {question.lower() for page in ours.pages for question in page.questions}
    written |= {text.lower() for texts in phrasings["points"].values() for text in texts}
    points = yaml.safe_load((folder("knowledge") / "sources.yaml").read_text("utf-8"))["sources"]

    assert set(kept) == {point for source in points.values() for point in source["points"]}
    assert {text for texts in kept.values() for text in texts if text.lower() in written} == set()
