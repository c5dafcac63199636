"""Questions that name a model: answered from its accepted sections, or counted for its owner."""

from datetime import timedelta

import pytest

from bot.database import Database
from bot.handover.ask_source import AskSource
from bot.handover.domain import Model
from bot.handover.service import ModelService
from bot.playbook.cards import CardFindings, note_open
from bot.teams.service import TeamService
from tests.handover.registering import ANNA, BEN, LEAD, NOW, a_team, add

ASKER = "UASKER"
RETRAIN = "Run `make retrain`, 40 minutes. Stop when AUC is below 0.81."
ROLLBACK = "Point the alias at version 6, then page Ben."


@pytest.fixture
def cards(database: Database, teams: TeamService) -> AskSource:
    return AskSource(database, teams)


@pytest.fixture
def churn(models: ModelService) -> Model:
    model = add(models, "Churn model (EU)")
    models.claim_model(model_id=model.id, user_id=ANNA, now=NOW)
    accept(models, model, "retrain", RETRAIN)
    accept(models, model, "rollback", ROLLBACK)
    return model


def accept(models: ModelService, model: Model, section: str, text: str) -> None:
    stored = models.record_section(
        model_id=model.id, section=section, text=text, author_id=ANNA, now=NOW
    )
    models.accept_section(
        model_id=model.id, section=section, version=stored.version, confirmed_by=BEN, now=NOW
    )


def ask(
    cards: AskSource, question: str, *, asker: str = ASKER, is_public: bool = False
) -> CardFindings | None:
    found = cards.search(question, asker=asker, is_public=is_public)
    return note_open(cards, found, question, asker=asker, is_covered=False, now=NOW)


@pytest.mark.parametrize(
    "question",
    [
        "how do I retrain churn model eu",
        "How do I retrain the Churn-Model-EU?",
        "what do I type to retrain churn-model-eu tomorrow",
        "retraining churn model (EU)",
    ],
)
def test_an_accepted_section_answers_with_its_authors_name(
    cards: AskSource, churn: Model, question: str
) -> None:
    found = ask(cards, question)

    assert found is not None
    (answer,) = found.answers
    assert (answer.text, answer.author_id, answer.confirmed_by) == (RETRAIN, ANNA, BEN)
    assert answer.heading == "Retraining"
    assert (found.model, found.is_open) == ("Churn model (EU)", False)


def test_words_of_the_answer_itself_find_it(cards: AskSource, churn: Model) -> None:
    found = ask(cards, "at which AUC do we stop churn model eu")

    assert found is not None
    assert found.answers[0].text == RETRAIN


@pytest.mark.parametrize(
    "question",
    ["how often should we retrain", "how do I retrain", "what is churn", "", "model eu churn"],
)
def test_a_question_that_names_no_model_is_left_to_the_playbook(
    cards: AskSource, churn: Model, question: str
) -> None:
    assert ask(cards, question) is None


def test_a_name_that_is_an_everyday_word_names_nothing(
    cards: AskSource, models: ModelService
) -> None:
    add(models, "model")
    add(models, "best")

    assert ask(cards, "what is the best way to retrain a model") is None


def test_the_longer_name_is_meant(cards: AskSource, churn: Model, models: ModelService) -> None:
    add(models, "churn")

    found = ask(cards, "how do I roll back churn model eu")
    other = ask(cards, "how do I roll back churn")

    assert found is not None
    assert found.answers[0].text == ROLLBACK
    assert other is not None
    assert (other.name, other.answers, other.is_open) == ("churn", (), True)


def test_what_is_answered_and_not_accepted_is_no_answer(
    cards: AskSource, models: ModelService
) -> None:
    model = add(models, "ranker")
    models.record_section(
        model_id=model.id, section="retrain", text=RETRAIN, author_id=ANNA, now=NOW
    )

    found = ask(cards, "how do I retrain ranker")

    assert found is not None
    assert (found.answers, found.is_open) == ((), True)


