"""`mlops-bot doctor` as an operator meets it."""

import json

from tests.cli.conftest import RunBot

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def test_what_is_wrong_stands_on_stderr_with_its_remedy_and_ends_in_one(run_bot: RunBot) -> None:
    done = run_bot("doctor", "--offline", SLACK_BOT_TOKEN="xoxb-1")

    assert done.returncode == 1
    assert "settings: SLACK_APP_TOKEN is not set" in done.stderr
    assert "database: There is no database at data/mlops-bot.db yet" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sound_installation_ends_in_nought_and_tells_scripts_so(run_bot: RunBot) -> None:
    secret = {"MLOPS_SECRET_KEY": "5" * 64}
    assert run_bot("db", "upgrade").returncode == 0

    done = run_bot("doctor", "--offline", "--json", **TOKENS, **secret)

    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert document["is_well"] is True
    assert [check["name"] for check in document["checks"]][:3] == ["settings", "database", "secret"]
