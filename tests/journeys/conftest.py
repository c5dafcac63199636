from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.acting import World


@pytest.fixture
def way_in() -> str:
    """How people's acts reach the bot; `both_ways_in` has a journey made by both."""
    return "socket"


@pytest.fixture
def bare_world(tmp_path: Path, way_in: str) -> Iterator[World]:
    """A workspace without a bot."""
    world = World(tmp_path, way_in)
    world.server.start()
    yield world
    world.stop()


@pytest.fixture
def world(bare_world: World) -> World:
    """A workspace with the bot in it."""
    bare_world.start_bot()
    return bare_world
