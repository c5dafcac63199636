"""The composition root: builds every part once and hands each what it needs."""

from functools import partial
from http.client import HTTPException
from pathlib import Path

from pydantic import SecretStr
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import schema
from bot.clock import Clock, SystemClock, WorkspaceClock
from bot.database import Database
from bot.delivery.day_service import DayService
from bot.delivery.drawing import Drawing
from bot.delivery.jobs import DeliveryJobs
from bot.delivery.sender import Sender
from bot.delivery.service import DeliveryService
from bot.health import Check, Health
from bot.logs import get_logger
from bot.people.listeners import PeopleListeners
from bot.people.service import PeopleService
from bot.playbook.answer_listeners import AnswerListeners
from bot.playbook.jobs import PlaybookJobs
from bot.playbook.listeners import AskListeners
from bot.playbook.messages.places import Links
from bot.playbook.rendering import PlaybookRenderers
from bot.playbook.service import PlaybookService
from bot.playbook.shelf import Reading, Shelf
from bot.playbook.telling_service import TellingService
from bot.resources import folder
from bot.scheduler import ClockFollower, Scheduler
from bot.settings import ByHttp, BySocket, Settings, SettingsError
from bot.slack.bolt import build_app, finish_listening
from bot.slack.channels import is_confidential, list_readers
from bot.slack.commands import Commands
from bot.slack.http import SignedHttp
from bot.slack.redraw_queue import RedrawQueue
from bot.slack.socket_mode import SocketMode
from bot.slack.way_in import WayIn
from bot.surveys.answer_service import AnswerService
from bot.surveys.closing import ClosingWatch
from bot.surveys.consent_jobs import ConsentJobs
from bot.surveys.consent_listeners import ConsentListeners
from bot.surveys.consent_rendering import ConsentRenderers
from bot.surveys.consent_service import ConsentService
from bot.surveys.jobs import SurveyJobs
from bot.surveys.listeners import SurveyListeners
from bot.surveys.messages.open_rounds import QUESTION
from bot.surveys.messages.places import REMINDER, SHEET
from bot.surveys.pack_listeners import PackListeners
from bot.surveys.pack_service import PackService
from bot.surveys.parent_jobs import ParentJobs
from bot.surveys.parent_rendering import ParentRenderers
from bot.surveys.parent_service import ParentService
from bot.surveys.plan_service import PlanService
from bot.surveys.redrawing import Redrawing
from bot.surveys.rendering import SurveyRenderers
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.surveys.statement_bank import load_bank
from bot.teams.channel_jobs import ChannelJobs
from bot.teams.channel_listeners import ChannelListeners
from bot.teams.channel_service import ChannelService
from bot.teams.family_jobs import FamilyJobs
from bot.teams.family_listeners import FamilyListeners
from bot.teams.family_rendering import FamilyRenderers
from bot.teams.family_service import FamilyService
from bot.teams.jobs import TeamJobs
from bot.teams.listeners import TeamListeners
from bot.teams.redrawing import Redraws
from bot.teams.rendering import TeamRenderers
from bot.teams.role_listeners import RoleListeners
from bot.teams.service import TeamService
from bot.web import WebServer

_log = get_logger(__name__)

_REQUEST_SECONDS = 10


