"""The database stalls while people answer, and comes back."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import URL

from tests.journeys.acting import MEMBERS, MONDAY, Actor, Json, World, words
from tests.stalling import Stretch, a_stretch

Stall = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def stretch(engine: str, request: pytest.FixtureRequest) -> Iterator[Stretch | None]:
    """What lies between the bot and its server, if it has one."""
    with ExitStack() as stack:
        url: URL = request.getfixturevalue("empty_url")
        yield stack.enter_context(a_stretch(url)) if engine == "postgresql" else None


@pytest.fixture
def world(tmp_path: Path, stretch: Stretch | None) -> Iterator[World]:
    """A workspace with the bot in it, whose members have their sheets."""
    url = None if stretch is None else stretch.url.render_as_string(hide_password=False)
    world = World(tmp_path, database_url=url)
    world.server.start()
    world.start_bot()
    world.set_up_team()
    world.move_to(MONDAY)
    yield world
    world.stop()


@pytest.fixture
def stall(world: World, stretch: Stretch | None) -> Stall:
    """Make the database stall: a server says nothing, a file's lock is held by somebody else."""
    if stretch is not None:
        return stretch.held_up
    file = world.data / "mlops-bot.db"

    @contextmanager
    def somebody_else_writes() -> Iterator[None]:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    return somebody_else_writes


def told(actor: Actor) -> list[str]:
    """The messages that only this person sees."""
    return [words(m) for m in actor.person.messages(actor.dm) if m["ephemeral"]]


def timed_press(actor: Actor, choice: str) -> tuple[Json, float]:
    began = monotonic()
    return actor.press(1, choice), monotonic() - began


def test_whoever_presses_during_a_stall_is_told_and_presses_again_after_it(
    world: World, stall: Stall
) -> None:
    members = [world.person(user_id) for user_id in MEMBERS]

    with stall(), ThreadPoolExecutor(len(members)) as pool:
        during = list(pool.map(timed_press, members, "44444444"))

        # Told while it lasts: a stall may last ten seconds, or for ever.
        assert [outcome for outcome, _ in during] == [{"ok": True}] * len(members)
        for member in members:
            (said,) = told(member)
            assert said.startswith("That wasn't stored: the database didn't answer in time.")
    assert not any("1 of 5 stored" in words(member.sheet()) for member in members)

    with ThreadPoolExecutor(len(members)) as pool:
        afterwards = list(pool.map(timed_press, members, "55555555"))
    world.wait_until(lambda: all("1 of 5 stored" in words(m.sheet()) for m in members))
    assert all(len(told(member)) <= 1 for member in members)

    # Slack waits three seconds; what as many presses cost this machine anyhow comes on top.
    assert slowest(during) < 3 + slowest(afterwards)


def slowest(presses: list[tuple[Json, float]]) -> float:
    return max(seconds for _, seconds in presses)
