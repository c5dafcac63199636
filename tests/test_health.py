"""What an orchestrator hears at /healthz."""

import json
from collections.abc import Iterator
from threading import Event

import pytest

from bot.health import Check, Health
from bot.web import WebServer
from tests.slack.doors import Answer, ask


class Watched:
    """A server of health alone, whose two checks pass or fail as the test says."""

    def __init__(self) -> None:
        self.database, self.slack = Event(), Event()
        checks = (
            Check(self.database.is_set, "The database does not answer."),
            Check(self.slack.is_set, "The bot is not connected to Slack."),
        )
        self.server = WebServer("127.0.0.1", 0, [Health(checks).route])

    def ask(self, method: str = "GET") -> Answer:
        return ask(self.server.port, method, "/healthz")


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    watched.server.start()
    yield watched
    watched.server.stop()


def test_all_is_well_while_every_check_passes(watched: Watched) -> None:
    watched.database.set()
    watched.slack.set()

    assert (watched.ask().status, json.loads(watched.ask().said)) == (200, {"status": "ok"})


def test_the_first_check_that_fails_is_the_reason(watched: Watched) -> None:
    nothing = watched.ask()
    watched.database.set()
    only_database = watched.ask()

    assert (nothing.status, only_database.status) == (503, 503)
    assert json.loads(nothing.said)["reason"] == "The database does not answer."
    assert json.loads(only_database.said)["reason"] == "The bot is not connected to Slack."


def test_health_is_only_read(watched: Watched) -> None:
    assert watched.ask("POST").status == 405
