"""What the registry knows is filled in, and confirming it takes up no question."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.handover.cards.lints import find_secret
from bot.handover.cards.section import Written
from bot.handover.cards.sections import CRITICAL, SECTIONS, find_section
from bot.handover.domain import Basis, Version
from bot.handover.handover_places import Asking
from bot.handover.interview.messages import question_form
from bot.handover.prefill import list_prefilled, prefill
from bot.handover.registries.domain import RegisteredModel
from bot.handover.registries.storage import Registrations
from bot.handover.rules.sessions import MOST_ANSWERS, Question
from tests.handover.desk import OWNER, Desk

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHURN = RegisteredModel(
    "churn",
    1,
    tags=(("auc", "0.83"), ("commit", "9f3c2ab"), ("endpoint", "https://serve/churn"), ("n", "7")),
    aliases=(("challenger", "8"), ("champion", "7")),
    versions=(
        Version("7", "run7", datetime(2026, 1, 1, tzinfo=UTC)),
        Version("8", "run8", datetime(2026, 1, 2, tzinfo=UTC)),
    ),
)


def register(desk: Desk) -> None:
    with desk.database.writing() as connection:
        Registrations(connection).add_all("http://registry", [(desk.model_id, CHURN)])


def test_the_live_version_its_run_and_the_figures_are_known() -> None:
    assert prefill("training", CHURN) == {"commit": "Version 7, run run7, commit 9f3c2ab"}
    assert prefill("evaluation", CHURN) == {"bar": "auc 0.83"}
    assert prefill("serving", CHURN) == {
        "where": "challenger is version 8, champion is version 7",
        "link": "https://serve/churn",
    }
    assert prefill("scares", CHURN) == prefill("training", None) == {}


def test_fields_that_are_filled_in_are_fields_of_their_sections() -> None:
    for section_id in list_prefilled(CHURN):
        section = find_section(section_id)
        assert section is not None
        assert all(section.find_field(name) for name in prefill(section_id, CHURN))


def test_the_form_shows_what_is_known_and_storing_it_is_a_confirmation(desk: Desk) -> None:
    register(desk)
    desk.set_last_day()
    desk.begin(sections=("training", "purpose"))
    section = find_section("training")
    assert section is not None
    asked = desk.interviews.find_next(leaving_id=1, number=1, by=OWNER, now=desk.now)
    assert asked is not None

    form = question_form(asked, Asking(Question(desk.model_id, "training"), 1, 1))
    desk.interviews.record_answer(
        question=Question(desk.model_id, "training"),
        by=OWNER,
        written=Written(section, dict(asked.known)),
        now=desk.now,
    )
    desk.answer("evaluation")

    assert "Version 7, run run7" in str(form)
    assert desk.case().texts["training"].basis is Basis.REGISTRY
    assert desk.case().texts["evaluation"].basis is Basis.OWNER


def test_confirmations_take_up_no_room_in_a_session(desk: Desk) -> None:
    plain = desk.set_last_day().plan
    register(desk)

    planned = desk.set_last_day().plan

    counted = [
        [q for q in session.questions if q.section_id not in list_prefilled(CHURN)]
        for session in planned.sessions
    ]
    assert all(len(questions) <= MOST_ANSWERS for questions in counted)
    assert len(planned.sessions) < len(plain.sessions)
    asked = {q.section_id for session in planned.sessions for q in session.questions}
    assert asked == {section.id for section in SECTIONS} > set(CRITICAL)


def test_a_run_and_a_commit_as_they_really_are_can_be_confirmed() -> None:
    run, commit = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "9fceb02d0ae598e95dc970b74767f19372d61af8"
    known = replace(
        CHURN, tags=(("commit", commit),), versions=(Version("7", run, NOW), Version("8", run, NOW))
    )
    section = find_section("training")
    assert section is not None

    filled = prefill("training", known)

    assert run in filled["commit"]
    assert commit in filled["commit"]
    link = f"http://mlflow.example.org/#/experiments/1/runs/{run}"
    assert find_secret(Written(section, {**filled, "run": link})) is None
    assert find_secret(Written(section, {"commit": commit})) is None
    assert find_secret(Written(section, {"commit": f"token {commit}"})) == "commit"
