from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.journeys.acting import World


@pytest.fixture
def bare_world(tmp_path: Path) -> Iterator[World]:
    """A workspace without a bot."""
    world = World(tmp_path)
    world.server.start()
    yield world
    world.stop()


@pytest.fixture
def bare_world_on_each(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    """A workspace without a bot, for one that stores on each kind of database in turn."""
    url: str | None = None
    if engine == "postgresql":
        found: URL = request.getfixturevalue("empty_url")
        url = found.render_as_string(hide_password=False)
    world = World(tmp_path, url)
    world.server.start()
    yield world
    world.stop()


@pytest.fixture
def world_on_each(bare_world_on_each: World) -> World:
    """A workspace with the bot in it, on each kind of database in turn."""
    bare_world_on_each.start_bot()
    return bare_world_on_each


@pytest.fixture
def world(bare_world: World) -> World:
    """A workspace with the bot in it."""
    bare_world.start_bot()
    return bare_world
