"""Fixtures that several folders of tests share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright
from sqlalchemy import URL, Connection, Engine, event, make_url, text

from bot import schema
from bot.clock import MovableClock
from bot.database import Database
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer
from bot.tables import metadata
from tests.databases import ENGINES, find_server, fresh_database, open_database


@pytest.fixture(scope="session", autouse=True)
def hasty_sqlite() -> Iterator[None]:
    """Spare SQLite what makes it survive a power cut, and tests slow, as PostgreSQL is spared it.

    The processes that tests start and kill keep the bot's own setting.
    """

    def make_hasty(connection: Connection) -> None:
        if connection.dialect.name == "sqlite" and "is_hasty" not in connection.info:
            connection.connection.cursor().execute("PRAGMA synchronous=OFF")
            connection.info["is_hasty"] = True

    event.listen(Engine, "engine_connect", make_hasty)
    yield
    event.remove(Engine, "engine_connect", make_hasty)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Both kinds of database, one after the other; a test may choose one of them."""
    return str(request.param)


@pytest.fixture(scope="session")
def postgres_server() -> URL:
    """A PostgreSQL server, shared with the other test processes."""
    return find_server()


@pytest.fixture(scope="session")
def migrated_url(postgres_server: URL) -> Iterator[URL]:
    """This test process's own PostgreSQL database with this version's tables."""
    with fresh_database(postgres_server) as url:
        database = open_database(url)
        schema.upgrade(database)
        database.close()
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with this version's tables, to be copied: migrating takes 80 ms each time."""
    file = tmp_path_factory.mktemp("migrated") / "migrated.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file


@pytest.fixture
def data_folder(migrated_file: Path, tmp_path: Path) -> Path:
    """A data folder whose SQLite file has its tables, which saves making them in each journey."""
    shutil.copy(migrated_file, tmp_path / "mlops-bot.db")
    return tmp_path


@pytest.fixture
def database(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A real database with this version's tables and no rows, in turn of each kind."""
    if engine == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "test.db")
        database = Database(f"sqlite:///{file}")
    else:
        database = open_database(request.getfixturevalue("migrated_url"))
        # Measured: 9 ms, where a database copied from a template takes 50.
        with database.writing() as connection:
            tables = ", ".join(metadata().tables)
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    yield database
    database.close()


@pytest.fixture
def empty_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[URL]:
    """A database without tables that the test may spoil, in turn of each kind."""
    with ExitStack() as stack:
        if engine == "sqlite":
            yield make_url(f"sqlite:///{tmp_path / 'empty.db'}")
        else:
            server = request.getfixturevalue("postgres_server")
            yield stack.enter_context(fresh_database(server))


@pytest.fixture
def server(clock: MovableClock) -> Iterator[SandboxServer]:
    """The local workspace with the bot's own app, at the time of the test's `clock`."""
    server = SandboxServer(clock=clock, manifest=read_manifest(manifest_file()))
    server.start()
    yield server
    server.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make screenshots` say where the newcomer's journey keeps its pictures."""
    parser.addoption("--screenshots", type=Path, help="keep the journey's screenshots here")


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    """A real browser; absent, the test is skipped by name, and fails where CI is set."""
    path = shutil.which("chromium")
    if path is None:
        reason = "This test needs the browser `chromium` (apt-get install chromium)."
        if "CI" in os.environ:  # noqa: TID251 - whether a skip is allowed is the runner's setting
            pytest.fail(reason)
        pytest.skip(reason)
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    expect.set_options(timeout=30_000)  # A busy machine is no failure.
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *quiet])
        yield chromium.new_context()
        chromium.close()
