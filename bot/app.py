"""The composition root: makes each part once, starts and stops the whole."""

from collections.abc import Callable
from http.client import HTTPException

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.antipatterns.reader import Recognises
from bot.clock import Clock, SystemClock, WorkspaceClock
from bot.digests.sources import TrendSource
from bot.health import Check, Health
from bot.logs import get_logger
from bot.playbook.shelf import Reading
from bot.scheduler import ClockFollower, Scheduler
from bot.services import Services, open_when_needed, read_when_asked
from bot.settings import ByHttp, BySocket, Settings, SettingsError
from bot.slack.bolt import build_app, build_client, finish_listening
from bot.slack.home import Home
from bot.slack.http import SignedHttp
from bot.slack.redraw_queue import RedrawQueue
from bot.slack.socket_mode import SocketMode
from bot.slack.way_in import WayIn
from bot.surveys.messages.open_rounds import QUESTION
from bot.surveys.messages.places import REMINDER, SHEET
from bot.teams.redrawing import Redraws
from bot.web import WebServer
from bot.wiring.jobs import list_jobs
from bot.wiring.listeners import register_listeners
from bot.wiring.parts import gather_parts
from bot.wiring.renderers import build_drawing

_log = get_logger(__name__)


class Bot:
    """The whole bot: its parts, wired, not yet started.

    Args:
        settings: what the operator set.
        clock: tells the time; the local workspace hands over its own.
        read_playbook: reads knowledge folders; takes a third of a second for what is shipped.
        open_recogniser: opens the recogniser of comments, in a thread and only when it is needed.
        trends: works out what released answers come to.

    Raises:
        UserFacingError: a token, the database or the knowledge is not usable.

    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        read_playbook: Callable[..., Reading] = read_when_asked,
        open_recogniser: Callable[..., Recognises] = open_when_needed,
        trends: TrendSource | None = None,
    ) -> None:
        bot_token, way_in = settings.require_bot_token(), settings.require_way_in()
        address = settings.address
        self._clock = clock
        self.services = Services(settings, read_playbook, open_recogniser, trends)
        self._client = build_client(bot_token, settings.slack_api_url)
        parts = gather_parts(self.services, clock, self._client, settings)
        drawing = build_drawing(parts)
        redraws = Redraws(self.services.deliveries, clock, weekly_kinds=(SHEET, REMINDER, QUESTION))
        self.scheduler = Scheduler(list_jobs(parts, drawing, redraws), clock)
        self._redraw_queue = RedrawQueue()
        self.app = build_app(self._client)
        register_listeners(
            self.app,
            parts,
            drawing=drawing,
            redraws=redraws,
            redraw_queue=self._redraw_queue,
            home=Home(self._client, clock, self._redraw_queue),
            wake=self.scheduler.wake,
        )

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
