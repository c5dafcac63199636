import pytest

from bot.clock import MovableClock
from bot.database import Database
from tests.digests.acting import Acting
from tests.digests.gathered import Digesting
from tests.surveys.conftest import THURSDAY


@pytest.fixture
def digesting(database: Database) -> Digesting:
    return Digesting(database)


@pytest.fixture
def clock() -> MovableClock:
    """Stands still before the first week."""
    return MovableClock(THURSDAY, flows=False)


@pytest.fixture
def acting(database: Database) -> Acting:
    return Acting(database)


@pytest.fixture
def acting_in_public(database: Database) -> Acting:
    return Acting(database, is_private=False)
