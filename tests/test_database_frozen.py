"""What a person meets when the database's server has frozen, and says nothing at all."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import URL, text

from bot.database import Database, DatabaseBusyError
from tests.stalling import Stretch, a_stretch

PATIENCE = 0.2

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def stretch(empty_url: URL) -> Iterator[Stretch]:
    with a_stretch(empty_url) as stretch:
        yield stretch


@pytest.fixture
def notes(stretch: Stretch) -> Iterator[Database]:
    database = Database(stretch.url.render_as_string(hide_password=False), patience=PATIENCE)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE note (body text)"))
    yield database
    database.close()


def write(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO note VALUES ('new')"))


def count(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM note")) or 0)


def test_a_server_that_froze_is_waited_for_only_so_long(notes: Database, stretch: Stretch) -> None:
    began = time.monotonic()

    with stretch.held_up(), pytest.raises(DatabaseBusyError, match="wasn't stored"):
        write(notes)

    assert time.monotonic() - began < 1.0


def test_once_it_has_thawed_the_next_press_is_stored_and_the_refused_one_is_not(
    notes: Database, stretch: Stretch
) -> None:
    with stretch.held_up(), pytest.raises(DatabaseBusyError):
        write(notes)

    write(notes)

    assert count(notes) == 1


def test_a_server_that_freezes_at_the_commit_may_have_stored_it_and_the_person_is_told_so(
    notes: Database, stretch: Stretch
) -> None:
    def freeze_before_committing(frozen: ExitStack) -> None:
        with notes.writing() as connection:
            connection.execute(text("INSERT INTO note VALUES ('perhaps')"))
            frozen.enter_context(stretch.held_up())

    with ExitStack() as frozen, pytest.raises(DatabaseBusyError, match="may or may not be stored"):
        freeze_before_committing(frozen)


def test_a_database_that_froze_does_not_count_as_answering(
    notes: Database, stretch: Stretch
) -> None:
    began = time.monotonic()

    with stretch.held_up():
        assert not notes.is_answering()

    assert time.monotonic() - began < 1.0


def test_a_migration_is_not_hurried(notes: Database) -> None:
    with notes.migrating() as connection:
        connection.execute(text(f"SELECT pg_sleep({3 * PATIENCE})"))
        connection.execute(text("ALTER TABLE note ADD COLUMN tag text"))

    assert count(notes) == 0
