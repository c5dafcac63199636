"""When a question is about a model, and when about models of its kind, as a playbook is asked."""

import pytest

from bot.handover.cards.asking import find_named
from bot.handover.domain import Model, Source, Tier
from bot.playbook.cards import CardFindings, note_open
from bot.playbook.opening import open_playbook
from bot.playbook.playbook import Playbook
from bot.resources import folder
from tests.handover.registering import NOW

MODELS = [
    Model(number, name, name.capitalize(), Tier.NORMAL, Source.HAND)
    for number, name in enumerate(("churn", "fraud", "ranking", "forecast", "recommender"))
]

OF_A_MODEL = """
how do I retrain churn
how do I retrain the churn model
roll back ranking
how do I roll back the forecast
what do I type to retrain recommender tomorrow
what breaks if I switch churn off
where does churn get its data from
which table does fraud read
what pages for ranking
how is churn monitored
which alert of churn can I ignore
where does the recommender run
which service account does ranking use
what must a new version of churn beat
on which slice did fraud lose
what's done by hand for forecast every month
who shouts when the forecast is wrong
what features does the churn model use
which feature of churn hurts most when null
why did we drop the neural net in fraud
is churn's dashboard somewhere
what version of churn is live
who else can run ranking
which dashboard shows fraud alerts
how do we deploy churn
""".strip().splitlines()

OF_A_KIND = """
how do we define churn
how do you measure churn
how should we label churn
how often should we retrain a churn model
how often should churn models be retrained
what tests should a fraud model have
how do I monitor a ranking model without labels
how do I A/B test a recommender
what is a good baseline for a forecast
how do I explain a churn score to a customer
how do we deploy a fraud model safely
who should own a churn model
how to roll back a recommender
do we need a feature store for fraud
sales don't trust the forecast
is deep learning worth it for churn
churn prediction without a baseline
fraud patterns change every week, how often to retrain
""".strip().splitlines()


class NoCards:
    """A card of which only what is asked of it matters."""

    def search(self, question: str, *, asker: str, is_public: bool) -> CardFindings | None:
        raise NotImplementedError

    def note(self, question: str, **_: object) -> None:
        """Count nothing."""


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return open_playbook(folder("knowledge"))


def goes_to_an_owner(question: str, playbook: Playbook) -> bool:
    named = find_named(question, MODELS)
    if named is None:
        return False
    found = CardFindings("", "", is_open=True, is_pointed=named.is_pointed)
    is_covered = playbook.ask(question).is_answered
    return (
        note_open(NoCards(), found, question, asker="U1", is_covered=is_covered, now=NOW)
        is not None
    )


def test_no_question_that_the_pages_answer_goes_to_the_owner_of_a_model_called_like_its_topic(
    playbook: Playbook,
) -> None:
    noted = [question for page in playbook.pages for question in page.questions]

    assert len(noted) > 600
    assert [question for question in noted if goes_to_an_owner(question, playbook)] == []


def test_a_question_about_models_of_a_kind_is_the_playbooks(playbook: Playbook) -> None:
    assert [question for question in OF_A_KIND if goes_to_an_owner(question, playbook)] == []


def test_a_question_about_a_model_goes_to_its_owner_whatever_the_playbook_says(
    playbook: Playbook,
) -> None:
    assert [each for each in OF_A_MODEL if not goes_to_an_owner(each, playbook)] == []


@pytest.mark.parametrize("question", ["retrain fraud-eu-2", "fraud-eu-2 is slow"])
def test_a_name_written_as_in_commands_can_only_mean_the_model(question: str) -> None:
    model = Model(9, "fraud-eu-2", "Fraud EU 2", Tier.NORMAL, Source.HAND)

    named = find_named(question, [model])

    assert named is not None
    assert named.is_pointed
