"""What a person meets when the database stalls, and an operator at the door, by both ways in."""

import json
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from time import monotonic
from urllib.parse import urlencode

import pytest

from bot.app import Bot
from bot.clock import SystemClock
from bot.sandbox.signed_http import sign
from bot.slack.http import PATH
from bot.surveys.domain import Choice
from tests.journeys.acting import (
    MEMBERS,
    MONDAY,
    Actor,
    Json,
    World,
    both_ways_in,
    keep_port,
    stored,
    told,
    words,
)
from tests.journeys.processes import a_bot_process
from tests.slack.doors import FORM, Answer, ask


@pytest.fixture
def asked(world: World) -> World:
    world.set_up_team()
    world.move_to(MONDAY)
    return world


@contextmanager
def a_stall(world: World) -> Iterator[None]:
    """Keep everybody else from writing to the database."""
    file = world.data / "mlops-bot.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def timed_press(actor: Actor) -> tuple[Json, float]:
    began = monotonic()
    return actor.press(1, "4"), monotonic() - began


@both_ways_in
def test_everybody_who_presses_while_the_database_stalls_is_told_in_time_that_it_is_not_stored(
    asked: World,
) -> None:
    members = [asked.person(user_id) for user_id in MEMBERS]

    with a_stall(asked), ThreadPoolExecutor(len(members)) as pool:
        pressed = list(pool.map(timed_press, members))

    assert [outcome for outcome, _ in pressed] == [{"ok": True}] * len(members)
    assert max(seconds for _, seconds in pressed) < 3
    for member in members:
        (said,) = told(member)
        assert "That wasn't stored: the database didn't answer in time." in said
        assert "1 of 5 stored" not in words(member.sheet())


@pytest.mark.parametrize("way_in", ["http"])
def test_a_replayed_press_stores_the_same_answer_again_and_no_second_one(asked: World) -> None:
    member = asked.person(MEMBERS[0])
    body, headers = a_signed_press(asked, member, number=1, choice="4")

    statuses = [knock(asked, body, headers).status for _ in range(2)]
    once = stored(asked, MEMBERS[0])
    member.press(1, "2")
    changed = stored(asked, MEMBERS[0])
    knock(asked, body, headers)

    assert statuses == [200, 200]
    assert once == [Choice.FOUR, None, None, None, None]
    assert changed[0] is Choice.TWO
    # For five minutes, whoever can read what Slack sends through TLS can bring an answer back.
    assert stored(asked, MEMBERS[0]) == once


@pytest.mark.parametrize("way_in", ["http"])
def test_a_press_that_slack_did_not_sign_stores_nothing(asked: World) -> None:
    body, headers = a_signed_press(asked, asked.person(MEMBERS[0]), number=1, choice="4")
    forged = body.replace(MEMBERS[0].encode(), MEMBERS[1].encode())

    assert knock(asked, forged, headers).status == 401
    assert [stored(asked, user_id) for user_id in MEMBERS[:2]] == [[None] * 5] * 2


@pytest.mark.parametrize("way_in", ["http"])
def test_the_bot_as_a_process_serves_http_and_ends_when_it_is_asked_to(bare_world: World) -> None:
    world = bare_world
    with a_bot_process(world) as process:
        world.set_up_team()
        world.move_to(MONDAY)
        member = world.person(MEMBERS[0])
        member.answer("4")
        world.wait_until(lambda: "1 of 5 stored" in words(member.sheet()))
        health = ask(port_of(world.address), "GET", "/healthz")

        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=10)

    assert (health.status, json.loads(health.said)) == (200, {"status": "ok"})
    assert code == 0
    assert "Traceback" not in (world.data / "bot.log").read_text("utf-8")


def test_in_socket_mode_health_alone_is_served(bare_world: World) -> None:
    world = bare_world
    with closing(keep_port()) as kept:
        address = f"127.0.0.1:{kept.getsockname()[1]}"
        world.bot = Bot(world.settings.model_copy(update={"http": address}), world.clock)
        world.bot.start()
        healthy = ask(port_of(address), "GET", "/healthz")
        slack = ask(port_of(address), "POST", PATH)

        world.server.stop()
        while (lost := ask(port_of(address), "GET", "/healthz")).status == 200:
            pass

    assert (healthy.status, slack.status) == (200, 404)
    assert json.loads(lost.said)["reason"] == "The bot is not connected to Slack."


def a_signed_press(
    world: World, actor: Actor, *, number: int, choice: str
) -> tuple[bytes, dict[str, str]]:
    """What Slack sends when this person presses, as somebody could have recorded it."""
    sheet = actor.sheet()
    row = [block for block in sheet["blocks"] if block["type"] == "actions"][number - 1]
    (button,) = [e for e in row["elements"] if e["action_id"] == f"pulse.score.{choice}"]
    payload = {
        "type": "block_actions",
        "user": {"id": actor.person.id},
        "team": {"id": "T1"},
        "container": {"type": "message", "channel_id": actor.dm, "message_ts": sheet["ts"]},
        "actions": [{**button, "block_id": row["block_id"], "action_ts": "1"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    timestamp = str(int(SystemClock().now().timestamp()))
    return body, {
        "content-type": FORM,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(world.server.signing_secret.encode(), timestamp, body),
    }


def knock(world: World, body: bytes, headers: dict[str, str]) -> Answer:
    return ask(port_of(world.address), "POST", PATH, body, headers)


def port_of(address: str | None) -> int:
    return int(str(address).rpartition(":")[2])
