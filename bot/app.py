"""The composition root: joins the services to Slack and the clock, each part built once."""

from collections.abc import Callable
from functools import partial
from http.client import HTTPException

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.clock import Clock, SystemClock, WorkspaceClock
from bot.delivery.drawing import Drawing
from bot.delivery.jobs import DeliveryJobs
from bot.delivery.sender import Sender
from bot.handover import handover_slack
from bot.handover.mlflow_registry import MlflowRegistry
from bot.handover.model_listeners import ModelListeners
from bot.handover.model_rendering import ModelRenderers
from bot.handover.owner_jobs import OwnerJobs
from bot.handover.registry_jobs import RegistryJobs
from bot.handover.registry_writing import RegistryWriter
from bot.health import Check, Health
from bot.logs import get_logger
from bot.people.listeners import PeopleListeners
from bot.playbook.answer_listeners import AnswerListeners
from bot.playbook.jobs import PlaybookJobs
from bot.playbook.listeners import AskListeners
from bot.playbook.messages.places import Links
from bot.playbook.rendering import PlaybookRenderers
from bot.playbook.shelf import Reading
from bot.scheduler import ClockFollower, Job, Scheduler
from bot.services import Services, read_when_asked
from bot.settings import ByHttp, BySocket, Settings, SettingsError
from bot.slack.bolt import build_app, build_client, finish_listening
from bot.slack.channels import is_confidential, list_readers
from bot.slack.commands import Commands
from bot.slack.http import SignedHttp
from bot.slack.redraw_queue import RedrawQueue
from bot.slack.socket_mode import SocketMode
from bot.slack.way_in import WayIn
from bot.surveys.closing import ClosingWatch
from bot.surveys.consent_jobs import ConsentJobs
from bot.surveys.consent_listeners import ConsentListeners
from bot.surveys.consent_rendering import ConsentRenderers
from bot.surveys.jobs import SurveyJobs
from bot.surveys.listeners import SurveyListeners
from bot.surveys.messages.open_rounds import QUESTION
from bot.surveys.messages.places import REMINDER, SHEET
from bot.surveys.pack_listeners import PackListeners
from bot.surveys.parent_jobs import ParentJobs
from bot.surveys.parent_rendering import ParentRenderers
from bot.surveys.redrawing import Redrawing
from bot.surveys.rendering import SurveyRenderers
from bot.teams.channel_jobs import ChannelJobs
from bot.teams.channel_listeners import ChannelListeners
from bot.teams.family_jobs import FamilyJobs
from bot.teams.family_listeners import FamilyListeners
from bot.teams.family_rendering import FamilyRenderers
from bot.teams.jobs import TeamJobs
from bot.teams.listeners import TeamListeners
from bot.teams.redrawing import Redraws
from bot.teams.rendering import TeamRenderers
from bot.teams.role_listeners import RoleListeners
from bot.web import WebServer

_log = get_logger(__name__)


