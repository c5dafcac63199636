import pytest

from bot.database import Database
from bot.handover.import_service import ImportService
from bot.handover.registries.service import RegistryService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from bot.teams.service import TeamService
from tests.handover.desk import Desk


@pytest.fixture
def teams(database: Database) -> TeamService:
    return TeamService(database)


@pytest.fixture
def models(database: Database, teams: TeamService) -> ModelService:
    return ModelService(database, teams)


@pytest.fixture
def suggestions(database: Database) -> SuggestionService:
    return SuggestionService(database)


@pytest.fixture
def registries(database: Database) -> RegistryService:
    return RegistryService(database)


@pytest.fixture
def imports(database: Database) -> ImportService:
    return ImportService(database)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)
