"""Opens connections to SQLite and to PostgreSQL that wait only so long."""

import sqlite3
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.database_connections import ImpatientConnection
from bot.database_errors import DatabaseUnusableError

_DRIVERS: Final = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
}

_GRACE_SECONDS: Final = 0.25
"""How much longer we wait for a server than it has been told to: its own word is worth more."""


def parse(url: str) -> URL:
    """Read an address; PostgreSQL's own forms of it mean the driver that comes with the bot.

    Raises:
        DatabaseUnusableError: it is no address, or not one of these two.

    """
    try:
        parsed = make_url(url)
        return parsed.set(drivername=_DRIVERS[parsed.drivername])
    except (ArgumentError, ValueError, KeyError) as error:
        raise DatabaseUnusableError(
            "MLOPS_DATABASE_URL is not the address of a database. It looks like "
            "postgresql://user:password@host/name, or sqlite:////path/to/file.db."
        ) from error


def open_postgresql(url: URL, patience: float) -> Engine:
    """Open a server; whoever waits for it or for a row gives up after `patience` seconds."""
    milliseconds = int(patience * 1000)
    limits = {
        "lock_timeout": milliseconds,
        "statement_timeout": milliseconds,
        # A process that froze inside a transaction gives back what it holds.
        "idle_in_transaction_session_timeout": 30_000,
    }
    options = [f"-c {name}={value}" for name, value in limits.items()]
    engine = create_engine(
        url,
        pool_size=20,
        max_overflow=44,
        pool_timeout=patience,
        hide_parameters=True,  # An error's text goes to the log; answers and comments do not.
        connect_args={
            "options": " ".join([str(url.query.get("options", "")), *options]),
            "connect_timeout": 2,  # Seconds; the driver takes no fewer.
            "tcp_user_timeout": milliseconds,
            "application_name": "mlops-bot",
        },
    )

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]
    ) -> ImpatientConnection:
        connection = ImpatientConnection.connect(*arguments, **named)
        connection.patience = patience + _GRACE_SECONDS
        return connection

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        driver = cast("ImpatientConnection", connection.connection.driver_connection)
        driver.patience = options.get("silence", patience + _GRACE_SECONDS)
        driver.first = options["patience"] + _GRACE_SECONDS if "patience" in options else None

    return engine


def open_sqlite(url: URL, patience: float) -> Engine:
    """Open a file, in its folder that is made if need be."""
    engine = create_engine(
        url, pool_size=20, max_overflow=44, pool_timeout=patience, hide_parameters=True
    )

    @event.listens_for(engine, "do_connect")
    def make_folder(*_: object) -> None:
        file = Path(engine.url.database or ":memory:")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.name != ":memory:":
                file.touch(mode=0o600, exist_ok=True)  # Nobody else's to read.
        except OSError as error:
            raise DatabaseUnusableError(
                f"There can be no database at {file}: {error.strerror}. Set MLOPS_DATA_DIR to a "
                "folder that can be written to."
            ) from error

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transactions begin deferred, which ends in "database is locked" when
        # a reader turns writer; `begin` below says which kind is meant instead.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={int(patience * 1000)}",
            "journal_mode=WAL",
            "synchronous=FULL",  # What was acknowledged survives a power loss, too.
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        left = int(options.get("patience", patience) * 1000)
        # Straight to the driver: through the engine it took a tenth of the time of a press.
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        driver.execute(f"PRAGMA busy_timeout={left}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")

    return engine
