"""Telling what a playbook can answer from what only a colleague can."""

import pytest

from bot.playbook.company_facts import is_company_fact


@pytest.mark.parametrize(
    "question",
    [
        "who owns the churn model",
        "Who owns fraud-scoring?",
        "who is on call tonight",
        "who's the owner of the ranking service?",
        "who do I ask about our GPU quota",
        "who can give me access to the warehouse",
        "is the feature store down?",
        "Is mlflow down right now",
        "are the training jobs working today?",
        "what's the password for staging",
        "what’s our wifi password",
        "password for the registry?",
        "when is the next release of the ranking service",
        "when is our retro",
        "which model version is in production?",
        "what model is running in prod",
        "where is the dashboard of the fraud team",
        "how many models do we have",
        "is the new model live yet",
        "why is airflow down today",
        "what did the fraud model score yesterday?",
        "did the nightly job run last night",
        "is the training job finished",
        "has the backfill failed",
        "how big is our data warehouse",
        "how many feature tables do we have",
        "who is the CTO",
        "how many vacation days are left",
        "book a meeting room for tuesday",
        "who broke the build",
        "who approved our last release",
        "did last night's backfill finish",
        "has our upload gone through",
        "what is the status of the migration",
        "when is the next all-hands",
        "when do we get our new badges",
        "how do I order a second monitor",
        "where can I reset my password",
        "can I bring my bike into the building",
        "which queue should I submit to",
    ],
)
def test_facts_about_the_company_are_recognised(question: str) -> None:
    assert is_company_fact(question)


@pytest.mark.parametrize(
    "question",
    [
        "who should own a model",
        "who owns a model once it is live",
        "who owns models after launch",
        "who decides whether a model goes out",
        "who writes the tests",
        "is the extra percent worth another sprint",
        "is it ok to release a mediocre model",
        "what is the right retraining interval",
        "when is a model good enough",
        "what if the model server dies at night",
        "how do we keep passwords out of notebooks",
        "what should be on our dashboard",
        "where do we put checks in the pipeline",
        "what should we monitor now that the model is live",
        "is a model ever finished",
        "are we done when the model is deployed",
        "how much of the pipeline should be tested",
        "how many models should a team of five run",
        "the only person who knows it is on vacation",
        "did it get worse because the data changed",
        "is our model getting worse over time",
        "what is mlops and why does it matter today's teams",
        "who approved models before there was a review",
        "who reviewed the notebook matters less than that somebody did",
        "when is the next experiment worth it",
        "when do we get value out of a model",
        "how do I order the use cases on our list",
        "how do I reset a model to last week's",
        "which bucket of errors comes first",
    ],
)
def test_what_a_playbook_can_answer_is_left_to_it(question: str) -> None:
    assert not is_company_fact(question)