class Bot:
    """The whole bot: its parts, wired, not yet started.

    Args:
        settings: what the operator set.
        clock: tells the time; the local workspace hands over its own.
        read_playbook: reads knowledge folders; takes a third of a second for what is shipped.

    Raises:
        UserFacingError: a token, the database or the knowledge is not usable.

    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        read_playbook: Callable[..., Reading] = read_when_asked,
    ) -> None:
        bot_token, way_in = settings.require_bot_token(), settings.require_way_in()
        address = settings.address
        self._keepers, self._admins = settings.keeper_ids, settings.admin_ids
        self._links = Links(settings.playbook_base)
        uri = settings.mlflow_uri
        self._registry = None if uri is None else MlflowRegistry(uri.get_secret_value())
        self._may_write, self._cards_base = settings.mlflow_writes, settings.cards_base
        self._clock = clock
        self.services = Services(settings, read_playbook)
        self._client = build_client(bot_token, settings.slack_api_url)
        self._drawing = self._build_drawing()
        self._redraws = Redraws(
            self.services.deliveries, clock, weekly_kinds=(SHEET, REMINDER, QUESTION)
        )
        self.scheduler = Scheduler(self._list_jobs(), clock)
        self._redraw_queue = RedrawQueue()
        self.app = build_app(self._client)
        self._register_listeners()

        health = Health(
            (
                Check(self.services.database.is_answering, "The database does not answer."),
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

    def _build_drawing(self) -> Drawing:
        """Have every feature say what its messages show."""
        services, clock = self.services, self._clock
        ask_if_confidential = partial(is_confidential, self._client)
        renderers = {
            **TeamRenderers(services.teams, services.channels, clock).renderers,
            **FamilyRenderers(services.families).renderers,
            **SurveyRenderers(
                services.answers, services.teams, services.deliveries, ask_if_confidential
            ).renderers,
            **ConsentRenderers(services.consents).renderers,
            **ParentRenderers(services.parents, services.deliveries, ask_if_confidential).renderers,
            **PlaybookRenderers(services.tellings, self._links).renderers,
            **handover_slack.list_renderers(services.handover_desk, clock, self._client),
            **ModelRenderers(services.suggestions).renderers,
        }
        watch = ClosingWatch(services.surveys, services.plans, services.deliveries, clock)
        return Drawing(services.days, renderers, watch)

    def _list_jobs(self) -> tuple[Job, ...]:
        """Return the features' jobs in the order in which each tick runs them."""
        services, clock, client = self.services, self._clock, self._client
        owing = services.deliveries
        channels = ChannelJobs(
            services.channels, services.people, owing, services.days, self._redraws, client, clock
        )
        surveys = SurveyJobs(
            services.surveys,
            services.plans,
            owing,
            clock,
            is_confidential=partial(is_confidential, client),
        )
        parents = ParentJobs(services.parents, owing, clock, partial(list_readers, client))
        playbook = PlaybookJobs(
            services.shelf,
            services.tellings,
            owing,
            clock,
            keepers=self._keepers,
            menders=tuple(dict.fromkeys((*self._admins, *self._keepers))),
        )
        desk = services.handover_desk
        owners = OwnerJobs(services.suggestions, owing, client, clock, services.cards.forget_askers)
        sender = Sender(owing, services.days, self._drawing, client, clock)
        return (
            # Who has left is known before anybody is told or asked something.
            *channels.jobs,
            *TeamJobs(services.teams, owing, clock).jobs,
            # What open rounds ended by those who came or left is known before a round opens.
            *ConsentJobs(services.consents, owing, clock).jobs,
            *FamilyJobs(services.families, owing, clock).jobs,
            *surveys.jobs,
            *parents.jobs,
            *playbook.jobs,
            *handover_slack.list_jobs(desk, owing, services.people, clock, client),
            *self._list_registry_jobs(),
            *owners.jobs,
            # Last, so that all that a day brings is owed before its message is made.
            *DeliveryJobs(sender, owing, services.days, clock, services.plans).jobs,
        )

    def _list_registry_jobs(self) -> tuple[Job, ...]:
        """Have the registry looked at if there is one, and written to where that is allowed."""
        services, registry = self.services, self._registry
        if registry is None:
            return ()
        if not self._may_write:
            return RegistryJobs(registry, services.registries, self._clock).jobs
        writer = RegistryWriter(registry, services.registries, services.models, self._cards_base)
        return RegistryJobs(registry, services.registries, self._clock, writer.write).jobs

    def _register_listeners(self) -> None:
        """Tell Bolt who listens, and `/mlops` what can be typed, in the order of its help."""
        services, clock, wake = self.services, self._clock, self.scheduler.wake
        drawing, redraws, links = self._drawing, self._redraws, self._links
        sheets = Redrawing(services.surveys, services.days, drawing, self._redraw_queue)
        features = (
            TeamListeners(services.teams, services.people, drawing, redraws, clock, wake),
            AskListeners(
                services.playbook,
                services.deliveries,
                links,
                clock,
                services.teams.list_leads_in,
                services.cards,
            ),
            PackListeners(services.packs),
            ConsentListeners(services.consents, services.deliveries, drawing, clock, wake),
            FamilyListeners(services.families, services.people, drawing, redraws, clock, wake),
            PeopleListeners(services.people, services.days, clock, wake),
            SurveyListeners(services.answers, services.plans, services.days, sheets, clock),
            RoleListeners(services.teams, services.people, redraws, clock, wake),
            handover_slack.HandoverSlack(services.handover_desk, services.people, clock, wake),
            ModelListeners(
                services.models, services.suggestions, services.teams, drawing, clock, wake
            ),
        )
        typed = [subcommand for feature in features for subcommand in feature.subcommands]
        Commands(typed).register(self.app)
        for feature in features:
            feature.register(self.app)
        AnswerListeners(services.playbook, services.shelf, links, clock).register(self.app)
        heed = services.handover_desk.watch.heed_account
        ChannelListeners(services.channels, services.people, clock, wake, heed).register(self.app)

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
        self._redraw_queue.stop()
        if self._follower is not None:
            self._follower.stop()
        self.scheduler.stop()
        if self._health_server is not None:
            self._health_server.stop()
        self.services.database.close()
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
        return SocketMode(
            app, chosen.app_token, build_client(chosen.app_token, settings.slack_api_url)
        )
    return SignedHttp(
        app,
        chosen.signing_secret,
        host=chosen.address.host,
        port=chosen.address.port,
        also=[health.route],
    )
