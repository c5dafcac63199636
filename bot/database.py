"""Opens the database, and hands out short transactions that wait at most two seconds.

SQLite and PostgreSQL are both served; what differs between them stands here and nowhere else.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import monotonic

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from bot.errors import OurFaultError, UserFacingError

PATIENCE_SECONDS = 2.0
"""How long a person's act waits for the database before they are told that it is not stored."""


_NOT_STORED = "That wasn't stored: the database didn't answer in time. Try again in a minute."
_NOT_READ = "The database didn't answer in time. Try again in a minute."

# SQLSTATEs of a wait that ended or a server that went away (PostgreSQL manual, appendix A).
_PASSING_STATES = ("08", "40", "53", "55P03", "57")


class DatabaseBusyError(OurFaultError):
    """The database did not answer in time, so nothing was stored."""


class DatabaseUnusableError(UserFacingError):
    """What the settings name is no database, or one that cannot be opened."""


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


class Database:
    """One database and its connections."""

    def __init__(self, url: str, *, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._is_sqlite = _backend(url) == "sqlite"
        self._writer = Lock()
        self.engine = _open_sqlite(url, patience) if self._is_sqlite else _open(url, patience)

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
            raise self._explained(error, busy=_NOT_STORED) from error

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
            raise self._explained(error, busy=_NOT_READ) from error

    def clear_deleted_bytes(self, *tables: str) -> bool:
        """Make what was deleted from `tables` unreadable in the database's own files.

        On SQLite `secure_delete` has overwritten the pages, but the write-ahead log holds the old
        ones until it is truncated; on PostgreSQL a vacuum removes the dead rows. Returns False
        where others were using the log just then: try again later.
        """
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self._is_sqlite:
                busy, *_ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
                return not busy
            for table in tables:
                connection.execute(text(f'VACUUM "{table}"'))
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

    def _explained(self, error: Exception, *, busy: str) -> Exception:
        """Tell a wait that ended from what waiting does not mend, which stays as it is."""
        original = error.orig if isinstance(error, DBAPIError) else None
        code = getattr(original, "sqlite_errorcode", None)
        state = str(getattr(original, "sqlstate", None) or "")
        if (
            isinstance(error, PoolTimeoutError)
            or code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            or state.startswith(_PASSING_STATES)
        ):
            return DatabaseBusyError(busy)
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            file = self.engine.url.database
            return DatabaseUnusableError(f"The database {file} cannot be used: {original}.")
        return error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Queue this process's SQLite writers; they starve each other on the file lock alone."""
        if not self._is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=self._patience):
            raise DatabaseBusyError(_NOT_STORED)
        try:
            yield
        finally:
            self._writer.release()


def _backend(url: str) -> str:
    try:
        return make_url(url).get_backend_name()
    except ArgumentError as error:
        raise DatabaseUnusableError(
            "MLOPS_DATABASE_URL is not the address of a database. It looks like "
            "postgresql+psycopg://user:password@host/name, or sqlite:////path/to/file.db."
        ) from error


def _open(url: str, patience: float) -> Engine:
    milliseconds = int(patience * 1000)
    return create_engine(
        url,
        pool_size=20,
        max_overflow=44,
        pool_timeout=patience,
        connect_args={
            "options": f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds}"
        },
    )


def _open_sqlite(url: str, patience: float) -> Engine:
    engine = create_engine(url, pool_size=20, max_overflow=44, pool_timeout=patience)

    @event.listens_for(engine, "do_connect")
    def make_folder(*_: object) -> None:
        folder = Path(engine.url.database or "").parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnusableError(
                f"There can be no database in {folder}: {error.strerror}. Set MLOPS_DATA_DIR to a "
                "folder."
            ) from error

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transactions begin deferred, which ends in "database is locked" when
        # a reader turns writer; `begin` below says which kind is meant instead.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={int(patience * 1000)}",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        left = int(options.get("patience", patience) * 1000)
        connection.exec_driver_sql(f"PRAGMA busy_timeout={left}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")

    return engine
