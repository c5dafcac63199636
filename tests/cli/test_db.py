"""`mlops-bot db …` as an operator meets it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.database import Database
from bot.resources import folder
from bot.surveys.answer_service import AnswerService
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.respondents import Secrets
from tests.cli.conftest import RunBot
from tests.databases import open_database
from tests.surveys.conftest import MEMBERS, Pulses

SECRET, OTHER_SECRET = "5" * 32, "7" * 32


def stamp(file: Path, revision: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        connection.commit()


@pytest.fixture
def asked(run_bot: RunBot, tmp_path: Path) -> Iterator[Pulses]:
    """The database in the data folder, with a week open in which four have answered once."""
    assert run_bot("db", "upgrade").returncode == 0
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    pulses, secrets = Pulses(database), Secrets([SECRET.encode()])
    pulses.surveys = pulses.asking(load_bank(folder("knowledge")), secrets)
    pulses.answers = AnswerService(database, pulses.teams, secrets)
    pulses.set_up()
    pulses.answer(pulses.open(), MEMBERS[:4], "4")
    yield pulses
    database.close()


def test_an_upgraded_database_passes_the_check(run_bot: RunBot, tmp_path: Path) -> None:
    upgraded = run_bot("db", "upgrade")
    checked = run_bot("db", "check")

    assert (upgraded.returncode, upgraded.stderr) == (0, "")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "The database has this version's tables.\n"
    assert (tmp_path / "data" / "mlops-bot.db").is_file()


def test_a_database_without_tables_fails_the_check_and_the_remedy_is_named(
    run_bot: RunBot,
) -> None:
    done = run_bot("db", "check", MLOPS_DATABASE_URL="sqlite:///new.db")

    assert "mlops-bot db upgrade" in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (1, "")


def test_a_table_that_is_gone_fails_the_check_and_is_named(run_bot: RunBot, empty_url: URL) -> None:
    url = empty_url.render_as_string(hide_password=False)
    upgraded = run_bot("db", "upgrade", MLOPS_DATABASE_URL=url)
    database = open_database(empty_url)
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE delivery")
    database.close()

    done = run_bot("db", "check", MLOPS_DATABASE_URL=url)

    assert (upgraded.returncode, upgraded.stderr) == (0, "")
    assert "delivery" in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("command", ["upgrade", "check"])
def test_a_server_that_is_down_is_one_sentence(run_bot: RunBot, command: str) -> None:
    url = "postgresql://bot:a-password@127.0.0.1:1/mlops"

    done = run_bot("db", command, MLOPS_DATABASE_URL=url)

    assert "127.0.0.1:1/mlops cannot be reached" in done.stderr
    assert "a-password" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("command", "exit_code"), [("upgrade", 2), ("check", 1)], ids=["upgrade", "check"]
)
def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    run_bot: RunBot, tmp_path: Path, command: str, exit_code: int
) -> None:
    file = tmp_path / "newer.db"
    stamp(file, "9999")

    done = run_bot("db", command, MLOPS_DATABASE_URL=f"sqlite:///{file}")

    assert "newer version of mlops-bot (revision 9999)" in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (exit_code, "")
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("alembic_version",)]


def test_a_data_folder_that_is_a_file_is_named(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("", "utf-8")

    done = run_bot("db", "upgrade", MLOPS_DATA_DIR="occupied")

    assert "occupied" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_file_that_is_no_database_is_named(run_bot: RunBot, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear operator, this is no database. " * 50, "utf-8")

    done = run_bot("db", "upgrade", MLOPS_DATABASE_URL="sqlite:///letter.db")

    assert "letter.db" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_what_is_open_under_a_secret_that_is_lost_can_be_given_up(
    run_bot: RunBot, asked: Pulses
) -> None:
    done = run_bot("db", "forget-open", "--yes", MLOPS_SECRET_KEY=OTHER_SECRET)

    assert done.stdout.endswith("because their secret is lost: 5.\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert asked.count_answers() == 0


def test_nothing_is_given_up_that_nobody_has_confirmed(run_bot: RunBot, asked: Pulses) -> None:
    done = run_bot("db", "forget-open", MLOPS_SECRET_KEY=OTHER_SECRET)

    assert "Delete the answers to 5 open statements for good?" in done.stdout
    assert done.returncode == 1
    assert asked.count_answers() == 4


def test_nothing_is_given_up_whose_secret_is_here(run_bot: RunBot, asked: Pulses) -> None:
    both = f"{OTHER_SECRET} {SECRET}"

    done = run_bot("db", "forget-open", "--yes", MLOPS_SECRET_KEY=both)

    assert done.returncode == 0
    assert asked.count_answers() == 4


def test_without_any_secret_nothing_counts_as_lost(run_bot: RunBot, asked: Pulses) -> None:
    done = run_bot("db", "forget-open", "--yes")

    assert "There is no secret here" in done.stderr
    assert done.returncode == 2
    assert asked.count_answers() == 4
