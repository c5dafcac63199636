import pytest

from bot.database import Database
from tests.antipatterns.listening import Listening


@pytest.fixture
def listening(database: Database) -> Listening:
    """A team that is set up, before its first week."""
    team = Listening(database)
    team.set_up()
    return team
