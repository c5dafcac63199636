"""Transactions that wait only so long, moments that keep their meaning, deletions that delete."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.database import PATIENCE_SECONDS, Database, DatabaseBusyError, UtcDateTime
from tests.databases import ENGINES, fresh_database, open_database

MOMENTS = Table(
    "moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime)
)
NEEDLE = "a sentence that only one person could have written"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes.db"


@contextmanager
def opened(file: Path, *, patience: float = PATIENCE_SECONDS) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}", patience=patience)
    yield database
    database.close()


@pytest.fixture
def notes(file: Path) -> Iterator[Database]:
    with opened(file, patience=0.2) as database:
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)"))
            connection.execute(text("CREATE TABLE tag (note_id INTEGER REFERENCES note (id))"))
        yield database


@contextmanager
def written_to_elsewhere(file: Path) -> Iterator[None]:
    """Hold the file's write lock, as another process would."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def add(connection: Connection, body: str) -> None:
    connection.execute(text("INSERT INTO note (body) VALUES (:body)"), {"body": body})


def bodies(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT body FROM note ORDER BY id")))


def test_what_was_written_is_read_after_reopening(notes: Database, file: Path) -> None:
    with notes.writing() as connection:
        add(connection, "kept")
    notes.close()

    with opened(file) as again:
        assert bodies(again) == ["kept"]


def test_an_error_takes_back_everything_in_its_transaction(notes: Database) -> None:
    def fail_midway() -> None:
        with notes.writing() as connection:
            add(connection, "half")
            raise KeyError

    with pytest.raises(KeyError):
        fail_midway()

    assert bodies(notes) == []


def test_a_writer_elsewhere_is_waited_for_only_so_long(notes: Database, file: Path) -> None:
    with written_to_elsewhere(file):
        began = time.monotonic()
        with pytest.raises(DatabaseBusyError, match="wasn't stored"), notes.writing():
            pytest.fail("It began to write beside another writer.")
        waited = time.monotonic() - began

    assert 0.15 <= waited < 1.0


def test_a_writer_in_this_process_is_waited_for_only_so_long(notes: Database) -> None:
    is_writing, may_end = Event(), Event()

    def write_at_leisure() -> None:
        with notes.writing() as connection:
            is_writing.set()
            assert may_end.wait(10)
            add(connection, "slow")

    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(write_at_leisure)
        assert is_writing.wait(10)
        began = time.monotonic()
        with pytest.raises(DatabaseBusyError, match="wasn't stored"), notes.writing():
            pytest.fail("It began to write beside another writer.")
        waited = time.monotonic() - began
        may_end.set()
        slow.result()

    assert 0.15 <= waited < 1.0
    assert bodies(notes) == ["slow"]


def test_people_wait_two_seconds_at_most_unless_told_otherwise(file: Path) -> None:
    with opened(file) as database, database.reading() as connection:
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()

    assert waits == 2000


def test_what_is_committed_survives_a_power_cut(file: Path) -> None:
    with opened(file) as database:
        # As the bot opens it: the other connections of the tests are spared the waiting.
        raw = database.engine.raw_connection()
        [synchronous] = raw.cursor().execute("PRAGMA synchronous").fetchone()
        raw.close()

    assert synchronous == 2  # FULL


def test_who_has_waited_for_a_turn_waits_that_much_less_for_the_file(file: Path) -> None:
    def find_patience(database: Database) -> int:
        with database.writing() as connection:
            return int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())

    with opened(file) as database:
        unhindered = find_patience(database)
        database._writer.acquire()
        Timer(0.3, database._writer.release).start()
        hindered = find_patience(database)

    assert unhindered - hindered > 200


def test_writing_goes_on_after_the_database_was_busy(notes: Database, file: Path) -> None:
    with (
        written_to_elsewhere(file),
        pytest.raises(DatabaseBusyError),
        notes.writing() as connection,
    ):
        add(connection, "refused")

    with notes.writing() as connection:
        add(connection, "taken")

    assert bodies(notes) == ["taken"]


def test_a_database_answers_when_it_has_this_versions_tables(
    database: Database, notes: Database
) -> None:
    assert database.is_answering()
    assert not notes.is_answering()


def test_a_reader_is_not_kept_waiting_by_a_writer(notes: Database) -> None:
    with notes.writing() as connection:
        add(connection, "not yet committed")

        seen = bodies(notes)

    assert seen == []
    assert bodies(notes) == ["not yet committed"]


