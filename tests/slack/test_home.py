"""App Home: its parts in order, a fault in one of them, and when it is shown anew."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from threading import Event, Semaphore
from typing import Any

import pytest
import structlog
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.sandbox.faults import Fault
from bot.sandbox.server import SandboxServer
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.bolt import build_app
from bot.slack.home import MOST_BLOCKS, Home, HomePart
from bot.slack.redraw_queue import RedrawQueue
from tests.sandbox.driving import MONDAY, Person

AISHA = "U0000000A1"


def says(text: str, *, order: int = 0, count: int = 1) -> HomePart:
    """A part of so many blocks that say something."""

    def build(user_id: str, now: datetime) -> Sequence[Block]:
        return [blocks.section(text)] * count

    return HomePart(text, order, build)


def _fail(user_id: str, now: datetime) -> Sequence[Block]:
    raise RuntimeError("no such table")


FAULTY = HomePart("faulty", 5, _fail)


class Page:
    """A Home in the local workspace, and what its person sees."""

    def __init__(self, server: SandboxServer, client: WebClient) -> None:
        self.server = server
        self.clock = MovableClock(MONDAY, flows=False)
        self.queue = RedrawQueue(per_second=1000)
        self.home = Home(client, self.clock, self.queue)
        self.app = build_app(client)

    def has(self, *parts: HomePart) -> None:
        self.home.register(self.app, parts)

    def open(self, *, tab: str = "home") -> None:
        self.home.home_opened({"type": "app_home_opened", "user": AISHA, "tab": tab})

    def said(self) -> list[str]:
        """What stands on the page, once all that was asked for is drawn."""
        self.queue.stop()
        shown: Any = Person(self.server, AISHA).state()["home"]
        texts = [] if shown is None else shown["blocks"]
        return [
            str((b.get("text") or b["elements"][0])["text"])
            for b in texts
            if b["type"] != "divider"
        ]


@pytest.fixture
def page(server: SandboxServer, client: WebClient) -> Iterator[Page]:
    page = Page(server, client)
    yield page
    page.queue.stop()


def test_a_home_shows_the_parts_in_their_order(page: Page) -> None:
    page.has(says("last", order=9), says("first", order=1))

    page.open()

    assert page.said() == ["first", "last"]


def test_a_part_that_has_nothing_to_show_takes_no_room(page: Page) -> None:
    page.has(says("one"), says("empty", order=1, count=0), says("two", order=2))

    page.open()

    assert page.said() == ["one", "two"]


def test_a_part_with_a_fault_takes_nothing_else_down_and_gives_a_reference(page: Page) -> None:
    page.has(says("before"), FAULTY, says("after", order=9))

    with structlog.testing.capture_logs() as logs:
        page.open()
        said = page.said()

    assert (said[0], said[2]) == ("before", "after")
    (reference,) = [line["ref"] for line in logs if "ref" in line]
    assert "can't be shown just now" in said[1]
    assert f"(ref {reference})" in said[1]
    assert "no such table" not in said[1]


def test_what_does_not_fit_is_left_out_and_said_so(page: Page) -> None:
    page.has(says("large", count=90), says("too large", order=1, count=20), says("fits", order=2))

    built = page.home.build(AISHA, MONDAY)

    assert len(built) <= MOST_BLOCKS
    assert [b for b in built if "fits" in str(b)]
    assert "more than fits" in str(built[-1])


def test_the_largest_page_is_one_slack_takes(page: Page) -> None:
    page.has(*(says(f"part {number}", order=number, count=9) for number in range(20)))

    page.open()

    assert 0 < len(page.said()) <= MOST_BLOCKS


def test_another_tab_publishes_nothing(page: Page) -> None:
    page.has(says("one"))

    page.open(tab="messages")

    assert page.said() == []


def test_a_change_shows_a_home_anew_that_may_be_looked_at(page: Page) -> None:
    current, is_drawn = ["before"], Event()

    def build(user_id: str, now: datetime) -> Sequence[Block]:
        is_drawn.set()
        return [blocks.section(current[-1])]

    page.has(HomePart("current", 0, build))
    page.open()
    assert is_drawn.wait(10)

    current.append("after")
    page.clock.move_to(MONDAY + timedelta(minutes=59))
    page.home.changed(AISHA)

    assert page.said() == ["after"]


def test_a_change_leaves_a_home_alone_that_nobody_opened_lately(page: Page) -> None:
    built: list[str] = []

    def build(user_id: str, now: datetime) -> Sequence[Block]:
        built.append(user_id)
        return [blocks.section("shown")]

    page.has(HomePart("count", 0, build))

    page.home.changed(AISHA)
    page.queue.stop()

    assert built == []


def test_where_slack_asks_for_patience_the_home_comes_later(
    page: Page, server: SandboxServer
) -> None:
    server.faults.add(Fault("rate_limited", "views.publish", retry_after=0))
    built = Semaphore(0)

    def build(user_id: str, now: datetime) -> Sequence[Block]:
        built.release()
        return [blocks.section("one")]

    page.has(HomePart("counted", 0, build))

    page.open()

    assert built.acquire(timeout=10)
    assert built.acquire(timeout=10)
    assert page.said() == ["one"]
