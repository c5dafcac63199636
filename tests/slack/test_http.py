"""Signed HTTP: what is Slack's gets in, and nothing else does anything."""

import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, get_ident

import pytest
from pydantic import SecretStr
from slack_bolt import Ack
from slack_sdk import WebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import MovableClock
from bot.errors import UserFacingError
from bot.sandbox.server import SandboxServer
from bot.slack.bolt import build_app, finish_listening
from bot.slack.http import MOST_BYTES, PATH, SignedHttp
from tests.sandbox.driving import MONDAY, a_manifest
from tests.slack.doors import COMMAND, JSON, SECRET, Door, Headers, ask, signature

MINUTE = timedelta(minutes=1)


@contextmanager
def an_open_door() -> Iterator[Door]:
    """Open the way in, with the local workspace as the Slack that the app signs in at."""
    server = SandboxServer(clock=MovableClock(MONDAY, flows=False), manifest=a_manifest())
    server.start()
    app = build_app(WebClient(server.bot_token, base_url=server.api_url))
    also = [Route("/beside", _beside)]
    door = Door(SignedHttp(app, SecretStr(SECRET), host="127.0.0.1", port=0, also=also))
    app.command("/mlops")(door.listen)
    door.way_in.start()
    yield door
    door.way_in.stop()
    finish_listening(app)
    server.stop()


@pytest.fixture(scope="module")
def one_door() -> Iterator[Door]:
    with an_open_door() as door:
        yield door


@pytest.fixture
def door(one_door: Door) -> Door:
    one_door.heard.clear()
    one_door.work = lambda ack: ack()
    return one_door


async def _beside(_: Request) -> Response:
    return PlainTextResponse(str(get_ident()))


def test_a_signed_request_reaches_the_listener_and_its_ack_is_the_answer(door: Door) -> None:
    door.work = lambda ack: ack("Here is help.")

    answer = door.knock()

    assert (answer.status, answer.said) == (200, b"Here is help.")
    assert door.heard == ["help"]


def test_the_url_proves_itself_with_slacks_challenge(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}).encode()

    answer = door.knock(body, {"content-type": JSON})

    assert (answer.status, json.loads(answer.said)) == (200, {"challenge": "3eZbrw1aB"})


@pytest.mark.parametrize(
    "sign",
    [
        lambda: signature(COMMAND, secret="another secret of the same length"),
        lambda: signature(b"another body"),
        lambda: signature(COMMAND, age=6 * MINUTE),
        lambda: signature(COMMAND, age=-6 * MINUTE),
        lambda: {"x-slack-signature": None},
        lambda: {"x-slack-request-timestamp": None},
        lambda: {"x-slack-request-timestamp": "yesterday"},
        lambda: {"x-slack-signature": ""},
        lambda: {"x-slack-signature": "v0=\xe9"},
    ],
    ids=[
        "another-secret",
        "another-body",
        "too-old",
        "from-the-future",
        "no-signature",
        "no-time",
        "time-that-is-no-number",
        "empty-signature",
        "odd-signature",
    ],
)
def test_what_slack_did_not_sign_just_now_is_refused_and_does_nothing(
    door: Door, sign: Callable[[], Headers]
) -> None:
    answer = door.knock(headers=sign())

    assert answer.status == 401
    assert door.heard == []


def test_a_request_four_minutes_old_is_taken(door: Door) -> None:
    assert door.knock(headers=signature(COMMAND, age=4 * MINUTE)).status == 200


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 400),
        (b"{", JSON, 400),
        (b"[1]", JSON, 400),
        (b"payload=%7B", "application/x-www-form-urlencoded", 400),
        (COMMAND, "text/plain", 415),
        (COMMAND, "multipart/form-data; boundary=x", 415),
        (COMMAND, None, 415),
    ],
    ids=["no-body", "half-json", "a-list", "half-payload", "text", "multipart", "no-type"],
)
def test_a_signed_body_that_cannot_be_read_is_refused(
    door: Door, body: bytes, content_type: str | None, status: int
) -> None:
    assert door.knock(body, {"content-type": content_type}).status == status
    assert door.heard == []


def test_a_body_that_is_no_text_is_not_signed(door: Door) -> None:
    headers = {name: text or "" for name, text in signature(b"text").items()}

    assert door.send(b"\xff\xfe", headers).status == 401


def test_a_huge_body_is_refused_although_it_is_signed(door: Door) -> None:
    assert door.knock(COMMAND + b"&x=" + b"x" * MOST_BYTES).status == 413
    assert door.heard == []


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", PATH, 405), ("POST", "/", 404)], ids=["get", "elsewhere"]
)
def test_there_is_one_url_and_it_takes_posts(
    door: Door, method: str, path: str, status: int
) -> None:
    assert ask(door.way_in.port, method, path).status == status


def test_a_body_that_ends_early_harms_nobody(door: Door) -> None:
    with socket.create_connection(("127.0.0.1", door.way_in.port)) as connection:
        connection.sendall(b"POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nx")

    assert door.knock().status == 200


def test_an_ack_answers_at_once_while_the_listener_goes_on(door: Door) -> None:
    may_end, has_ended = Event(), Event()

    def work(ack: Ack) -> None:
        ack("Taken.")
        may_end.wait(10)
        has_ended.set()

    door.work = work

    answer = door.knock()
    had_ended = has_ended.is_set()
    may_end.set()

    assert (answer.said, had_ended) == (b"Taken.", False)
    assert has_ended.wait(10)


def test_forty_listeners_that_wait_hold_up_neither_each_other_nor_the_server(door: Door) -> None:
    may_ack = Event()

    def work(ack: Ack) -> None:
        may_ack.wait(10)
        ack()

    door.work = work
    with ThreadPoolExecutor(40) as pool:
        waiting = [pool.submit(door.knock) for _ in range(40)]
        while len(door.heard) < 40:
            pass
        beside = ask(door.way_in.port, "GET", "/beside")
        may_ack.set()

    assert beside.status == 200
    assert [future.result().status for future in waiting] == [200] * 40


def test_stopping_waits_for_the_answer_under_way() -> None:
    is_working, may_ack = Event(), Event()

    def work(ack: Ack) -> None:
        is_working.set()
        may_ack.wait(10)
        ack("Stored.")

    with an_open_door() as door, ThreadPoolExecutor(2) as pool:
        door.work = work
        under_way = pool.submit(door.knock)
        is_working.wait(10)
        stopping = pool.submit(door.way_in.stop)
        while door.way_in.is_connected:
            pass
        may_ack.set()
        stopping.result(timeout=10)
        with pytest.raises(ConnectionRefusedError):
            door.knock()

    assert under_way.result().said == b"Stored."


def test_a_taken_address_is_refused_with_a_remedy(door: Door) -> None:
    app, port = build_app(WebClient("xoxb-1")), door.way_in.port
    second = SignedHttp(app, SecretStr(SECRET), host="127.0.0.1", port=port)

    with pytest.raises(UserFacingError, match="another address with --http or MLOPS_HTTP"):
        second.start()


def test_slack_is_answered_when_it_asks_whether_events_may_come_here(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}).encode()

    answer = door.knock(body, {"content-type": JSON})

    assert (answer.status, json.loads(answer.said)) == (200, {"challenge": "3eZbrw1aB"})
