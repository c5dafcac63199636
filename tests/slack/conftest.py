from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.sandbox.server import SandboxServer
from tests.sandbox.driving import MONDAY, a_manifest


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    """The local workspace with a small app in it."""
    server = SandboxServer(clock=MovableClock(MONDAY, flows=False), manifest=a_manifest())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def client(server: SandboxServer) -> WebClient:
    return WebClient(server.bot_token, base_url=server.api_url, retry_handlers=[])
