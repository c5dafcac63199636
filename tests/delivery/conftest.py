import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.service import DeliveryService
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import MONDAY, Process, a_client


@pytest.fixture
def deliveries(database: Database) -> DeliveryService:
    return DeliveryService(database)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY, flows=False)


@pytest.fixture
def process(database: Database, server: SandboxServer, clock: MovableClock) -> Process:
    """A process whose people are always at work."""
    return Process(database, a_client(server), clock)
