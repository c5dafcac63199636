"""What `mlops-bot run` says when it cannot start: one sentence, exit 2, and nothing left behind."""

import socket
from pathlib import Path

import pytest

from bot.clock import MovableClock, SystemClock
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer
from tests.cli.conftest import RunBot

BOT = {"SLACK_BOT_TOKEN": "xoxb-1"}
SECRET = {"SLACK_SIGNING_SECRET": "0123456789abcdef"}
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
NOWHERE = {**TOKENS, "SLACK_API_URL": "http://127.0.0.1:1/api/"}


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN is not set"),
        ({**TOKENS, "SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN does not start with xoxb-"),
        ({**TOKENS, "MLOPS_CLOCK_URL": "http://127.0.0.1:1/"}, "unset MLOPS_CLOCK_URL"),
        ({**NOWHERE, "MLOPS_CLOCK_URL": "http://127.0.0.1:1/"}, "No clock answers"),
        ({**NOWHERE, "MLOPS_SECRET_KEY": "short"}, "shorter than 32 characters"),
        ({**NOWHERE, "MLOPS_KNOWLEDGE_DIR": "absent"}, "MLOPS_KNOWLEDGE_DIR is not a folder"),
        ({**NOWHERE, "MLOPS_DATABASE_URL": "nonsense"}, "MLOPS_DATABASE_URL"),
    ],
    ids=[
        "no-bot-token",
        "no-app-token",
        "another-kind-of-token",
        "clock-against-slack",
        "no-clock-there",
        "short-secret",
        "absent-knowledge",
        "no-database-url",
    ],
)
def test_what_was_set_wrongly_is_said_in_one_sentence(
    run_bot: RunBot, tmp_path: Path, environment: dict[str, str], complaint: str
) -> None:
    done = run_bot("run", **environment)

    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (done.returncode, done.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "environment", "complaint"),
    [
        ("localhost:3000", TOKENS, "SLACK_SIGNING_SECRET is not set"),
        ("3000", {**BOT, **SECRET}, "HOST:PORT, such as"),
        (None, {**BOT, **SECRET}, "--http HOST:PORT"),
    ],
    ids=["no-secret", "no-address", "no-way-in"],
)
def test_what_signed_http_lacks_is_said_in_one_sentence(
    run_bot: RunBot,
    tmp_path: Path,
    address: str | None,
    environment: dict[str, str],
    complaint: str,
) -> None:
    done = run_bot("run", *(() if address is None else ("--http", address)), **environment)

    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (done.returncode, done.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_taken_is_said_in_one_sentence(run_bot: RunBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        server = SandboxServer(
            clock=MovableClock(SystemClock().now()), manifest=read_manifest(manifest_file())
        )
        server.start()
        done = run_bot(
            "run",
            "--http",
            address,
            **SECRET,
            SLACK_BOT_TOKEN=server.bot_token,
            SLACK_API_URL=server.api_url,
        )
        server.stop()

    assert f"Nothing can listen at {address}" in done.stderr.splitlines()[-1]
    assert done.returncode == 2


def test_slack_out_of_reach_is_said_in_one_sentence(run_bot: RunBot) -> None:
    done = run_bot("run", **NOWHERE)

    assert "Slack could not be reached" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_broken_statement_file_is_named_with_its_line(run_bot: RunBot, tmp_path: Path) -> None:
    questions = tmp_path / "ours" / "questions"
    questions.mkdir(parents=True)
    (questions / "tools.yaml").write_text("dimension: tools\npractices: [\n", "utf-8")

    done = run_bot("run", **NOWHERE, MLOPS_KNOWLEDGE_DIR="ours")

    assert "tools.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]
