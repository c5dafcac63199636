"""What is drawn after presses: the newest state, in time, and without keeping presses waiting."""

import time
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, get_ident

import pytest
import structlog

from bot.slack.redraw_queue import RedrawQueue


@pytest.fixture
def drawings() -> Iterator[RedrawQueue]:
    drawings = RedrawQueue(per_second=1000)
    yield drawings
    drawings.stop()


def test_whoever_asks_does_not_wait_for_the_drawing(drawings: RedrawQueue) -> None:
    drawn_by: list[int] = []

    drawings.ask("sheet", lambda: drawn_by.append(get_ident()))
    drawings.stop()

    assert len(drawn_by) == 1
    assert drawn_by != [get_ident()]


def test_presses_during_a_drawing_are_followed_by_one_more_of_the_newest_state(
    drawings: RedrawQueue,
) -> None:
    drawn: list[str] = []
    has_begun, may_end = Event(), Event()

    def draw_slowly() -> None:
        has_begun.set()
        assert may_end.wait(10)
        drawn.append("first")

    drawings.ask("sheet", draw_slowly)
    assert has_begun.wait(10)
    for state in ("second", "third", "fourth"):
        drawings.ask("sheet", lambda state=state: drawn.append(state))  # type: ignore[misc] # a default binds it
    may_end.set()
    drawings.stop()

    assert drawn == ["first", "fourth"]


def test_one_message_that_takes_long_does_not_keep_another_waiting(drawings: RedrawQueue) -> None:
    may_end, is_other_drawn = Event(), Event()

    drawings.ask("slow", lambda: assert_set(may_end))
    drawings.ask("other", is_other_drawn.set)

    assert is_other_drawn.wait(10)
    may_end.set()


def assert_set(event: Event) -> None:
    assert event.wait(10)


def test_a_drawing_that_fails_is_logged_and_the_next_one_of_its_message_is_drawn(
    drawings: RedrawQueue,
) -> None:
    has_begun, may_fail, is_drawn = Event(), Event(), Event()

    def fail() -> None:
        has_begun.set()
        assert may_fail.wait(10)
        raise KeyError("nobody foresaw this")

    with structlog.testing.capture_logs() as logged:
        drawings.ask("sheet", fail)
        assert has_begun.wait(10)
        drawings.ask("sheet", is_drawn.set)
        may_fail.set()
        assert is_drawn.wait(10)

    assert [entry["event"] for entry in logged] == ["request_failed"]


def test_many_drawings_begin_at_a_limited_pace() -> None:
    drawings = RedrawQueue(per_second=20)
    began = time.monotonic()
    begun: list[float] = []
    is_last = Event()

    def draw() -> None:
        begun.append(time.monotonic() - began)
        if len(begun) == 5:
            is_last.set()

    for number in range(5):
        drawings.ask(number, draw)
    assert is_last.wait(10)
    drawings.stop()

    assert max(begun) >= 4 / 20


def test_while_slack_asks_to_wait_nothing_is_drawn_and_then_what_was_put_off(
    drawings: RedrawQueue,
) -> None:
    pause = timedelta(milliseconds=200)
    was_refused, is_other_drawn = Event(), Event()
    tries: list[float] = []

    def draw() -> timedelta | None:
        tries.append(time.monotonic())
        was_refused.set()
        return pause if len(tries) == 1 else None

    def draw_other() -> None:
        tries.append(time.monotonic())
        is_other_drawn.set()

    drawings.ask("sheet", draw)
    assert was_refused.wait(10)
    drawings.ask("sheet", draw_other)
    assert is_other_drawn.wait(10)

    refused, drawn = tries
    assert drawn - refused >= pause.total_seconds()


def test_the_end_does_not_wait_for_the_pace_and_leaves_nothing_undrawn() -> None:
    drawings = RedrawQueue(per_second=0.01)
    drawn: list[int] = []

    for number in range(20):
        drawings.ask(number, lambda number=number: drawn.append(number))  # type: ignore[misc] # a default binds it
    drawings.stop()

    assert sorted(drawn) == list(range(20))
