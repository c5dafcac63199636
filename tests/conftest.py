"""Fixtures that several folders of tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import schema
from bot.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A real SQLite file with this version's tables."""
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    schema.upgrade(database)
    yield database
    database.close()
