"""What Slack refuses is given up on a few codes only; what a proxy says is no refusal."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import DeliveryState
from bot.delivery.service import DeliveryService
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    MONDAY,
    MeddlingClient,
    Process,
    get,
    move_on,
    owe,
    reason_of,
    refuse,
    texts,
)

HOPELESS = [
    "block_mismatch",
    "cannot_dm_bot",
    "cant_update_message",
    "channel_not_found",
    "invalid_arg_name",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "is_archived",
    "is_inactive",
    "message_not_found",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "user_disabled",
    "user_not_found",
]
PASSING = [
    "fatal_error",
    "internal_error",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
]
MENDABLE = [
    "access_denied",
    "account_inactive",
    "edit_window_closed",
    "ekm_access_denied",
    "invalid_auth",
    "missing_scope",
    "not_in_channel",
    "org_login_required",
    "restricted_action",
    "token_expired",
    "token_revoked",
]
OTHER_CODES = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True).filter(
    lambda code: code not in {*HOPELESS, *PASSING, "ratelimited", "rate_limited"}
)


@pytest.mark.parametrize("code", HOPELESS)
def test_a_refusal_of_the_message_or_its_addressee_is_final(
    deliveries: DeliveryService,
    server: SandboxServer,
    clock: MovableClock,
    database: Database,
    code: str,
) -> None:
    owe(deliveries, "pulse:1")

    Process(database, MeddlingClient(server, before=partial(refuse, code)), clock).deliver()

    assert get(deliveries, "pulse:1").state is DeliveryState.FAILED
    assert reason_of(database, "pulse:1") == code


@pytest.mark.parametrize("code", PASSING)
def test_an_error_in_the_middle_of_slacks_work_leaves_the_message_in_doubt(
    deliveries: DeliveryService,
    database: Database,
    server: SandboxServer,
    clock: MovableClock,
    code: str,
) -> None:
    owe(deliveries, "pulse:1")

    Process(database, MeddlingClient(server, before=partial(refuse, code)), clock).deliver()

    assert get(deliveries, "pulse:1").is_in_doubt


def check_is_tried_again(
    deliveries: DeliveryService,
    database: Database,
    server: SandboxServer,
    clock: MovableClock,
    code: str,
) -> None:
    key = f"pulse:{code}"
    owe(deliveries, key, at=clock.now())
    process = Process(database, MeddlingClient(server, before=partial(refuse, code)), clock)

    with structlog.testing.capture_logs() as logged:
        process.deliver()

    refused = get(deliveries, key)
    assert (refused.state, refused.attempts) == (DeliveryState.DUE, 1)
    assert [(line["log_level"], line["reason"]) for line in logged] == [("error", code)]
    assert deliveries.find_next_due() == clock.now() + timedelta(seconds=30)


@pytest.mark.parametrize("code", MENDABLE)
def test_a_refusal_that_somebody_can_mend_is_logged_and_tried_again(
    database: Database,
    deliveries: DeliveryService,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    code: str,
) -> None:
    check_is_tried_again(deliveries, database, server, clock, code)

    process.deliver_all()

    assert texts(server) == [f"Text of pulse:{code}"]


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(codes=st.sets(OTHER_CODES, min_size=1, max_size=1))
def test_any_code_we_do_not_know_is_tried_again(
    database: Database,
    deliveries: DeliveryService,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    codes: set[str],
) -> None:
    (code,) = codes
    if deliveries.find(f"pulse:{code}") is None:
        check_is_tried_again(deliveries, database, server, clock, code)
        move_on(clock, 30)
        process.deliver()

    assert get(deliveries, f"pulse:{code}").state is DeliveryState.SENT


PAGES = (b"<h1>Sign in</h1>", b"", b"\xff\xfe", b'{"error": "forbidden"}')


class ProxyPage(BaseHTTPRequestHandler):
    """Answers every request as a proxy or a sign-in page of somebody's network would."""

    status = 200
    body = b""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST  # noqa: N815 - the standard library's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Say nothing."""


@pytest.fixture
def start_proxy() -> Iterator[Callable[[int, bytes], str]]:
    started: list[ThreadingHTTPServer] = []

    def start(status: int, body: bytes) -> str:
        page = type("Page", (ProxyPage,), {"status": status, "body": body})
        proxy = ThreadingHTTPServer(("127.0.0.1", 0), page)
        Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        started.append(proxy)
        return f"http://127.0.0.1:{proxy.server_address[1]}/"

    yield start
    for proxy in started:
        proxy.shutdown()
        proxy.server_close()


@pytest.mark.parametrize(
    "page",
    [(status, body) for status in (200, 403, 404, 407, 502) for body in PAGES],
)
def test_a_proxys_answer_is_no_refusal(
    deliveries: DeliveryService,
    database: Database,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    start_proxy: Callable[[int, bytes], str],
    page: tuple[int, bytes],
) -> None:
    owe(deliveries, "pulse:1")
    behind = WebClient("xoxb-1", base_url=start_proxy(*page), retry_handlers=[])
    proxied = Process(database, behind, clock)

    attempts = []
    for _ in range(3):
        proxied.deliver()
        attempts.append(get(deliveries, "pulse:1").attempts)
        clock.move_to(deliveries.find_next_due() or MONDAY)
    in_doubt = get(deliveries, "pulse:1").is_in_doubt
    process.deliver()

    assert attempts == [1, 2, 3]
    assert in_doubt
    assert texts(server) == ["Text of pulse:1"]


def test_a_look_up_that_is_refused_leaves_the_message_in_doubt_and_is_logged(
    database: Database,
    deliveries: DeliveryService,
    process: Process,
    server: SandboxServer,
    clock: MovableClock,
    start_proxy: Callable[[int, bytes], str],
) -> None:
    server.faults.add(Fault("lost_response", "chat.postMessage"))
    owe(deliveries, "pulse:1")
    process.deliver()
    clock.move_to(deliveries.find_next_due() or MONDAY)
    url = start_proxy(200, b'{"ok": false, "error": "missing_scope"}')

    with structlog.testing.capture_logs() as logged:
        Process(database, WebClient("xoxb-1", base_url=url, retry_handlers=[]), clock).deliver()

    in_doubt = get(deliveries, "pulse:1")
    assert (in_doubt.is_in_doubt, in_doubt.attempts) == (True, 2)
    assert [(line["log_level"], line["reason"]) for line in logged] == [
        ("error", "in doubt, look-up failed: missing_scope")
    ]
    process.deliver_all()
    assert texts(server) == ["Text of pulse:1"]
