from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.errors import UserFacingError
from bot.sandbox.state_file import load_state
from tests.sandbox.conftest import StartServer
from tests.sandbox.driving import FRAUD, MONDAY, PLATFORM, Person


def test_a_restart_finds_the_same_messages_channels_and_time(
    start_server: StartServer, tmp_path: Path
) -> None:
    state_file = tmp_path / "sandbox" / "state.json"
    first = start_server(state_file=state_file)
    client = WebClient(first.bot_token, base_url=first.api_url)
    ts = client.chat_postMessage(channel=FRAUD, text="Kept")["ts"]
    Person(first).act("join", conversation=PLATFORM)
    first.moves.move_to(MONDAY + timedelta(days=3))
    first.stop()

    clock = MovableClock(MONDAY, flows=False)
    aisha = Person(start_server(state_file=state_file, clock=clock))

    assert [message["ts"] for message in aisha.messages(FRAUD)] == [ts]
    assert aisha.conversations()[PLATFORM]["is_member"] is True
    assert clock.now() == MONDAY + timedelta(days=3)


def test_a_message_after_a_restart_is_later_than_those_before(
    start_server: StartServer, tmp_path: Path
) -> None:
    state_file = tmp_path / "state.json"
    first = start_server(state_file=state_file)
    before = Person(first).act("message", conversation=FRAUD, text="One")["ts"]
    first.stop()

    second = start_server(state_file=state_file)
    after = Person(second).act("message", conversation=FRAUD, text="Two")["ts"]

    assert str(before) < str(after)


@pytest.mark.parametrize("content", ["{", "[]", '{"users": {}}'])
def test_a_damaged_file_is_refused_with_a_remedy(tmp_path: Path, content: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(content)

    with pytest.raises(UserFacingError, match="move it away to start afresh"):
        load_state(path)
