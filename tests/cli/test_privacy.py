"""`mlops-bot privacy replay`, for operators and for scripts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import schema
from bot.database import Database
from tests.cli.conftest import RunBot
from tests.surveys.families import Families

DAMAGE = "UPDATE survey_release SET members = 4 WHERE parent_id IS NOT NULL"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    schema.upgrade(database)
    yield database
    database.close()


@pytest.fixture
def shown(database: Database) -> Database:
    """Two teams, one of which showed an average, and their parent, which showed one, too."""
    world = Families(database)
    one, other = world.begin_pair("abcde", "fghij")
    world.answer_in(one, "abcde")
    world.answer_in(other, "fghij")
    world.move_weeks(1, 3)
    return database


def test_before_anything_was_shown_it_says_so(run_bot: RunBot, database: Database) -> None:
    done = run_bot("privacy", "replay")

    assert done.stdout == "Nothing was shown yet, so there is nothing to isolate.\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_checked_is_counted_by_team_and_parent(run_bot: RunBot, shown: Database) -> None:
    done = run_bot("privacy", "replay")

    assert done.stdout.splitlines() == [
        "One: 1 average checked.",
        "Two: 1 average checked.",
        "Group: 1 average over its teams checked.",
        "Nothing can be isolated.",
    ]
    assert done.returncode == 0


def test_a_promise_that_was_not_kept_is_named_and_fails(run_bot: RunBot, shown: Database) -> None:
    with shown.writing() as connection:
        connection.execute(text(DAMAGE))

    done = run_bot("privacy", "replay")

    assert done.returncode == 1
    assert "Not kept (too few people): It takes 5 members, and 4 members stood" in done.stdout
    assert "  Group (parent), week of 2026-01-05: " in done.stdout
    assert "Nothing can be isolated" not in done.stdout


def test_scripts_get_one_document(run_bot: RunBot, shown: Database) -> None:
    kept = json.loads(run_bot("privacy", "replay", "--json").stdout)
    with shown.writing() as connection:
        connection.execute(text(DAMAGE))

    done = run_bot("privacy", "replay", "--json")

    document = json.loads(done.stdout)
    assert kept["kept"] is True
    assert kept["findings"] == []
    assert kept["checked"][0] == {"of": "One", "kind": "team", "count": 1, "left_aside": 0}
    assert (done.returncode, document["kept"]) == (1, False)
    assert document["findings"][0]["shown"][0]["wave"] == "2026-01-05"


def test_a_database_of_another_version_is_refused(run_bot: RunBot, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    done = run_bot("privacy", "replay")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
