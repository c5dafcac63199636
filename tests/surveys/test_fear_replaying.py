"""What was shown of fears is clean; each promise that is then broken in the tables is found."""

from collections.abc import Iterator

import pytest

from bot.database import Database
from bot.replay import replay
from bot.surveys.fear import NONE
from bot.surveys.fear_replaying import (
    LEDGER,
    LEFT_BEHIND,
    TOO_FEW_ANSWERED,
    TOO_FEW_NAMED,
    TOO_SOON,
)
from tests.surveys.fearing import CHURN, FRAUD, FearTeam

C, F = str(CHURN.id), str(FRAUD.id)


@pytest.fixture
def team(database: Database) -> Iterator[FearTeam]:
    """A team that was shown two quarters' answers."""
    team = FearTeam(database)
    team.ask()
    team.choose_all(C, C, C, C, F, NONE)
    team.pass_weeks()
    team.ask()
    team.choose_all(C, C, C, F, F, F, NONE, NONE)
    team.pass_weeks()
    return team


def rules(team: FearTeam) -> set[str]:
    return {finding.rule for finding in team.replay().findings}


def test_two_quarters_isolate_nobody(team: FearTeam) -> None:
    report = replay(team.database)

    assert report.findings == ()
    assert [(c.of, c.count) for c in report.checked if c.kind == "fears"] == [("Fraud", 2)]


def test_the_ledger_cuts_every_number(team: FearTeam) -> None:
    rows = team.rows("survey_fear_release")

    assert {row[-2] for row in rows} == {5}
    assert "4" not in str([row[-1] for row in rows])


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("UPDATE survey_fear_release SET members = 4", TOO_FEW_ANSWERED),
        ("UPDATE survey_fear_release SET threshold = 4", TOO_FEW_ANSWERED),
        ("UPDATE survey_asked SET counts = (user_id < 'U4')", TOO_FEW_ANSWERED),
        ("UPDATE survey_fear_release SET named = '[[1, \"more than half\", 2]]'", TOO_FEW_NAMED),
        ("UPDATE survey_fear_release SET wave = (SELECT max(wave) FROM survey_fear)", TOO_SOON),
        (
            "INSERT INTO survey_fear_release (fear_id, team_id, wave, threshold, members, named) "
            "SELECT fear_id, team_id, wave, threshold, members, named FROM survey_fear_release",
            TOO_SOON,
        ),
        (
            "INSERT INTO survey_fear_choice SELECT id, CAST('0123456789abcdef' AS {blob}), '1' "
            "FROM survey_fear",
            LEFT_BEHIND,
        ),
        ("DELETE FROM survey_fear_release", LEDGER),
        ("UPDATE survey_fear SET state = 'unshown'", LEDGER),
        ("UPDATE survey_fear SET named = '[]'", LEDGER),
        ("UPDATE survey_fear SET models = '[[7, \"Other\"]]'", LEDGER),
    ],
)
def test_a_broken_promise_is_found(team: FearTeam, damage: str, rule: str) -> None:
    blob = "bytea" if team.database.engine.dialect.name == "postgresql" else "BLOB"

    team.write(damage.format(blob=blob) if "{blob}" in damage else damage)

    assert rule in rules(team)
