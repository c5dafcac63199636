from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.sandbox.manifest import Manifest
from bot.sandbox.server import SandboxServer
from tests.sandbox.driving import MONDAY, Person, RealTime, SmallApp, a_manifest

StartServer = Callable[..., SandboxServer]


@pytest.fixture
def real_time() -> RealTime:
    return RealTime()


@pytest.fixture
def connected_apps() -> Iterator[list[SmallApp]]:
    apps: list[SmallApp] = []
    yield apps
    for app in apps:
        for handler in app.handlers:
            handler.close()


@pytest.fixture
def start_server(real_time: RealTime, connected_apps: list[SmallApp]) -> Iterator[StartServer]:
    # Depends on the apps so that the server stops before they close: that is quick, the other way
    # round waits for a socket's timeout.
    started: list[SandboxServer] = []

    def start(
        *,
        manifest: Manifest | None = None,
        state_file: Path | None = None,
        ack_seconds: float = 3.0,
        clock: MovableClock | None = None,
        request_url: str | None = None,
    ) -> SandboxServer:
        server = SandboxServer(
            clock=clock or MovableClock(MONDAY, flows=False),
            manifest=manifest or a_manifest(),
            state_file=state_file,
            monotonic=real_time,
            ack_seconds=ack_seconds,
            request_url=request_url,
        )
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def server(start_server: StartServer) -> SandboxServer:
    return start_server()


@pytest.fixture
def connect(connected_apps: list[SmallApp]) -> Callable[[SandboxServer], SmallApp]:
    def build(server: SandboxServer) -> SmallApp:
        connected_apps.append(SmallApp(server))
        return connected_apps[-1]

    return build


@pytest.fixture
def small_app(server: SandboxServer, connect: Callable[[SandboxServer], SmallApp]) -> SmallApp:
    return connect(server)


@pytest.fixture
def aisha(server: SandboxServer) -> Person:
    return Person(server)


@pytest.fixture
def client(server: SandboxServer) -> WebClient:
    return WebClient(server.bot_token, base_url=server.api_url)
