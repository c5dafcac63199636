import pytest

from bot.handover.cards.lints import Doubt, choose_follow_up, find_secret
from bot.handover.cards.section import Written
from bot.handover.cards.sections import find_section


def written(text: str, *, section: str = "retrain", field: str = "commands") -> Written:
    found = find_section(section)
    assert found is not None
    return Written(found, {field: text})


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("python /home/ines/train.py --full", Doubt.MORTAL),
        ("Run ~/bin/retrain.sh and wait", Doubt.MORTAL),
        ("It runs from my laptop on Mondays", Doubt.MORTAL),
        ("If it fails, ask me", Doubt.MORTAL),
        ("The job in my personal fork", Doubt.MORTAL),
        ("make retrain, it usually works", Doubt.HEDGE),
        ("Whoever is around restarts it", Doubt.HEDGE),
        ("see the wiki", Doubt.EVASIVE),
        ("n/a", Doubt.EVASIVE),
        ("Look at <http://localhost:8888/tree|the notebook>", Doubt.DEAD_LINK),
        ("<http://gpu3/notebooks>", Doubt.DEAD_LINK),
    ],
)
def test_what_is_worth_one_question_more(text: str, doubt: Doubt) -> None:
    found = choose_follow_up(written(text))

    assert found is not None
    assert found.doubt is doubt


@pytest.mark.parametrize(
    "text",
    [
        "make retrain ENV=prod, then watch the loss for 20 minutes; stop above 0.4",
        "Pause the DAG churn_daily in Airflow, run `mlflow models serve` from tag v12.",
        "None. Nothing is done by hand since the cron moved to Airflow in May.",
        "Ask <@U0000000A2>, who owns the upstream table.",
        "See <https://git.example.com/churn/RETRAIN.md|RETRAIN.md>, steps 1 to 4, then compare AUC",
    ],
)
def test_a_plain_answer_is_left_alone(text: str) -> None:
    assert choose_follow_up(written(text)) is None


def test_somebody_whose_account_is_off_is_asked_about_wherever_they_are_named() -> None:
    mentioned = written("Ask <@U0000000A2>, who owns the upstream table.")
    people = find_section("people")
    assert people is not None
    chosen = Written(people, {"shouts": ("U0000000A2",)})

    for answer in (mentioned, chosen):
        found = choose_follow_up(answer, inactive=frozenset({"U0000000A2"}))
        assert found is not None
        assert (found.doubt, found.evidence) == (Doubt.INACTIVE, "<@U0000000A2>")


def test_what_dies_with_an_account_comes_before_a_hedge() -> None:
    found = choose_follow_up(written("Usually I run it from /home/ines/x.sh"))

    assert found is not None
    assert found.doubt is Doubt.MORTAL


def test_a_secret_is_found_in_the_field_it_stands_in() -> None:
    assert find_secret(written("export TOKEN=ghp_abcdefghijklmnopqrstuvwxyz0123")) == "commands"
    assert find_secret(written("The token is in Vault under ml/churn")) is None