@pytest.mark.parametrize("processes", [1, 2])
def test_eight_threads_that_read_and_then_write_lose_nothing(
    notes: Database, file: Path, processes: int
) -> None:
    with notes.writing() as connection:
        add(connection, "0")
    databases = [Database(f"sqlite:///{file}") for _ in range(processes)]

    def count_up(number: int) -> None:
        for _ in range(20):
            with databases[number % processes].writing() as connection:
                count = int(connection.scalar(text("SELECT body FROM note")) or 0)
                connection.execute(text("UPDATE note SET body = :count"), {"count": count + 1})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count_up, range(8)))
    for database in databases:
        database.close()

    assert bodies(notes) == ["160"]


def test_a_row_that_refers_to_nothing_is_refused(notes: Database) -> None:
    with (
        pytest.raises(IntegrityError, match="FOREIGN KEY"),
        notes.writing() as connection,
    ):
        connection.execute(text("INSERT INTO tag (note_id) VALUES (7)"))


def bytes_of_all_files(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def test_deleted_bytes_stand_in_none_of_the_databases_files(notes: Database, file: Path) -> None:
    with notes.writing() as connection:
        for number in range(50):
            add(connection, f"{number} {NEEDLE}")
        add(connection, "kept")
    notes.clear_deleted_bytes("note")
    with notes.writing() as connection:
        connection.execute(text("DELETE FROM note WHERE body <> 'kept'"))
    before = bytes_of_all_files(file)

    is_cleared = notes.clear_deleted_bytes("note")

    assert NEEDLE.encode() in before
    assert is_cleared
    assert NEEDLE.encode() not in bytes_of_all_files(file)
    assert b"kept" in bytes_of_all_files(file)


def test_bytes_that_a_reader_still_needs_are_reported_as_not_cleared(
    notes: Database, file: Path
) -> None:
    with notes.writing() as connection:
        add(connection, NEEDLE)
    with notes.reading() as reader:
        reader.execute(text("SELECT count(*) FROM note")).scalar_one()
        with notes.writing() as connection:
            connection.execute(text("DELETE FROM note"))

        while_read = notes.clear_deleted_bytes("note")

    assert not while_read
    assert notes.clear_deleted_bytes("note")
    assert NEEDLE.encode() not in bytes_of_all_files(file)


@pytest.fixture(scope="module", params=ENGINES)
def moments(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            folder = tmp_path_factory.mktemp("moments")
            database = stack.enter_context(opened(folder / "moments.db"))
        else:
            server = request.getfixturevalue("postgres_server")
            database = open_database(stack.enter_context(fresh_database(server)))
            stack.callback(database.close)
        with database.writing() as connection:
            MOMENTS.create(connection)
        yield database


@given(
    moment=st.datetimes(
        min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
        max_value=datetime(2199, 12, 30),  # noqa: DTZ001 - the strategy adds the zone
        timezones=st.timezones(),
    )
)
def test_a_moment_comes_back_as_the_same_instant_in_utc(
    moments: Database, moment: datetime
) -> None:
    with moments.writing() as connection:
        connection.execute(MOMENTS.delete())
        connection.execute(MOMENTS.insert().values(at=moment))

    with moments.reading() as connection:
        stored = connection.execute(MOMENTS.select()).one().at

    assert stored == moment.astimezone(UTC)
    assert stored.tzinfo is UTC


@given(
    pair=st.tuples(
        *[st.datetimes(datetime(1980, 1, 1), datetime(2150, 1, 1), timezones=st.timezones())] * 2  # noqa: DTZ001 - the strategy adds the zone
    )
)
def test_moments_are_compared_by_instant_whatever_their_zone(
    moments: Database, pair: tuple[datetime, datetime]
) -> None:
    one, other = (moment.astimezone(UTC) for moment in pair)
    with moments.writing() as connection:
        connection.execute(MOMENTS.delete())
        connection.execute(MOMENTS.insert().values(at=pair[0]))

        found = connection.execute(MOMENTS.select().where(MOMENTS.c.at <= pair[1])).all()

    assert len(found) == (one <= other)


def test_a_moment_without_a_zone_is_refused(moments: Database) -> None:
    naive = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - the very thing to be refused

    with (
        pytest.raises(StatementError, match="without a time zone"),
        moments.writing() as connection,
    ):
        connection.execute(MOMENTS.insert().values(at=naive))


def test_no_moment_is_no_moment(moments: Database) -> None:
    with moments.writing() as connection:
        connection.execute(MOMENTS.delete())
        connection.execute(MOMENTS.insert().values(at=None))

        stored = connection.execute(MOMENTS.select()).one().at

    assert stored is None
