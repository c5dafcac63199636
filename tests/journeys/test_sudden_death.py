"""The bot's process is killed; what it acknowledged is there, and nobody is told twice."""

import os
import signal
import subprocess
from datetime import UTC, datetime

import pytest

from tests.journeys.acting import A_DAY, A_WEEK, LEAD, MEMBERS, MONDAY, PRIVATE, World, words
from tests.journeys.processes import a_bot_process

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]

AFTERNOON = datetime(2026, 1, 5, 14, 30, tzinfo=UTC)  # In Europe and New York, people are at work.


def kill_after_next_message(world: World, process: subprocess.Popen[bytes]) -> None:
    """Kill the process once the workspace has stored a message, before it hears of that."""
    conversations = world.server.workspace.conversations
    messages = world.server.workspace.messages

    def count() -> int:
        return sum(len(messages.visible(c["id"])) for c in conversations())

    before = count()

    def look() -> None:
        if process.poll() is None and count() > before:
            process.kill()

    world.server.workspace.changes.on_any(look)


def test_an_acknowledged_answer_survives_a_kill_right_after_it(bare_world: World) -> None:
    world = bare_world
    members = [world.person(user_id) for user_id in MEMBERS[:5]]
    with a_bot_process(world):
        world.set_up_team()
        world.move_to(MONDAY)
        for member in members:
            member.answer("2", "2", "2", "2")

    for number, member in enumerate(members):
        with a_bot_process(world) as process:
            assert member.press(5, str(number + 1)) == {"ok": True}
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    with a_bot_process(world):
        world.move_to(MONDAY + A_WEEK)
    shown = words(world.person(LEAD).person.messages(PRIVATE)[-1])
    assert shown.count("*2.0*") == 4
    assert shown.count("*3.0*") == 1


def test_a_kill_between_two_messages_skips_nobody_and_tells_nobody_twice(
    bare_world_on_each: World,
) -> None:
    world = bare_world_on_each
    with a_bot_process(world):
        world.set_up_team()
    world.move_to(AFTERNOON)

    with a_bot_process(world, waits=False) as process:
        kill_after_next_message(world, process)
        process.wait(timeout=20)
    with a_bot_process(world):
        world.move_to(AFTERNOON + A_DAY)

    for user_id in (*MEMBERS, LEAD):
        texts = world.person(user_id).received()
        assert len([text for text in texts if "statements" in text]) == 1
