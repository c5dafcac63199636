"""Opens the database, and hands out short transactions that wait at most two seconds.

SQLite and PostgreSQL are both served; what differs between them stands here and in
`bot.database_engines`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import inf
from threading import Lock
from time import monotonic
from typing import Final

from sqlalchemy import Connection, DateTime, Dialect, MetaData, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from bot.database_engines import open_postgresql, open_sqlite, parse
from bot.database_errors import (
    NOT_MIGRATED,
    NOT_READ,
    NOT_STORED,
    DatabaseBusyError,
    DatabaseUnusableError,
    explain,
    explain_at_start,
    is_contention,
)
from bot.errors import UserFacingError

__all__ = [
    "PATIENCE_SECONDS",
    "Base",
    "Database",
    "DatabaseBusyError",
    "DatabaseUnusableError",
    "UtcDateTime",
    "insert_into",
]

PATIENCE_SECONDS = 2.0
"""How long a person's act waits for the database before they are told that it is not stored."""

_COPYING_SECONDS: Final = 300.0
"""After this a server that copies what is left of a table counts as one that has frozen."""

_MIGRATION_LOCK = 0x6D6C6F7073  # "mlops": one lock for all processes that migrate one database.


class Base(DeclarativeBase):
    """The parent of every row class."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """Return the moment aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def insert_into(connection: Connection, row: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insertion that can say what becomes of a row that is there already.

    That is `on_conflict_do_nothing` and `on_conflict_do_update`, which SQLAlchemy has for each
    kind of database apart, and which both spell alike.
    """
    if connection.dialect.name == "sqlite":
        return sqlite.insert(row)
    return postgresql.insert(row)


class Database:
    """One database and its connections."""

    def __init__(self, url: str, *, patience: float = PATIENCE_SECONDS) -> None:
        parsed = parse(url)
        self._patience = patience
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        self._writer = Lock()
        self.engine = (open_sqlite if self._is_sqlite else open_postgresql)(parsed, patience)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that may write; committed at the end, rolled back on an error.

        Raises:
            DatabaseBusyError: it could not begin or finish in time; nothing was stored.

        """
        began = monotonic()
        try:
            with self._turn(), self.engine.connect() as connection:
                # Whoever has waited for a turn waits that much less for the file.
                left = max(0.0, self._patience - (monotonic() - began))
                connection.execution_options(writes=True, patience=left)
                with connection.begin():
                    yield connection
        except (DBAPIError, PoolTimeoutError) as error:
            raise explain(error, self.engine.url, busy=NOT_STORED) from error

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Open a transaction that may change the tables: one at a time among all processes.

        It takes the time it needs, but holds nobody up for longer than a person waits.

        Raises:
            DatabaseUnusableError: the database cannot be reached, or does not let us in.
            DatabaseBusyError: the tables were in use; nothing was changed.

        """
        try:
            with self._turn(), self.engine.connect() as connection:
                connection.execution_options(writes=True, silence=inf)
                with connection.begin():
                    if not self._is_sqlite:
                        _wait_for_other_migrations(connection)
                    yield connection
        except (DBAPIError, PoolTimeoutError) as error:
            raise explain_at_start(error, self.engine.url, busy=NOT_MIGRATED) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads.

        Raises:
            DatabaseBusyError: the database did not answer in time.

        """
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except (DBAPIError, PoolTimeoutError) as error:
            raise explain(error, self.engine.url, busy=NOT_READ) from error

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Open a transaction that reads everything as it was at one moment.

        It takes the time it needs, and holds nobody up.

        Raises:
            DatabaseBusyError: the database did not answer.

        """
        own = {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ"}
        try:
            with self.engine.connect() as connection:
                connection.execution_options(silence=inf, **own)
                with connection.begin():
                    if not self._is_sqlite:
                        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                    yield connection
        except (DBAPIError, PoolTimeoutError) as error:
            raise explain(error, self.engine.url, busy=NOT_READ) from error

    def clear_deleted_bytes(self, *tables: str) -> bool:
        """Make what was deleted from `tables` unreadable in the database's own files.

        On SQLite `secure_delete` has overwritten the pages, but the write-ahead log holds the old
        ones until it is truncated. On PostgreSQL the tables are written anew. Returns False where
        others were using the log or the tables just then: try again later.

        Raises:
            DatabaseBusyError: the database did not answer in time.

        """
        try:
            return self._truncate_log() if self._is_sqlite else self._write_anew(tables)
        except (DBAPIError, PoolTimeoutError) as error:
            raise explain(error, self.engine.url, busy=NOT_READ) from error

    def _truncate_log(self) -> bool:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            busy, *_ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
            return not busy

    def _write_anew(self, tables: tuple[str, ...]) -> bool:
        """Copy the rows that are left into new files, in random order, and drop the old files.

        A vacuum would not do: it marks the place of a deleted row as free and leaves the bytes
        there, spares rows that an old transaction might still see, and keeps the order in which
        rows came together with the number of the transaction that wrote each.
        """
        try:
            with (
                self.engine.connect().execution_options(silence=_COPYING_SECONDS) as connection,
                connection.begin(),
            ):
                execute = connection.exec_driver_sql
                names = [f'"{table}"' for table in tables]
                # Whoever comes after us waits as long as we do, and then for the copying.
                execute(f"SET LOCAL lock_timeout = {int(self._patience * 500)}")
                execute("SET LOCAL statement_timeout = 0")
                execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
                for name in names:
                    execute(f"CREATE TEMPORARY TABLE kept AS TABLE {name}")
                    execute(f"TRUNCATE {name}")
                    execute(f"INSERT INTO {name} TABLE pg_temp.kept ORDER BY gen_random_uuid()")
                    execute("DROP TABLE pg_temp.kept")
        except DBAPIError as error:
            if is_contention(error):
                return False
            raise
        return True

    def is_answering(self) -> bool:
        """Whether this version's tables can be read just now."""
        try:
            with self.reading() as connection:
                connection.execute(text("SELECT version_num FROM alembic_version"))
        except (UserFacingError, SQLAlchemyError):
            return False
        return True

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Queue this process's SQLite writers; they starve each other on the file lock alone."""
        if not self._is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=self._patience):
            raise DatabaseBusyError(NOT_STORED)
        try:
            yield
        finally:
            self._writer.release()


def _wait_for_other_migrations(connection: Connection) -> None:
    patience = connection.exec_driver_sql("SHOW lock_timeout").scalar_one()
    for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {setting} = 0")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
    # A table that is waited for holds up everybody who comes after us.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{patience}'")
