"""A workspace that takes no chart gets a picture of it, and one that takes neither the words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.database import Database
from bot.delivery.domain import Delivery, DeliveryState, Message, Picture, Upload
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    FOREVER,
    GENERAL,
    MONDAY,
    MeddlingClient,
    Process,
    ProcessKilledError,
    a_client,
    get,
    killed,
    move_on,
)

KEY = "digest:1"
PNG = b"\x89PNG\r\n\x1a\n and so on"
WORDS = {"type": "section", "text": {"type": "mrkdwn", "text": "Process stands at 3.0."}}


def a_chart(name: str) -> dict[str, Any]:
    weeks = ["5 Jan", "12 Jan"]
    points = [{"label": week, "value": 3} for week in weeks]
    return {
        "type": "data_visualization",
        "block_id": name,
        "title": name,
        "chart": {
            "type": "line",
            "series": [{"name": "Process", "data": points}],
            "axis_config": {"categories": weeks},
        },
    }


@dataclass
class Shelf:
    """Draws and remembers one picture, as a digest does."""

    clock: MovableClock
    file_id: str | None = None
    drawn: int = 0
    fresh: bool = True
    meanwhile: Callable[[], None] = lambda: None
    kept: list[str | None] = field(default_factory=list)

    def draw(self) -> bytes:
        self.drawn += 1
        self.meanwhile()
        return PNG

    def keep(self, file_id: str | None) -> None:
        self.file_id = file_id
        self.kept.append(file_id)

    def render(self, part: Delivery, *, is_posted: bool) -> Message:
        upload = None if self.file_id is None else Upload(self.file_id, is_fresh=self.fresh)
        picture = Picture(
            "trend", "trend.png", "Trend", "Process rose.", self.draw, self.keep, upload
        )
        return Message("Words", (WORDS, a_chart("trend")), (picture,))


@pytest.fixture
def shelf(clock: MovableClock) -> Shelf:
    return Shelf(clock)


@pytest.fixture
def picturing(
    database: Database, server: SandboxServer, clock: MovableClock, shelf: Shelf
) -> Iterator[Callable[..., Process]]:
    """Start processes in a workspace that takes no charts."""
    server.workspace.takes_charts = False

    def start(client: WebClient | None = None) -> Process:
        renderers = {"digest": shelf.render}
        return Process(database, client or a_client(server), clock, renderers=renderers)

    yield start
    server.workspace.takes_charts = True


def kinds(server: SandboxServer) -> list[list[str]]:
    with server.workspace.lock:
        messages = server.workspace.messages.visible(GENERAL)
    return [[block["type"] for block in message["blocks"]] for message in messages]  # type: ignore[misc] # JSON


def a_fault_of_ours() -> None:
    raise ZeroDivisionError


def owe(process: Process) -> None:
    process.deliveries.owe(KEY, to=GENERAL, at=MONDAY)


@pytest.mark.parametrize(("charts", "stands"), [(2, 2), (3, 0)])
def test_charts_that_are_refused_are_left_out_where_nothing_stands_in_for_them(
    process: Process, server: SandboxServer, charts: int, stands: int
) -> None:
    blocks = (WORDS, *(a_chart(f"Chart {number}") for number in range(charts)))
    process.deliveries.owe(KEY, to=GENERAL, at=MONDAY, message=Message("Words", blocks))

    process.deliver()

    assert kinds(server) == [["section", *["data_visualization"] * stands]]


def test_a_workspace_that_takes_charts_has_nothing_drawn_for_it(
    picturing: Callable[..., Process], server: SandboxServer, shelf: Shelf
) -> None:
    process = picturing()
    server.workspace.takes_charts = True
    owe(process)

    process.deliver()

    assert kinds(server) == [["section", "data_visualization"]]
    assert shelf.drawn == 0


def test_a_message_waits_until_slack_is_done_with_its_picture(
    picturing: Callable[..., Process], server: SandboxServer, shelf: Shelf
) -> None:
    process = picturing()
    owe(process)

    process.deliver()
    before = kinds(server), get(process.deliveries, KEY).attempts
    process.deliver_all(until=FOREVER)

    assert before == ([], 0)
    assert kinds(server) == [["section", "image"]]
    assert shelf.drawn == 1


def test_a_picture_is_uploaded_once_for_all_messages_of_all_processes(
    picturing: Callable[..., Process], server: SandboxServer, shelf: Shelf
) -> None:
    first, second = picturing(), picturing()
    owe(first)
    first.deliver_all(until=FOREVER)

    second.deliveries.owe("digest:1:again", to=GENERAL, at=MONDAY)
    second.deliver_all(until=FOREVER)

    assert kinds(server) == [["section", "image"]] * 2
    assert len(shelf.kept) == 1


def test_a_picture_that_is_never_ready_does_not_keep_the_words_back(
    picturing: Callable[..., Process], server: SandboxServer, shelf: Shelf
) -> None:
    process = picturing()
    shelf.file_id, shelf.fresh = "F0NEVERREADY", False
    owe(process)

    process.deliver()

    assert kinds(server) == [["section"]]
    assert shelf.kept == [None]


def test_a_redraw_keeps_the_picture_and_where_its_file_is_gone_the_words(
    picturing: Callable[..., Process], server: SandboxServer, shelf: Shelf
) -> None:
    process = picturing()
    owe(process)
    process.deliver_all(until=FOREVER)
    process.deliveries.owe_redraws([(KEY, GENERAL)], at=MONDAY, name="first")
    process.deliver_all(until=FOREVER)
    kept = kinds(server)
    shelf.fresh = False
    server.workspace.files.remove(shelf.file_id or "")

    process.deliveries.owe_redraws([(KEY, GENERAL)], at=MONDAY, name="second")
    process.deliver_all(until=FOREVER)

    assert kept == [["section", "image"]]
    assert kinds(server) == [["section"]]
    assert shelf.file_id is None


@pytest.mark.parametrize(
    "fault",
    [
        Fault("server_error", "files.getUploadURLExternal"),
        Fault("server_error", "upload_url"),
        Fault("lost_response", "upload_url"),
        Fault("lost_response", "files.completeUploadExternal"),
    ],
)
def test_an_upload_that_fails_leaves_the_words_and_nothing_in_doubt(
    picturing: Callable[..., Process], server: SandboxServer, fault: Fault
) -> None:
    process = picturing()
    owe(process)
    server.faults.add(fault)

    process.deliver()

    assert kinds(server) == [["section"]]
    assert get(process.deliveries, KEY).state is DeliveryState.SENT


def test_an_app_that_may_not_upload_sends_the_words(
    picturing: Callable[..., Process], server: SandboxServer
) -> None:
    process, manifest = picturing(), server.workspace.manifest
    server.workspace.manifest = replace(manifest, scopes=manifest.scopes - {"files:write"})
    owe(process)

    process.deliver()

    assert kinds(server) == [["section"]]


def test_a_picture_that_cannot_be_drawn_leaves_the_words(
    picturing: Callable[..., Process], server: SandboxServer, shelf: Shelf
) -> None:
    process = picturing()
    shelf.meanwhile = a_fault_of_ours
    owe(process)

    process.deliver()

    assert kinds(server) == [["section"]]


def test_an_upload_that_is_to_come_later_keeps_the_message_back_so_long(
    picturing: Callable[..., Process], server: SandboxServer, clock: MovableClock
) -> None:
    process = picturing()
    owe(process)
    server.faults.add(Fault("rate_limited", "files.getUploadURLExternal", retry_after=30))

    process.deliver()
    move_on(clock, 29)
    process.deliver()
    before = kinds(server)
    process.deliver_all(until=FOREVER)

    assert before == []
    assert kinds(server) == [["section", "image"]]


def test_a_process_killed_before_the_pictures_message_went_out_leaves_none_behind(
    picturing: Callable[..., Process], server: SandboxServer, shelf: Shelf
) -> None:
    shelf.file_id = upload(server)
    posts = iter([lambda: None, killed])

    def is_killed_at_the_second() -> None:
        next(posts)()

    owe(process := picturing(MeddlingClient(server, before=is_killed_at_the_second)))
    with pytest.raises(ProcessKilledError):
        process.deliver()

    picturing().deliver_all(until=FOREVER)

    assert kinds(server) == [["section", "image"]]


def test_a_process_that_lost_its_lease_while_drawing_sends_nothing_more(
    picturing: Callable[..., Process],
    server: SandboxServer,
    clock: MovableClock,
    shelf: Shelf,
) -> None:
    slow, quick = picturing(), picturing()
    owe(slow)

    def is_overtaken() -> None:
        shelf.meanwhile = lambda: None
        move_on(clock, 120)
        quick.deliver_all(until=FOREVER)
        a_fault_of_ours()  # So that there is nothing to wait for, and only the words are left.

    shelf.meanwhile = is_overtaken

    slow.deliver()

    assert kinds(server) == [["section", "image"]]


def upload(server: SandboxServer) -> str:
    """Put a picture into the workspace that blocks can show at once."""
    files = server.workspace.files
    secret, file_id = files.begin(name="trend.png", alt_text="Process rose.", length=len(PNG))
    files.receive(secret, PNG)
    record = files.complete(file_id, title="Trend")
    assert record is not None
    record["created"] -= 60
    return file_id
