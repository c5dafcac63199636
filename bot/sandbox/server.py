"""Serves the workspace on loopback: Slack's side for the bot, the page for people."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from threading import Event, Thread

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.clock import MovableClock
from bot.errors import UserFacingError
from bot.sandbox.app_link import ACK_SECONDS, AppLink
from bot.sandbox.clock_moves import ClockMoves
from bot.sandbox.events import EventsApi
from bot.sandbox.faults import Faults
from bot.sandbox.guard import Guard
from bot.sandbox.hang_up import HangUpProtocol
from bot.sandbox.interactions import Interactions
from bot.sandbox.manifest import Manifest
from bot.sandbox.modals import Modals
from bot.sandbox.people import APP_ID
from bot.sandbox.people_api import PeopleApi
from bot.sandbox.people_routes import PeopleRoutes
from bot.sandbox.signed_http import SignedHttp
from bot.sandbox.slack_routes import SlackRoutes
from bot.sandbox.socket_mode import SocketHub
from bot.sandbox.state_file import StateFile, load_state
from bot.sandbox.web_api.dispatch import WebApi, new_tokens
from bot.sandbox.workspace import Workspace

HOST = "127.0.0.1"
_log = logging.getLogger(__name__)


class SandboxServer:
    """A workspace that a real bot talks to, in a thread of its own.

    Args:
        clock: the workspace's clock; messages are stamped by it and moves set it.
        manifest: the app that is installed.
        port: where to listen; 0 takes any free port.
        state_file: where the workspace is kept between runs; None forgets it.
        monotonic: real seconds, by which triggers and response URLs run out.
        ack_seconds: how long the app may take to acknowledge; Slack waits three seconds.
        request_url: where the app takes signed requests, on this machine; without it the app
            connects by Socket Mode.

    Raises:
        UserFacingError: the request URL leads off this machine.

    """

    def __init__(
        self,
        *,
        clock: MovableClock,
        manifest: Manifest,
        port: int = 0,
        state_file: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        ack_seconds: float = ACK_SECONDS,
        request_url: str | None = None,
    ) -> None:
        state = load_state(state_file) if state_file is not None else None
        if state is not None:
            clock.move_to(datetime.fromisoformat(state["clock"]))
        self.workspace = Workspace(manifest, clock, state=state, monotonic=monotonic)
        self.faults = Faults()
        self.moves = ClockMoves(clock, on_step=lambda: self.workspace.changes.publish("clock"))
        self._tokens = new_tokens()
        self._port = port
        self._state_file = None if state_file is None else StateFile(state_file, self.workspace)
        self._hub = SocketHub(self.workspace.changes, ack_seconds=ack_seconds)
        self.signing_secret = token_hex(16)
        """What requests to the request URL are signed with."""
        self._link: AppLink = self._hub
        if request_url is not None:
            self._link = SignedHttp(
                request_url, self.signing_secret, self.workspace.changes, ack_seconds=ack_seconds
            )
        self._events = EventsApi(self.workspace, self._link, self.faults)
        self._is_ready = Event()
        self._thread = Thread(target=self._run, name="sandbox-server", daemon=True)

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        """The Web API's address, for slack_sdk's `base_url`."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The token for the Web API."""
        return self._tokens.bot

    @property
    def app_token(self) -> str:
        """The token for Socket Mode."""
        return self._tokens.app

    def start(self) -> None:
        """Listen, and return once requests are taken.

        Raises:
            UserFacingError: the port is taken.

        """
        self._listening = _listen(self._port)
        self._port = self._listening.getsockname()[1]
        if self._state_file is not None:
            self._state_file.start()
        self._thread.start()
        self._is_ready.wait()

    def stop(self) -> None:
        """End every connection, save the state and stop listening; twice does no harm."""
        if not self._thread.is_alive():
            return
        self.moves.stop()
        self.workspace.changes.close()
        self._loop.call_soon_threadsafe(self._events.cancel)
        # It closes its door first and then the connections: were it the other way round, the app
        # would connect anew at once, and be cut off half way in.
        self._server.should_exit = True
        self._thread.join()
        if self._state_file is not None:
            self._state_file.close()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            # Whoever waits for a server that could not start must not wait for ever.
            self._is_ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        config = uvicorn.Config(
            self._application(),
            http=HangUpProtocol,
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=0,
        )
        self._server = uvicorn.Server(config)
        self._loop.call_soon(self._is_ready.set)
        try:
            await self._server.serve(sockets=[self._listening])
        finally:
            self._listening.close()

    def _application(self) -> Starlette:
        web_api = WebApi(
            self.workspace,
            self._tokens,
            announce=self._events.announce,
            new_socket_url=self._new_socket_url,
            upload_url=lambda secret: f"{self.url}/upload/v1/{secret}",
        )
        people = PeopleApi(
            self.workspace,
            interactions=Interactions(
                self.workspace, self._link, response_base=f"{self.url}/response/"
            ),
            modals=Modals(self.workspace, self._link),
            events=self._events,
        )
        slack = SlackRoutes(self.workspace, web_api, self._hub, self.faults)
        pages = PeopleRoutes(
            self.workspace,
            people,
            link=self._link,
            hub=self._hub,
            moves=self.moves,
            faults=self.faults,
        )
        routes = [*slack.routes(), *pages.routes()]
        return Starlette(
            routes=routes,
            middleware=[Middleware(Guard)],
            exception_handlers={Exception: _fault_of_ours},
        )

    def _new_socket_url(self) -> str:
        ticket = self._hub.new_ticket()
        return f"ws://{HOST}:{self._port}/socket?ticket={ticket}&app_id={APP_ID}"


async def _fault_of_ours(request: Request, error: Exception) -> Response:
    _log.error("sandbox_request_failed path=%s", request.url.path, exc_info=error)
    answer = {"ok": False, "error": "internal_error", "message": "The workspace has a fault."}
    return JSONResponse(answer, status_code=500)


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise UserFacingError(f"Port {port} is taken; choose another with --port.") from error
    listening.listen(128)
    return listening
