from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.acting import World


@pytest.fixture
def bare_world(tmp_path: Path) -> Iterator[World]:
    """A workspace without a bot."""
    world = World(tmp_path)
    world.server.start()
    yield world
    world.stop()


@pytest.fixture
def world(bare_world: World) -> World:
    """A workspace with the bot in it."""
    bare_world.start_bot()
    return bare_world