class Bot:
    """The whole bot: its parts, wired, not yet started.

    Args:
        settings: what the operator set.
        clock: tells the time; the local workspace hands over its own.

    Raises:
        UserFacingError: a token, the database or the knowledge is not usable.

    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        bot_token, way_in = settings.require_bot_token(), settings.require_way_in()
        address = settings.address
        knowledge = settings.lay_knowledge_over(folder("knowledge"))
        bank = load_bank(*knowledge)
        links = Links(settings.playbook_base)
        keepers, menders = settings.keeper_ids, settings.admin_ids
        self.database = Database(settings.database)
        secrets = Secrets(settings.require_secrets())
        schema.upgrade(self.database)

        self._client = _web_client(settings, bot_token)
        self.people = PeopleService(self.database)
        self.deliveries = DeliveryService(self.database)
        days = DayService(self.database, self.people)
        self.teams = TeamService(self.database)
        self.surveys = SurveyService(self.database, self.people, self.teams, bank, secrets)
        channels = ChannelService(self.database)
        self.surveys.check_secrets()
        self.answers = AnswerService(self.database, self.teams, secrets)
        plans = PlanService(self.database, self.people, self.teams)
        consents = ConsentService(self.database, self.teams)
        families = FamilyService(self.database)
        parents = ParentService(self.database, self.teams, families)
        shelf = Shelf(knowledge, partial(_read_playbook, *knowledge))
        playbook = PlaybookService(self.database, shelf)
        tellings = TellingService(self.database, shelf)
        stays_inside = partial(is_confidential, self._client)
        renderers = {
            **PlaybookRenderers(tellings, links).renderers,
            **TeamRenderers(self.teams, channels, clock).renderers,
            **SurveyRenderers(self.answers, self.teams, self.deliveries, stays_inside).renderers,
            **ConsentRenderers(consents).renderers,
        }
        renderers |= ParentRenderers(parents, self.deliveries, stays_inside).renderers
        renderers |= FamilyRenderers(families).renderers
        watch = ClosingWatch(self.surveys, plans, self.deliveries, clock)
        drawing = Drawing(days, renderers, watch)
        sender = Sender(self.deliveries, days, drawing, self._client, clock)
        redraws = Redraws(self.deliveries, clock, weekly_kinds=(SHEET, REMINDER, QUESTION))
        channel_jobs = ChannelJobs(
            channels, self.people, self.deliveries, days, redraws, self._client, clock
        )
        survey_jobs = SurveyJobs(
            self.surveys,
            plans,
            self.deliveries,
            clock,
            is_confidential=stays_inside,
        )
        playbook_jobs = PlaybookJobs(
            shelf,
            tellings,
            self.deliveries,
            clock,
            keepers=keepers,
            menders=tuple(dict.fromkeys((*menders, *keepers))),
        )
        self.scheduler = Scheduler(
            (
                # Who has left is known before anybody is told or asked something.
                *channel_jobs.jobs,
                *TeamJobs(self.teams, self.deliveries, clock).jobs,
                # What open rounds ended by those who came or left is known before a round opens.
                *ConsentJobs(consents, self.deliveries, clock).jobs,
                *FamilyJobs(families, self.deliveries, clock).jobs,
                *survey_jobs.jobs,
                *ParentJobs(
                    parents, self.deliveries, clock, partial(list_readers, self._client)
                ).jobs,
                *playbook_jobs.jobs,
                *DeliveryJobs(sender, self.deliveries, days, clock, plans).jobs,
            ),
            clock,
        )
        self._redraws = RedrawQueue()
        redrawing = Redrawing(self.surveys, days, drawing, self._redraws)
        wake = self.scheduler.wake
        features = (
            TeamListeners(self.teams, self.people, drawing, redraws, clock, wake),
            PackListeners(PackService(self.database, self.teams, bank)),
            ConsentListeners(consents, self.deliveries, drawing, clock, wake),
            FamilyListeners(families, self.people, drawing, redraws, clock, wake),
            PeopleListeners(self.people, days, clock, wake),
            SurveyListeners(self.answers, plans, days, redrawing, clock),
            RoleListeners(self.teams, self.people, redraws, clock, wake),
            AskListeners(playbook, self.deliveries, links, clock, self.teams.list_leads_in),
        )
        self.app = build_app(self._client)
        Commands([sub for feature in features for sub in feature.subcommands]).register(self.app)
        for feature in features:
            feature.register(self.app)
        AnswerListeners(playbook, shelf, links, clock).register(self.app)
        ChannelListeners(channels, self.people, clock, wake).register(self.app)

        health = Health(
            (
                Check(self.database.is_answering, "The database does not answer."),
                Check(self._is_connected, "The bot is not connected to Slack."),
            )
        )
        self._way_in = _build_way_in(settings, way_in, self.app, health)
        self._health_server = (
            WebServer(address.host, address.port, [health.route])
            if address is not None and isinstance(way_in, BySocket)
            else None
        )
        self._follower = (
            ClockFollower(self.scheduler, clock) if isinstance(clock, WorkspaceClock) else None
        )

    def start(self) -> None:
        """Sign in, listen, and begin to tick.

        Raises:
            SettingsError: Slack refuses a token or cannot be reached.

        """
        try:
            self._client.auth_test()
            self._way_in.start()
        except SlackApiError as error:
            raise SettingsError(
                f"Slack refused to sign the bot in: {error.response['error']}. Check "
                "SLACK_BOT_TOKEN, and SLACK_APP_TOKEN if it is set, against the app's settings."
            ) from error
        except OSError as error:
            raise SettingsError(f"Slack could not be reached: {error}.") from error
        if self._health_server is not None:
            self._health_server.start()
        self.scheduler.start()
        if self._follower is not None:
            self._follower.start()
        _log.info("bot_started")

    def stop(self) -> None:
        """Let nothing more in, finish what is under way, and close the database."""
        self._way_in.stop()
        finish_listening(self.app)
        self._redraws.stop()
        if self._follower is not None:
            self._follower.stop()
        self.scheduler.stop()
        if self._health_server is not None:
            self._health_server.stop()
        self.database.close()
        _log.info("bot_stopped")

    def _is_connected(self) -> bool:
        return self._way_in.is_connected


def build_clock(settings: Settings) -> Clock:
    """Return the machine's clock, or that of the local workspace in another process.

    Raises:
        SettingsError: the workspace's clock was set against real Slack, or does not answer.

    """
    settings.check_clock()
    if settings.clock_url is None:
        return SystemClock()
    clock = WorkspaceClock(settings.clock_url)
    try:
        clock.now()
    except (OSError, HTTPException, ValueError, KeyError) as error:
        raise SettingsError(f"No clock answers at MLOPS_CLOCK_URL: {error}.") from error
    return clock


def _build_way_in(settings: Settings, chosen: BySocket | ByHttp, app: App, health: Health) -> WayIn:
    """Return the way in that was chosen; over HTTP, health is served at the same address."""
    if isinstance(chosen, BySocket):
        return SocketMode(app, chosen.app_token, _web_client(settings, chosen.app_token))
    return SignedHttp(
        app,
        chosen.signing_secret,
        host=chosen.address.host,
        port=chosen.address.port,
        also=[health.route],
    )


def _web_client(settings: Settings, token: SecretStr) -> WebClient:
    """Return a client that never repeats a request by itself.

    The SDK's default sends again after a lost connection, also what Slack has stored already: a
    message would stand there twice. What must arrive is a delivery, which looks before it repeats.
    """
    return WebClient(
        token=token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=_REQUEST_SECONDS,
        retry_handlers=[],
    )


def _read_playbook(*knowledge: Path) -> Reading:
    """Read the playbook; what searching needs is slow to import, and commands need not wait."""
    from bot.playbook.reading import read_playbook  # noqa: PLC0415 - see above

    return read_playbook(*knowledge)
