"""What a person, an operator and a thief meet where the database is a PostgreSQL server."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import URL, Connection, make_url, text

from bot.database import Database, DatabaseBusyError, DatabaseUnusableError
from tests.databases import open_database

PATIENCE = 0.2
NEEDLE = "a sentence that only one person could have written"

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def notes(empty_url: URL) -> Iterator[Database]:
    database = Database(address(empty_url), patience=PATIENCE)
    with database.writing() as connection:
        run(connection, "CREATE TABLE note (id serial PRIMARY KEY, body text)")
        run(connection, "INSERT INTO note (body) VALUES ('first')")
    yield database
    database.close()


@pytest.fixture
def elsewhere(empty_url: URL) -> Iterator[Database]:
    database = open_database(empty_url)
    yield database
    database.close()


def address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


def files(database: Database) -> bytes:
    """All bytes in the files of the database's tables and indexes."""
    with database.reading() as connection:
        run(connection, "CHECKPOINT")
        parts = connection.scalars(
            text(
                "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
                "WHERE relname LIKE 'note%'"
            )
        )
        return b"".join(bytes(part) for part in parts)


def bodies(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT body FROM note ORDER BY id")))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def change_first(database: Database) -> None:
    with database.writing() as connection:
        run(connection, "UPDATE note SET body = 'changed'")


def test_a_row_that_another_process_holds_is_waited_for_only_so_long(
    notes: Database, elsewhere: Database
) -> None:
    with elsewhere.writing() as other:
        run(other, "SELECT * FROM note FOR UPDATE")

        with at_most(1.0), pytest.raises(DatabaseBusyError, match="wasn't stored"):
            change_first(notes)

    assert bodies(notes) == ["first"]


def test_a_server_that_takes_its_time_is_waited_for_only_so_long(notes: Database) -> None:
    with (
        at_most(1.0),
        pytest.raises(DatabaseBusyError, match="didn't answer in time"),
        notes.reading() as connection,
    ):
        run(connection, "SELECT pg_sleep(10)")


def test_a_connection_that_the_server_ends_is_a_press_to_repeat_and_the_next_one_works(
    notes: Database, elsewhere: Database
) -> None:
    def end_meanwhile() -> None:
        with notes.writing() as connection:
            run(connection, "UPDATE note SET body = 'half'")
            number = connection.scalar(text("SELECT pg_backend_pid()"))
            with elsewhere.writing() as other:
                run(other, f"SELECT pg_terminate_backend({number}, 5000)")

    with pytest.raises(DatabaseBusyError):
        end_meanwhile()
    change_first(notes)

    assert bodies(notes) == ["changed"]


def test_a_server_that_is_down_is_one_sentence_at_the_start(empty_url: URL) -> None:
    nowhere = make_url("postgresql://bot:a-password@127.0.0.1:1/mlops")
    database = open_database(nowhere)

    with pytest.raises(DatabaseUnusableError) as refused, database.migrating():
        pytest.fail("There is no server.")

    assert "127.0.0.1:1/mlops cannot be reached" in str(refused.value)
    assert "Connection refused" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "a-password" not in str(refused.value)


def test_a_server_that_is_down_later_is_a_press_to_repeat(empty_url: URL) -> None:
    database = open_database(make_url("postgresql://bot@127.0.0.1:1/mlops"))

    with pytest.raises(DatabaseBusyError, match="wasn't stored"), database.writing():
        pytest.fail("There is no server.")


def test_a_database_that_nobody_made_is_named(empty_url: URL) -> None:
    database = open_database(empty_url.set(database="nobody_made_this"))

    with pytest.raises(DatabaseUnusableError, match="nobody_made_this"), database.migrating():
        pytest.fail("There is no such database.")


def test_a_user_who_may_not_make_tables_is_told_so(empty_url: URL, elsewhere: Database) -> None:
    with elsewhere.writing() as connection:
        run(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    options = {"options": "-c role=pg_monitor"}
    limited = open_database(empty_url.update_query_dict(options))

    with (
        pytest.raises(DatabaseUnusableError, match="does not let the bot make its tables"),
        limited.migrating() as connection,
    ):
        run(connection, "CREATE TABLE note (id int)")
    limited.close()


def test_a_migration_takes_the_time_it_needs(notes: Database) -> None:
    with notes.migrating() as connection:
        run(connection, f"SELECT pg_sleep({2 * PATIENCE})")
        run(connection, "ALTER TABLE note ADD COLUMN tag text")

    with notes.writing() as connection:
        run(connection, "UPDATE note SET tag = 'new'")


def test_a_migration_waits_for_the_one_before_it_however_long_that_takes(
    notes: Database, elsewhere: Database
) -> None:
    order: list[str] = []

    def migrate_next() -> None:
        with notes.migrating():
            order.append("second")

    with ThreadPoolExecutor(1) as threads:
        with elsewhere.migrating() as connection:
            second = threads.submit(migrate_next)
            run(connection, f"SELECT pg_sleep({3 * PATIENCE})")
            order.append("first")
        second.result(timeout=10)

    assert order == ["first", "second"]


def test_a_migration_gives_up_rather_than_hold_up_people_behind_a_table_in_use(
    notes: Database, elsewhere: Database
) -> None:
    with elsewhere.reading() as reader:
        run(reader, "SELECT * FROM note")

        with (
            at_most(1.0),
            pytest.raises(DatabaseBusyError, match="not brought to this version"),
            notes.migrating() as connection,
        ):
            run(connection, "ALTER TABLE note ADD COLUMN tag text")


def test_deleted_bytes_stand_in_none_of_the_tables_files(
    notes: Database, elsewhere: Database
) -> None:
    with notes.writing() as connection:
        run(
            connection,
            f"INSERT INTO note (body) SELECT n || '{NEEDLE}' FROM generate_series(1, 50) n",  # noqa: S608 - a constant
        )
    before = files(notes)
    with elsewhere.engine.connect().execution_options(isolation_level="REPEATABLE READ") as old:
        run(old, "SELECT 1")  # It may still look at what is deleted now, as a backup may.
        with notes.writing() as connection:
            run(connection, "DELETE FROM note WHERE body <> 'first'")

        is_cleared = notes.clear_deleted_bytes("note")

        left = files(notes)

    assert is_cleared
    assert NEEDLE.encode() in before
    assert NEEDLE.encode() not in left
    assert b"first" in left


def test_a_table_that_somebody_reads_is_reported_as_not_cleared(
    notes: Database, elsewhere: Database
) -> None:
    with elsewhere.reading() as reader:
        run(reader, "SELECT * FROM note")
        with at_most(1.0):
            while_read = notes.clear_deleted_bytes("note")

    assert not while_read
    assert notes.clear_deleted_bytes("note")
    assert bodies(notes) == ["first"]


def test_a_process_that_froze_gives_back_its_rows_within_half_a_minute(notes: Database) -> None:
    with notes.reading() as connection:
        limit = connection.scalar(text("SHOW idle_in_transaction_session_timeout"))

    assert limit == "30s"


@pytest.mark.parametrize("form", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_form_of_the_address_is_understood(empty_url: URL, form: str) -> None:
    database = Database(address(empty_url).replace("postgresql+psycopg", form, 1))

    with database.reading() as connection:
        answer = connection.scalar(text("SELECT 1"))
    database.close()

    assert answer == 1


@pytest.mark.parametrize("url", ["mysql://host/name", "postgresql://host:port/name", "nonsense"])
def test_another_kind_of_address_is_refused_with_the_forms_there_are(engine: str, url: str) -> None:
    with pytest.raises(DatabaseUnusableError, match=r"postgresql://user:password@host/name"):
        Database(url)
