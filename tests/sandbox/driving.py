"""Drives the workspace in tests: people over HTTP, and a real Bolt app over Socket Mode."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast
from urllib.request import Request, urlopen

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.sync.client import ClientConnection, connect

from bot.sandbox.manifest import Command, Manifest
from bot.sandbox.server import SandboxServer

Json = dict[str, object]

AISHA, MATEO, HANA = "U0000000A1", "U0000000A2", "U0000000A9"
FRAUD, RECOMMENDATIONS, GENERAL, PLATFORM = "C0FRAUDMOD", "C0RECOMMEN", "C0GENERAL0", "C0PLATFORM"
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "users:read",
    }
)


def a_manifest(
    *,
    scopes: frozenset[str] = SCOPES,
    events: frozenset[str] = frozenset(),
    read_only: bool = False,
) -> Manifest:
    """Return an app with one command and a home."""
    return Manifest(
        name="small-app",
        bot_name="small-app",
        scopes=scopes,
        commands=(Command("/mlops", "Does things", "help", should_escape=True),),
        events=events,
        has_home_tab=True,
        has_messages_tab=True,
        messages_tab_is_read_only=read_only,
        is_interactive=True,
        uses_socket_mode=True,
    )


@dataclass
class RealTime:
    """Real seconds that pass only when the test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True)
class Person:
    """Somebody who uses the workspace over HTTP, as the page does."""

    server: SandboxServer
    id: str = AISHA

    def act(self, name: str, **asked: object) -> Json:
        """Do something, and return how it went."""
        return post(self.server, name, {"as": self.id, **asked})

    def state(self) -> Json:
        """Return what this person sees."""
        return get(self.server, f"state?as={self.id}")

    def conversations(self) -> dict[str, Json]:
        """Return the conversations that this person sees, by id."""
        listed = cast("list[Json]", self.state()["conversations"])
        return {str(conversation["id"]): conversation for conversation in listed}

    def messages(self, conversation: str) -> list[Json]:
        """Return what this person reads in a conversation."""
        found = get(self.server, f"messages?as={self.id}&conversation={conversation}")
        return cast("list[Json]", found["messages"])

    def texts(self, conversation: str) -> list[str]:
        """Return the texts that this person reads in a conversation."""
        return [str(message["text"]) for message in self.messages(conversation)]


@dataclass
class SmallApp:
    """A Bolt app connected to the workspace; a test adds its listeners before `connect`."""

    server: SandboxServer
    app: App = field(init=False)
    handlers: list[SocketModeHandler] = field(default_factory=list)

    def __post_init__(self) -> None:
        client = WebClient(self.server.bot_token, base_url=self.server.api_url)
        self.app = App(client=client, raise_error_for_unhandled_request=True)

    def connect(self) -> SocketModeHandler:
        """Open one more Socket Mode connection."""
        client = WebClient(self.server.app_token, base_url=self.server.api_url)
        handler = SocketModeHandler(
            self.app, self.server.app_token, web_client=client, ping_interval=1
        )
        handler.client.auto_reconnect_enabled = False
        handler.connect()
        self.handlers.append(handler)
        return handler


@contextmanager
def a_socket(server: SandboxServer) -> Iterator[ClientConnection]:
    """Open a bare Socket Mode connection that acknowledges only what the test does."""
    opened = WebClient(server.app_token, base_url=server.api_url).apps_connections_open(
        app_token=server.app_token
    )
    with connect(opened["url"], proxy=None) as socket:
        assert read_envelope(socket)["type"] == "hello"
        yield socket


def read_envelope(socket: ClientConnection) -> Json:
    """Return the next thing that the workspace sends."""
    return cast("Json", json.loads(socket.recv(timeout=10)))


def post(server: SandboxServer, name: str, asked: Json) -> Json:
    """Post to the people's side."""
    request = Request(f"{server.url}/sandbox/{name}", data=json.dumps(asked).encode())  # noqa: S310
    return _read(request)


def get(server: SandboxServer, path: str) -> Json:
    """Read from the people's side."""
    return _read(Request(f"{server.url}/sandbox/{path}"))  # noqa: S310


def plain(text: str) -> Json:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text}


def a_button(action_id: str = "pulse.score", value: str = "4") -> Json:
    """Return an actions block with one button."""
    element = {"type": "button", "action_id": action_id, "value": value, "text": plain("Go")}
    return {"type": "actions", "block_id": "row", "elements": [element]}


def a_modal(*blocks: Json, title: str = "Set up", **more: object) -> Json:
    """Return a modal with one text input, unless other blocks are given."""
    element = {"type": "plain_text_input", "action_id": "text"}
    question = {"type": "input", "block_id": "name", "label": plain("Name"), "element": element}
    return {
        "type": "modal",
        "callback_id": "setup",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": list(blocks) or [question],
        **more,
    }


def _read(request: Request) -> Json:
    with urlopen(request, timeout=20) as response:  # noqa: S310 - the workspace's own address
        return cast("Json", json.load(response))
