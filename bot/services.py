"""Every feature's use cases over one database: what the bot and the command line have in common."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot import schema
from bot.database import Database
from bot.delivery.day_service import DayService
from bot.delivery.service import DeliveryService
from bot.handover.ask_source import AskSource
from bot.handover.desk import Desk
from bot.handover.registry_service import RegistryService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from bot.people.service import PeopleService
from bot.playbook.service import PlaybookService
from bot.playbook.shelf import Reading, Shelf
from bot.playbook.telling_service import TellingService
from bot.resources import folder
from bot.settings import Settings
from bot.surveys.answer_service import AnswerService
from bot.surveys.consent_service import ConsentService
from bot.surveys.pack_service import PackService
from bot.surveys.parent_service import ParentService
from bot.surveys.plan_service import PlanService
from bot.surveys.respondents import Secrets
from bot.surveys.secret_service import SecretService
from bot.surveys.service import SurveyService
from bot.surveys.statement_bank import load_bank
from bot.teams.channel_service import ChannelService
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService


def read_when_asked(*knowledge: Path) -> Reading:
    """Read the playbook; what searching needs is slow to import, and commands need not wait."""
    from bot.playbook.reading import read_playbook  # noqa: PLC0415 - see above

    return read_playbook(*knowledge)


class Services:
    """The services, each handed what it needs; none of them knows Slack or the clock.

    The database is brought to this version first.

    Args:
        settings: what the operator set.
        read_playbook: reads knowledge folders.

    Raises:
        UserFacingError: the database, the secret or the knowledge is not usable.

    """

    def __init__(
        self, settings: Settings, read_playbook: Callable[..., Reading] = read_when_asked
    ) -> None:
        knowledge = settings.lay_knowledge_over(folder("knowledge"))
        bank = load_bank(*knowledge)
        self.database = database = Database(settings.database)
        secrets = Secrets(settings.require_secrets())
        schema.upgrade(database)
        SecretService(database, secrets).check_secrets()

        self.people = PeopleService(database)
        self.deliveries = DeliveryService(database)
        self.days = DayService(database, self.people)

        self.teams = TeamService(database)
        self.channels = ChannelService(database)
        self.families = FamilyService(database)

        self.surveys = SurveyService(database, self.people, self.teams, bank, secrets)
        self.answers = AnswerService(database, self.teams, secrets)
        self.plans = PlanService(database, self.people, self.teams)
        self.packs = PackService(database, self.teams, bank)
        self.consents = ConsentService(database, self.teams)
        self.parents = ParentService(database, self.teams, self.families)

        self.models = ModelService(database, self.teams)
        self.handover_desk = Desk(database, self.models, self.teams, self.people)

        self.shelf = Shelf(knowledge, partial(read_playbook, *knowledge))
        self.playbook = PlaybookService(database, self.shelf)
        self.tellings = TellingService(database, self.shelf)

        self.suggestions = SuggestionService(database)
        self.registries = RegistryService(database)
        self.cards = AskSource(database, self.teams)
