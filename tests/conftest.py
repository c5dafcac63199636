"""Fixtures that several folders of tests share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from bot import schema
from bot.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A real SQLite file with this version's tables."""
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    schema.upgrade(database)
    yield database
    database.close()


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
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *quiet])
        yield chromium.new_context()
        chromium.close()
