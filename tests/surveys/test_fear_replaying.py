"""What was shown of fears is clean; each promise that is then broken in the tables is found."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.replay import check_fears, replay
from bot.surveys.fear import NONE
from bot.surveys.fears.replaying import (
    LEDGER,
    LEFT_BEHIND,
    TOO_FEW_ANSWERED,
    TOO_FEW_NAMED,
    TOO_SOON,
)
from tests.surveys.fearing import CHURN, FRAUD, FearTeam

C, F = str(CHURN.id), str(FRAUD.id)


def live(database: Database) -> FearTeam:
    """Return a team that was shown two quarters' answers."""
    team = FearTeam(database)
    team.ask()
    team.choose_all(C, C, C, C, F, NONE)
    team.pass_weeks()
    team.ask()
    team.choose_all(C, C, C, F, F, F, NONE, NONE)
    team.pass_weeks()
    return team


@pytest.fixture(scope="module")
def lived_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database after two quarters, to be copied by tests that then break something in it."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("fears") / "lived.db"))
    database = Database(f"sqlite:///{file}")
    live(database)
    database.close()
    return file


@pytest.fixture
def lived(lived_file: Path, tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{shutil.copy(lived_file, tmp_path / 'copy.db')}")
    yield database
    database.close()


def test_two_quarters_isolate_nobody_on_either_database(database: Database) -> None:
    team = live(database)

    report = replay(database)

    assert report.findings == ()
    assert [(c.of, c.count) for c in report.checked if c.kind == "fears"] == [("Fraud", 2)]
    assert team.names() == [("Card fraud", "a third to half"), ("Churn", "a third to half")]


def test_the_ledger_cuts_every_number(lived: Database) -> None:
    with lived.reading() as connection:
        rows = connection.execute(text("SELECT members, named FROM survey_fear_release")).all()

    assert {members for members, _ in rows} == {5}
    assert "4" not in str([named for _, named in rows])


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
            "INSERT INTO survey_fear_choice SELECT id, CAST('0123456789abcdef' AS BLOB), '1' "
            "FROM survey_fear",
            LEFT_BEHIND,
        ),
        ("DELETE FROM survey_fear_release", LEDGER),
        ("UPDATE survey_fear SET state = 'unshown'", LEDGER),
        ("UPDATE survey_fear SET named = '[]'", LEDGER),
        ("UPDATE survey_fear SET models = '[[7, \"Other\"]]'", LEDGER),
    ],
)
def test_a_broken_promise_is_found(lived: Database, damage: str, rule: str) -> None:
    with lived.writing() as connection:
        connection.execute(text(damage))

    assert rule in {finding.rule for finding in check_fears(lived).findings}
