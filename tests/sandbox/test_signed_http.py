"""The workspace posts to a request URL as Slack does."""

import json
from collections.abc import Iterator
from threading import Event
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.clock import MovableClock
from bot.errors import UserFacingError
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import (
    FRAUD,
    GENERAL,
    MONDAY,
    Person,
    a_button,
    a_manifest,
    post,
)
from tests.sandbox.request_urls import RequestUrl, a_request_url

MENTIONS = a_manifest(events=frozenset({"app_mention"}))


@pytest.fixture
def app() -> Iterator[RequestUrl]:
    with a_request_url() as app:
        yield app


@pytest.fixture
def server(start_server: StartServer, app: RequestUrl) -> SandboxServer:
    return start_server(request_url=app.url, manifest=MENTIONS, ack_seconds=0.5)


@pytest.fixture
def aisha(server: SandboxServer) -> Person:
    return Person(server)


def command(person: Person, text: str = "/mlops help") -> dict[str, object]:
    return person.act("command", conversation=FRAUD, text=text)


def is_connected(person: Person) -> bool:
    app = person.state()["app"]
    assert isinstance(app, dict)
    return bool(app["is_connected"])


def test_a_command_is_a_signed_form(server: SandboxServer, app: RequestUrl, aisha: Person) -> None:
    assert command(aisha) == {"ok": True}

    (request,) = app.received
    form = parse_qs(request.body.decode(), strict_parsing=True)
    assert (form["command"], form["text"]) == (["/mlops"], ["help"])
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    verifier = SignatureVerifier(server.signing_secret)
    assert verifier.is_valid_request(request.body, request.headers)


def test_a_press_is_a_form_with_one_field(
    server: SandboxServer, app: RequestUrl, aisha: Person
) -> None:
    posted = server.workspace.messages.post(FRAUD, user=aisha.id, text="How?", blocks=[a_button()])

    pressed = aisha.act(
        "press", conversation=FRAUD, ts=posted["ts"], block_id="row", action_id="pulse.score"
    )

    (request,) = app.received
    (payload,) = parse_qs(request.body.decode(), strict_parsing=True)["payload"]
    assert pressed == {"ok": True}
    assert json.loads(payload)["type"] == "block_actions"


@pytest.mark.parametrize(
    ("content_type", "said"),
    [("text/plain;charset=utf-8", b"Here."), ("application/json", b'{"text": "Here."}')],
    ids=["plain", "json"],
)
def test_an_answer_may_carry_the_reply_to_a_command(
    app: RequestUrl, aisha: Person, content_type: str, said: bytes
) -> None:
    app.answer = lambda _: (200, content_type, said)

    command(aisha)

    (message,) = aisha.messages(FRAUD)
    assert (message["text"], message["ephemeral"]) == ("Here.", True)


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, "http_client_error"), (302, "http_client_error"), (500, "http_service_error")],
)
def test_any_answer_but_200_fails_in_slacks_words(
    app: RequestUrl, aisha: Person, status: int, error: str
) -> None:
    app.answer = lambda _: (status, "text/plain", b"")

    assert command(aisha)["message"] == f'/mlops failed with the error "{error}"'


def test_an_answer_that_comes_too_late_times_out(app: RequestUrl, aisha: Person) -> None:
    is_over = Event()
    app.answer = lambda _: (200 if is_over.wait(10) else 500, "text/plain", b"")

    outcome = command(aisha)
    is_over.set()

    assert outcome["error"] == "operation_timeout"


def test_where_nobody_listens_the_command_is_not_dispatched(start_server: StartServer) -> None:
    aisha = Person(start_server(request_url="http://127.0.0.1:1/slack/events"))

    assert command(aisha)["error"] == "dispatch_failed"
    assert not is_connected(aisha)


def test_a_url_that_does_not_repeat_the_challenge_gets_nothing_else(
    app: RequestUrl, aisha: Person
) -> None:
    app.is_honest = False

    assert command(aisha)["error"] == "dispatch_failed"
    assert app.received == []


def test_the_page_shows_the_app_as_there_once_the_url_has_proved_itself(aisha: Person) -> None:
    before = is_connected(aisha)

    command(aisha)

    assert (before, is_connected(aisha)) == (False, True)


def test_an_event_that_fails_comes_again_with_slacks_headers(
    app: RequestUrl, aisha: Person
) -> None:
    statuses = iter((500, 200))
    app.answer = lambda _: (next(statuses), "text/plain", b"")

    aisha.act("message", conversation=GENERAL, text="<@U0BOT00001> hello")
    app.arrived.clear()
    app.arrived.wait(10)

    first, second = app.received
    assert first.headers["content-type"] == "application/json"
    assert "x-slack-retry-num" not in first.headers
    assert second.headers["x-slack-retry-num"] == "1"
    assert second.headers["x-slack-retry-reason"] == "http_error"
    assert json.loads(first.body)["event_id"] == json.loads(second.body)["event_id"]


def test_events_can_be_repeated_on_request(
    server: SandboxServer, app: RequestUrl, aisha: Person
) -> None:
    post(server, "faults", {"kind": "repeat_events"})

    aisha.act("message", conversation=GENERAL, text="<@U0BOT00001> hello")

    first, second = (json.loads(request.body) for request in app.received)
    assert first == second
    assert app.received[1].headers["x-slack-retry-reason"] == "http_timeout"


@pytest.mark.parametrize(
    "url", ["http://example.com/slack/events", "https://127.0.0.1/", "http://10.0.0.1/", "nonsense"]
)
def test_a_url_off_this_machine_is_refused(url: str) -> None:
    clock = MovableClock(MONDAY, flows=False)

    with pytest.raises(UserFacingError, match="on this machine"):
        SandboxServer(clock=clock, manifest=MENTIONS, request_url=url)
