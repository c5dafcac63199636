from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import URL

from tests.journeys.acting import World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave journeys on PostgreSQL to `make test-all`: what they store is tested without Slack."""
    for item in items:
        call = getattr(item, "callspec", None)
        is_slow = call is not None and call.params.get("engine") == "postgresql"
        if is_slow and "journeys" in item.path.parts:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session", autouse=True)
def plain_log() -> None:
    """Write tracebacks plainly, as the bot does; structlog's own way takes a tenth of a second."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )


@pytest.fixture
def way_in() -> str:
    """How people's acts reach the bot; `both_ways_in` has a journey made by both."""
    return "socket"


@pytest.fixture
def bare_world(data_folder: Path, way_in: str) -> Iterator[World]:
    """A workspace without a bot."""
    world = World(data_folder, way_in=way_in)
    world.server.start()
    yield world
    world.stop()


@pytest.fixture
def bare_world_on_each(
    engine: str, data_folder: Path, way_in: str, request: pytest.FixtureRequest
) -> Iterator[World]:
    """A workspace without a bot, for one that stores on each kind of database in turn."""
    url: str | None = None
    if engine == "postgresql":
        found: URL = request.getfixturevalue("empty_url")
        url = found.render_as_string(hide_password=False)
    world = World(data_folder, database_url=url, way_in=way_in)
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