def test_open_questions_are_ranked_by_how_many_people_asked(cards: AskSource, churn: Model) -> None:
    for asker in ("U1", "U1", "U1"):
        ask(cards, "how slow may churn model eu be", asker=asker)
    for asker in ("U1", "U2", "U3"):
        ask(cards, "which alerts of churn model eu can I ignore", asker=asker)
    ask(cards, "does any alert of churn model eu page somebody", asker="U4")

    asked = [(q.wording, q.askers) for q in cards.list_open(model_id=churn.id)]

    assert asked == [
        ("which alerts of churn model eu can I ignore", 4),
        ("how slow may churn model eu be", 1),
    ]


def test_an_accepted_section_closes_what_was_asked_of_it(
    cards: AskSource, churn: Model, models: ModelService
) -> None:
    ask(cards, "which alerts of churn model eu can I ignore")

    accept(models, churn, "monitoring", "Ignore the drift alert on Mondays.")

    assert cards.list_open(model_id=churn.id) == ()
    found = ask(cards, "which alerts of churn model eu can I ignore")
    assert found is not None
    assert found.answers[0].heading == "Monitoring"


def test_who_asked_is_forgotten_after_a_week_and_that_somebody_did_is_not(
    cards: AskSource, churn: Model
) -> None:
    ask(cards, "how slow may churn model eu be")

    early = cards.forget_askers(now=NOW + timedelta(days=6))
    late = cards.forget_askers(now=NOW + timedelta(days=7))
    again = cards.forget_askers(now=NOW + timedelta(days=7))

    assert (early, late, again) == (0, 1, 0)
    assert [q.askers for q in cards.list_open(model_id=churn.id)] == [1]


def test_a_secret_in_a_question_is_not_kept(cards: AskSource, churn: Model) -> None:
    secret = "".join(("AKIA", "IOSFODNN7", "EXAMPLE"))

    ask(cards, f"is {secret} the serving key of churn model eu")

    (question,) = cards.list_open(model_id=churn.id)
    assert secret not in question.wording


def test_a_restricted_card_answers_its_teams_people_only_and_nobody_in_a_channel(
    cards: AskSource, models: ModelService, teams: TeamService
) -> None:
    team = a_team(teams, "Fraud", BEN).team
    model = add(models, "ranker")
    models.claim_model(model_id=model.id, user_id=ANNA, now=NOW)
    models.set_team(model_id=model.id, team_id=team.id, user_id=ANNA)
    accept(models, model, "retrain", RETRAIN)
    models.restrict_cards(channel_id="CFraud", user_id=LEAD, is_restricted=True)

    question = "how do I retrain ranker"
    found = {who: ask(cards, question, asker=who) for who in (ANNA, BEN, LEAD, ASKER)}
    public = ask(cards, question, asker=BEN, is_public=True)

    assert {who: bool(f and f.answers) for who, f in found.items()} == {
        ANNA: True,
        BEN: True,
        LEAD: True,
        ASKER: False,
    }
    for withheld in (found[ASKER], public):
        assert withheld is not None
        assert withheld.is_withheld
        assert withheld.answers == ()
    assert cards.list_open(model_id=model.id) == ()


def test_whose_a_model_is_is_answered_from_the_register(
    cards: AskSource, churn: Model, models: ModelService
) -> None:
    add(models, "ranker")

    owned = ask(cards, "who owns churn model eu?")
    free = ask(cards, "who's the owner of ranker")

    assert owned is not None
    assert (owned.is_about_owner, owned.owner_id) == (True, ANNA)
    assert free is not None
    assert (free.is_about_owner, free.owner_id) == (True, None)


def test_a_name_alone_asks_nothing(cards: AskSource, churn: Model) -> None:
    assert ask(cards, "churn model eu") is None
    assert cards.list_open(model_id=churn.id) == ()
