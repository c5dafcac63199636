"""Clocks: aware, in UTC, never backwards."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import MovableClock, SystemClock, WorkspaceClock
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))


@pytest.fixture
def standing() -> MovableClock:
    return MovableClock(MONDAY, flows=False)


@pytest.fixture
def server(standing: MovableClock) -> Iterator[SandboxServer]:
    server = SandboxServer(clock=standing, manifest=read_manifest(manifest_file()))
    server.start()
    yield server
    server.stop()


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    now = SystemClock().now()

    assert now.tzinfo is UTC
    assert abs(now.timestamp() - datetime.now(UTC).timestamp()) < 60  # noqa: TID251 - compared with


def test_a_clock_that_does_not_flow_stands_still(standing: MovableClock) -> None:
    assert [standing.now(), standing.now()] == [MONDAY, MONDAY]


def test_a_flowing_clock_goes_on_from_where_it_was_set() -> None:
    clock = MovableClock(MONDAY)

    first, second = clock.now(), clock.now()

    assert MONDAY <= first <= second < MONDAY + timedelta(minutes=1)


def test_a_flowing_clock_goes_on_from_where_it_was_moved_to() -> None:
    clock = MovableClock(MONDAY)
    clock.move_to(MONDAY + timedelta(days=7))

    now = clock.now()

    assert timedelta(days=7) <= now - MONDAY < timedelta(days=7, minutes=1)


def test_a_start_in_another_zone_is_shown_in_utc() -> None:
    clock = MovableClock(MONDAY.astimezone(TOKYO), flows=False)

    assert clock.now() == MONDAY
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("flows", [True, False])
def test_a_clock_is_never_set_back(flows: bool) -> None:
    clock = MovableClock(MONDAY, flows=flows)

    clock.move_to(MONDAY - timedelta(hours=1))

    assert clock.now() >= MONDAY


@given(moves=st.lists(st.timedeltas(timedelta(days=-30), timedelta(days=30))))
def test_a_standing_clock_shows_the_latest_moment_it_was_moved_to(moves: list[timedelta]) -> None:
    clock = MovableClock(MONDAY, flows=False)

    for move in moves:
        clock.move_to((MONDAY + move).astimezone(TOKYO))

    assert clock.now() == MONDAY + max([timedelta(), *moves])
    assert clock.now().tzinfo is UTC


def test_a_workspaces_clock_is_read_from_another_process(
    server: SandboxServer, standing: MovableClock
) -> None:
    clock = WorkspaceClock(f"{server.url}/sandbox/clock")

    first = clock.now()
    standing.move_to(MONDAY + timedelta(days=1))

    assert first == MONDAY
    assert clock.now() == MONDAY + timedelta(days=1)
    assert clock.now().tzinfo is UTC


def test_a_report_is_answered_with_the_workspaces_time(server: SandboxServer) -> None:
    clock = WorkspaceClock(f"{server.url}/sandbox/clock/")

    answer = clock.report_settled("bot-1", at=MONDAY - timedelta(hours=1), next_due=None)

    assert answer == MONDAY


def test_a_workspace_that_is_gone_is_an_os_error() -> None:
    nowhere = WorkspaceClock("http://127.0.0.1:1/sandbox/clock")

    with pytest.raises(OSError, match="refused"):
        nowhere.now()
