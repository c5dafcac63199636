"""`mlops-bot digest preview`: what stops it is said in a sentence."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import schema
from bot.database import Database
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService
from tests.cli.conftest import RunBot

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[TeamService]:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    schema.upgrade(database)
    yield TeamService(database)
    database.close()


def set_up_team(teams: TeamService, name: str, channel: str) -> None:
    plan = TeamPlan(
        name=name,
        channel_id=channel,
        is_private=True,
        pulse=Pulse(weekday=0, hour=10, zone="Europe/Berlin"),
        leads=("U1",),
        members=("U2", "U3"),
        planned_by="U1",
    )
    teams.set_up_team(plan=plan, now=MONDAY)


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ("Fraud", "Fraud has no digest yet: no average of a week has been shown.\n"),
        ("Nobody", "No team is called 'Nobody'. Teams here: Fraud, Search.\n"),
    ],
)
def test_a_team_without_a_digest_gets_a_reason(
    run_bot: RunBot, teams: TeamService, asked: str, complaint: str
) -> None:
    for name, channel in (("Search", "C2"), ("Fraud", "C1")):
        set_up_team(teams, name, channel)

    done = run_bot("digest", "preview", "--team", asked)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", complaint)


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(run_bot: RunBot) -> None:
    done = run_bot("digest", "preview", "--team", "Fraud", "--format", "pdf", PYTHONUTF8="1")

    assert done.returncode == 2
    assert all(f"'{form}'" in done.stderr for form in ("text", "json", "html"))
