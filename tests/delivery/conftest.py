from collections.abc import Iterator

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.service import DeliveryService
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import MONDAY, Process, a_client


@pytest.fixture
def deliveries(database: Database) -> DeliveryService:
    return DeliveryService(database)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY, flows=False)


@pytest.fixture
def server(clock: MovableClock) -> Iterator[SandboxServer]:
    server = SandboxServer(clock=clock, manifest=read_manifest(manifest_file()))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def process(database: Database, server: SandboxServer, clock: MovableClock) -> Process:
    """A process whose people are always at work."""
    return Process(database, a_client(server), clock)
