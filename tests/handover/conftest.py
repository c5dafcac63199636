import pytest

from bot.database import Database
from tests.handover.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)
