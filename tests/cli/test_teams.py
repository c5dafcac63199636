"""`mlops-bot teams list`, for people and for scripts."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import schema
from bot.database import Database
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService
from bot.teams.timetable_storage import Timetables
from tests.cli.conftest import RunBot
from tests.surveys.families import Families

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[TeamService]:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    schema.upgrade(database)
    yield TeamService(database)
    database.close()


def set_up_team(teams: TeamService) -> None:
    plan = TeamPlan(
        name="Größte [bold]",
        channel_id="C1",
        is_private=True,
        pulse=Pulse(weekday=0, hour=10, zone="Europe/Berlin"),
        leads=("U1",),
        members=("U2", "U3"),
        planned_by="U1",
    )
    teams.set_up_team(plan=plan, now=MONDAY)


def test_without_a_team_the_way_to_one_is_named(run_bot: RunBot) -> None:
    done = run_bot("teams", "list")

    assert done.stdout == "No teams yet. Type /mlops setup in a channel.\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_team_scripts_get_an_empty_list(run_bot: RunBot) -> None:
    done = run_bot("teams", "list", "--json")

    assert json.loads(done.stdout) == []


def test_people_see_a_teams_name_as_it_was_given(run_bot: RunBot, teams: TeamService) -> None:
    set_up_team(teams)

    done = run_bot("teams", "list", PYTHONUTF8="1")

    assert done.returncode == 0, done.stderr
    assert "Größte [bold]" in done.stdout
    assert "C1" in done.stdout
    assert "Europe/Berlin" in done.stdout


def test_a_pause_is_listed_with_the_day_it_ends(
    run_bot: RunBot, teams: TeamService, tmp_path: Path
) -> None:
    set_up_team(teams)
    roster = teams.list_rosters()[0]
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    with database.writing() as connection:
        Timetables(connection).follow(roster.team, date(2026, 2, 2), is_paused=True)
    database.close()

    listed = run_bot("teams", "list", PYTHONUTF8="1", COLUMNS="200")
    document = json.loads(run_bot("teams", "list", "--json", PYTHONUTF8="1").stdout)

    assert "paused until Monday 2 February 2026" in listed.stdout
    assert document[0]["paused_until"] == "2026-02-02"


def test_scripts_get_one_json_document(run_bot: RunBot, teams: TeamService) -> None:
    set_up_team(teams)

    done = run_bot("teams", "list", "--json", PYTHONUTF8="1")

    assert json.loads(done.stdout) == [
        {
            "name": "Größte [bold]",
            "channel": "C1",
            "leads": ["U1"],
            "asked": 3,
            "weekday": 0,
            "hour": 10,
            "zone": "Europe/Berlin",
            "has_begun": True,
            "paused_until": None,
        }
    ]


def test_nothing_is_exported_of_a_team_that_was_shown_nothing(
    run_bot: RunBot, teams: TeamService
) -> None:
    set_up_team(teams)

    as_csv = run_bot("teams", "export", "--team", "Größte [bold]", PYTHONUTF8="1")
    as_json = run_bot(
        "teams", "export", "--team", "Größte [bold]", "--format", "json", PYTHONUTF8="1"
    )

    header = "team,team_size,wave,practice,dimension,statement,mean,answers,words\n"
    assert (as_csv.returncode, as_csv.stdout) == (0, header)
    assert json.loads(as_json.stdout) == []


def test_the_export_of_an_unknown_team_names_those_there_are(
    run_bot: RunBot, teams: TeamService
) -> None:
    set_up_team(teams)

    done = run_bot("teams", "export", "--team", "Fraud", PYTHONUTF8="1")

    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no team named Fraud. Teams: Größte [bold]." in done.stderr


def test_the_averages_that_a_team_was_shown_come_as_lines_of_csv(
    run_bot: RunBot, tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    schema.upgrade(database)
    world = Families(database)
    one = world.add_team("One", "abcde", lead="ULEAD")
    world.begin()
    world.answer_in(one, "abcde")
    world.move_weeks(1, 1)
    database.close()

    lines = run_bot("teams", "export", "--team", "One").stdout.splitlines()

    assert len(lines) == 2
    assert lines[1].startswith("One,6,2026-01-05,")
    assert ",4.0,5+," in lines[1]
