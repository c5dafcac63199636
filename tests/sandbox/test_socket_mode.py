import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect as connect_socket

from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import (
    FRAUD,
    GENERAL,
    Json,
    Person,
    SmallApp,
    a_manifest,
    a_socket,
    post,
    read_envelope,
)

MENTIONS = a_manifest(events=frozenset({"app_mention"}))


def test_each_envelope_goes_to_one_of_two_connections(
    server: SandboxServer, connect: Callable[[SandboxServer], SmallApp], aisha: Person
) -> None:
    heard: list[str] = []

    def listener(name: str) -> Callable[[Ack, Json], None]:
        def asked(ack: Ack, body: Json) -> None:
            heard.append(f"{name} {body['text']}")
            ack()

        return asked

    for name in ("first", "second"):
        app = connect(server)
        app.app.command("/mlops")(listener(name))
        app.connect()

    for number in range(24):
        aisha.act("command", conversation=FRAUD, text=f"/mlops {number}")

    assert sorted(int(line.split()[1]) for line in heard) == list(range(24))
    assert {line.split()[0] for line in heard} == {"first", "second"}


def test_a_ticket_lets_one_connection_in(server: SandboxServer) -> None:
    client = WebClient(server.app_token, base_url=server.api_url)
    url = client.apps_connections_open(app_token=server.app_token)["url"]

    with connect_socket(url, proxy=None), pytest.raises(InvalidStatus):
        connect_socket(url, proxy=None)


def test_the_bot_token_opens_no_connection(server: SandboxServer) -> None:
    client = WebClient(server.bot_token, base_url=server.api_url)

    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        client.apps_connections_open(app_token=server.bot_token)


def test_an_eleventh_connection_is_sent_away(server: SandboxServer) -> None:
    client = WebClient(server.app_token, base_url=server.api_url)
    with ExitStack() as sockets:
        for _ in range(10):
            sockets.enter_context(a_socket(server))
        url = client.apps_connections_open(app_token=server.app_token)["url"]
        eleventh = sockets.enter_context(connect_socket(url, proxy=None))

        assert read_envelope(eleventh)["reason"] == "too_many_websockets"


def test_a_requested_disconnect_names_its_reason_and_closes(server: SandboxServer) -> None:
    with a_socket(server) as socket:
        post(server, "faults", {"kind": "disconnect", "reason": "refresh_requested"})

        assert read_envelope(socket)["reason"] == "refresh_requested"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=10)


def test_a_warning_leaves_the_connection_open(server: SandboxServer, aisha: Person) -> None:
    with a_socket(server) as socket:
        post(server, "faults", {"kind": "disconnect", "reason": "warning"})

        assert read_envelope(socket)["reason"] == "warning"
        app = aisha.state()["app"]
        assert isinstance(app, dict)
        assert app["is_connected"] is True


@pytest.mark.parametrize("kind", ["disconnect", "drop"])
def test_bolt_comes_back_after_its_connection_is_ended(
    server: SandboxServer, small_app: SmallApp, aisha: Person, kind: str
) -> None:
    small_app.app.command("/mlops")(lambda ack: ack("Here."))
    handler = small_app.connect()
    handler.client.auto_reconnect_enabled = True

    post(server, "faults", {"kind": kind})
    while aisha.act("command", conversation=FRAUD, text="/mlops")["ok"] is not True:
        pass
    handler.client.auto_reconnect_enabled = False

    assert aisha.texts(FRAUD)[-1] == "Here."


def test_an_event_that_is_not_acknowledged_comes_again_under_the_same_id(
    start_server: StartServer,
) -> None:
    server = start_server(manifest=MENTIONS, ack_seconds=0.05)
    with a_socket(server) as socket:
        Person(server).act("message", conversation=GENERAL, text="<@U0BOT00001> hello")
        first, second = read_envelope(socket), read_envelope(socket)

    assert event_id(first) == event_id(second)
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
    assert first["envelope_id"] != second["envelope_id"]


def test_events_can_be_repeated_on_request(start_server: StartServer) -> None:
    server = start_server(manifest=MENTIONS)
    post(server, "faults", {"kind": "repeat_events"})
    with a_socket(server) as socket, ThreadPoolExecutor(1) as pool:
        said = pool.submit(
            Person(server).act, "message", conversation=GENERAL, text="<@U0BOT00001> hello"
        )
        envelopes = [read_envelope(socket)]
        socket.send(json.dumps({"envelope_id": envelopes[0]["envelope_id"]}))
        envelopes.append(read_envelope(socket))
        socket.send(json.dumps({"envelope_id": envelopes[1]["envelope_id"]}))
        said.result()

    assert event_id(envelopes[0]) == event_id(envelopes[1])


def test_only_subscribed_events_are_sent(
    start_server: StartServer, connect: Callable[[SandboxServer], SmallApp]
) -> None:
    server = start_server(manifest=a_manifest(events=frozenset({"member_joined_channel"})))
    heard: list[str] = []
    app = connect(server)
    app.app.event("member_joined_channel")(lambda event: heard.append(event["user"]))
    app.connect()
    aisha = Person(server)

    aisha.act("message", conversation=GENERAL, text="<@U0BOT00001> hello")
    aisha.act("join", conversation="C0RECOMMEN")
    server.stop()
    app.handlers[0].close()

    assert heard == [aisha.id]


def event_id(envelope: Json) -> object:
    payload = envelope["payload"]
    assert isinstance(payload, dict)
    return payload["event_id"]
