"""A drawing that is late must not bring scores back onto a message whose week is over."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.clock import MovableClock
from bot.database import Database
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.server import SandboxServer
from bot.surveys.messages.places import SheetKey
from tests.databases import open_database
from tests.surveys.clockwork import Sending
from tests.surveys.conftest import A_WEEK, MONDAY, Pulses

AISHA = "U0000000A1"


class LateClient(WebClient):
    """The SDK's client, with something happening just before an update arrives."""

    def __init__(self, server: SandboxServer, before: Callable[[], None]) -> None:
        super().__init__(server.bot_token, base_url=server.api_url, retry_handlers=[])
        self._before = before

    def chat_update(self, **content: Any) -> SlackResponse:
        self._before()
        return super().chat_update(**content)


@pytest.fixture
def sending(pulses: Pulses, server: SandboxServer, clock: MovableClock) -> Sending:
    """A week in which Aisha has answered one statement."""
    pulses.people.learn_zones(zones={AISHA: "Europe/Berlin"})
    pulses.set_up(members=(AISHA,))
    sending = Sending(pulses, server, clock)
    sending.go_to(MONDAY)
    (round_,) = pulses.surveys.list_due_to_close(now=MONDAY + A_WEEK)
    pulses.answer(pulses.sheet_of(AISHA, round_), (AISHA,), "4")
    return sending


@pytest.fixture
def other(database: Database, server: SandboxServer, clock: MovableClock) -> Iterator[Sending]:
    """A second process."""
    its_own = open_database(database.engine.url)
    yield Sending(Pulses(its_own), server, clock)
    its_own.close()


def standing(server: SandboxServer, channel: str, ts: str) -> str:
    messages = server.workspace.messages.visible(channel)
    return str(next(message for message in messages if message["ts"] == ts))


def test_whichever_button_was_pressed_no_score_outlasts_the_close_in_another_process(
    sending: Sending, other: Sending, server: SandboxServer
) -> None:
    channel = server.workspace.open_im(BOT_USER_ID, AISHA)[0]["id"]
    (ts,) = [message["ts"] for message in server.workspace.messages.visible(channel)]
    client = LateClient(server, lambda: other.go_to(MONDAY + A_WEEK))

    sending.drawing.show_pressed(client, user_id=AISHA, channel=channel, ts=ts)
    landed = standing(server, channel, ts)
    sending.go_to(MONDAY + A_WEEK + timedelta(minutes=1))

    assert "Stored: *" in landed
    assert "Stored: *" not in standing(server, channel, ts)
    assert "closed" in standing(server, channel, ts)


def test_a_redraw_by_key_is_watched_too(
    sending: Sending, other: Sending, server: SandboxServer, pulses: Pulses
) -> None:
    channel = server.workspace.open_im(BOT_USER_ID, AISHA)[0]["id"]
    (ts,) = [message["ts"] for message in server.workspace.messages.visible(channel)]
    (round_,) = pulses.surveys.list_due_to_close(now=MONDAY + A_WEEK)
    client = LateClient(server, lambda: other.go_to(MONDAY + A_WEEK))

    sending.drawing.redraw(client, SheetKey.of(round_, AISHA).dump())
    landed = standing(server, channel, ts)
    sending.go_to(MONDAY + A_WEEK + timedelta(minutes=1))

    assert "Stored: *" in landed
    assert "Stored: *" not in standing(server, channel, ts)


def test_a_week_that_is_over_before_the_drawing_begins_is_drawn_once_only(
    sending: Sending, server: SandboxServer
) -> None:
    sending.go_to(MONDAY + A_WEEK + timedelta(minutes=1))
    channel = server.workspace.open_im(BOT_USER_ID, AISHA)[0]["id"]
    ts = server.workspace.messages.visible(channel)[0]["ts"]
    before = len(sending.rows())

    sending.drawing.show_pressed(
        LateClient(server, lambda: None), user_id=AISHA, channel=channel, ts=ts
    )

    assert len(sending.rows()) == before
