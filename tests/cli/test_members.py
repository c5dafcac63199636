"""`mlops-bot members …` as an operator meets it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.database import Database
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService
from tests.cli.conftest import RunBot

GONE = "U0000000GONE"


@pytest.fixture
def team(run_bot: RunBot, tmp_path: Path) -> TeamService:
    assert run_bot("db", "upgrade").returncode == 0
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    (tmp_path / "data" / "secret.key").write_text("5" * 64)
    teams = TeamService(database)
    pulse = Pulse(0, 9, "UTC")
    plan = TeamPlan("Fraud", "C0FRAUD", True, pulse, ("U0000LEAD",), (GONE,), "U0000LEAD")
    teams.set_up_team(plan=plan, now=datetime(2026, 1, 1, tzinfo=UTC))
    return teams


def test_it_lists_first_and_changes_nothing(run_bot: RunBot, team: TeamService) -> None:
    done = run_bot("members", "erase", GONE)

    assert (done.returncode, done.stderr) == (0, "")
    assert "team_membership: 1 deleted" in done.stdout
    assert (
        f"Nothing was changed. This erases it for good: mlops-bot members erase {GONE} --yes"
        in (done.stdout)
    )
    assert len(team.list_rosters_of(user_id=GONE)) == 1


def test_confirmed_it_erases_and_says_what_it_cannot_reach(
    run_bot: RunBot, team: TeamService
) -> None:
    done = run_bot("members", "erase", GONE, "--yes")
    again = run_bot("members", "erase", GONE, "--yes", "--json")

    assert done.returncode == 0
    assert "Slack keeps the messages it has" in done.stdout
    assert team.list_rosters_of(user_id=GONE) == ()
    assert json.loads(again.stdout) == {"is_erased": True, "tables": []}


@pytest.mark.usefixtures("team")
def test_what_is_no_id_is_refused_in_words(run_bot: RunBot) -> None:
    done = run_bot("members", "erase", "jana", "--yes")

    assert done.returncode == 2
    assert "'jana' is no Slack id of a person" in done.stderr
    assert "Traceback" not in done.stderr
