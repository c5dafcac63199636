"""Every feature's use cases over one database: what the bot and the command line have in common."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bot import schema
from bot.antipatterns.hearing import TeamHearing
from bot.antipatterns.kinds import ShelfPages
from bot.antipatterns.reader import Reader, Recognises
from bot.antipatterns.service import AntipatternService
from bot.antipatterns.theme_domain import Groups
from bot.antipatterns.theme_service import ThemeService
from bot.database import Database
from bot.delivery.day_service import DayService
from bot.delivery.service import DeliveryService
from bot.digests.action_service import ActionService
from bot.digests.actions import became
from bot.digests.pages import PlaybookPages
from bot.digests.parent_service import ParentDigestService
from bot.digests.promises import Promises
from bot.digests.registered import RegisteredModels
from bot.digests.service import DigestService
from bot.digests.sources import Sources, TrendSource
from bot.digests.win_service import WinService
from bot.handover.ask_source import AskSource
from bot.handover.desk import Desk
from bot.handover.live_models import LiveTeamModels
from bot.handover.registries.service import RegistryService
from bot.handover.service import ModelService
from bot.handover.suggestion_service import SuggestionService
from bot.people.service import PeopleService
from bot.playbook.service import PlaybookService
from bot.playbook.shelf import Reading, Shelf
from bot.playbook.telling_service import TellingService
from bot.resources import folder
from bot.settings import Settings
from bot.surveys.answer_service import AnswerService
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.choosing import Wishes
from bot.surveys.comment_service import CommentService, StoredComment
from bot.surveys.consents.service import ConsentService
from bot.surveys.exports.service import ExportService
from bot.surveys.fears.answer_service import FearAnswerService
from bot.surveys.fears.service import FearService
from bot.surveys.overview_service import OverviewService
from bot.surveys.packs.service import PackService
from bot.surveys.parent_service import ParentService
from bot.surveys.parent_trend_service import ParentTrendService
from bot.surveys.plan_service import PlanService
from bot.surveys.respondents import Secrets
from bot.surveys.secret_service import SecretService
from bot.surveys.service import SurveyService
from bot.surveys.timetables.service import TimetableService
from bot.surveys.trend_service import TrendService
from bot.teams.channel_service import ChannelService
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService


def read_when_asked(*knowledge: Path) -> Reading:
    """Read the playbook; what searching needs is slow to import, and commands need not wait."""
    from bot.playbook.reading import read_playbook  # noqa: PLC0415 - see above

    return read_playbook(*knowledge)


def open_when_needed(
    *knowledge: Path, kept_in: Path, corrected: Sequence[StoredComment]
) -> Recognises:
    """Open the recogniser; what it is made of is slow to import, and a start need not wait."""
    from bot.antipatterns.reading import open_reading  # noqa: PLC0415 - see above

    return open_reading(*knowledge, kept_in=kept_in, corrected=corrected)


def open_groups_when_needed(*knowledge: Path) -> Groups:
    """Open what groups comments; what it is made of is slow to import."""
    from bot.antipatterns.grouping import open_grouping  # noqa: PLC0415 - see above

    return open_grouping(*knowledge)


class Services:
    """The services, each handed what it needs; none of them knows Slack or the clock.

    The database is brought to this version first.

    Args:
        settings: what the operator set.
        read_playbook: reads knowledge folders.
        open_recogniser: opens the recogniser of knowledge folders; nothing waits for it.
        trends: works out what released answers come to.

    Raises:
        UserFacingError: the database, the secret or the knowledge is not usable.

    """

    def __init__(
        self,
        settings: Settings,
        read_playbook: Callable[..., Reading] = read_when_asked,
        open_recogniser: Callable[..., Recognises] = open_when_needed,
        trends: TrendSource | None = None,
    ) -> None:
        knowledge = settings.lay_knowledge_over(folder("knowledge"))
        self.bank = bank = load_bank(*knowledge)
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

        self.comments = CommentService(database)
        self.reader = Reader(
            lambda: open_recogniser(
                *knowledge, kept_in=settings.data_dir, corrected=self.comments.list_corrected()
            )
        )
        hearing = TeamHearing(self.reader, secrets)
        self.actions = ActionService(database, self.teams, bank)
        self.wins = WinService(database, self.teams)
        self.fears = FearService(database)
        self.models = ModelService(database, self.teams)
        self.handover_desk = Desk(database, self.models, self.teams, self.people, self.fears)
        live = LiveTeamModels(self.handover_desk.cases)
        self.surveys = SurveyService(
            database,
            self.people,
            self.teams,
            bank,
            secrets,
            hearing,
            Wishes(self.actions, live),
        )
        self.fear_answers = FearAnswerService(database, secrets, live)
        self.answers = AnswerService(database, self.teams, secrets)
        self.plans = PlanService(database, self.people, self.teams)
        self.timetables = TimetableService(database, self.people, self.teams, secrets)
        self.packs = PackService(database, self.teams, bank)
        self.consents = ConsentService(database, self.teams)
        self.trends = TrendService(database, self.teams, bank)
        self.parents = ParentService(database, self.teams, self.families, secrets)
        self.parent_trends = ParentTrendService(database, bank)
        self.overviews = OverviewService(database, self.teams, self.surveys)

        self.exports = ExportService(database, self.teams, bank)

        self.shelf = Shelf(knowledge, partial(read_playbook, *knowledge))
        self.playbook = PlaybookService(database, self.shelf)
        self.tellings = TellingService(database, self.shelf)

        self.pages = ShelfPages(self.shelf)
        self.antipatterns = AntipatternService(
            database, self.teams, self.comments, self.reader, self.pages
        )
        self.themes = ThemeService(
            database, self.teams, self.comments, partial(open_groups_when_needed, *knowledge)
        )
        # Everything that a digest is gathered from: what is left out here is left out of it.
        sources = Sources(
            pages=PlaybookPages(self.shelf, settings.playbook_base),
            trend=trends or self.trends,
            trust=self.overviews,
            heard=self.antipatterns,
            wins=self.wins,
            time=self.antipatterns,
            models=RegisteredModels(self.handover_desk.team_models, self.fears),
            actions=Promises(
                self.actions.list_actions,
                became,
                self.actions.count_silent,
                self.actions.list_declared,
                {practice.id: practice.name for practice in bank.practices},
            ),
        )
        self.digests = DigestService(database, self.teams, self.surveys, bank, sources)
        self.parent_digests = ParentDigestService(
            database, self.teams, self.families, self.parents, self.parent_trends, bank, sources
        )
        self.suggestions = SuggestionService(database)
        self.registries = RegistryService(database)
        self.cards = AskSource(database, self.teams)
