"""`mlops-bot digest preview`: half a year in every form, and what stops it in a sentence."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot import schema
from bot.clock import SystemClock
from bot.database import Database
from bot.demo.story import read_story
from bot.demo.telling import Telling, find_beginning
from bot.sandbox.people import PEOPLE
from bot.services import Services
from bot.settings import Settings
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.family import FamilyChange, ParentPlan
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService
from tests.antipatterns.listening import ByWord
from tests.cli.conftest import RunBot

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PREVIEW = (sys.executable, "-m", "bot", "digest", "preview")


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[TeamService]:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    schema.upgrade(database)
    yield TeamService(database)
    database.close()


def set_up_team(teams: TeamService, name: str, channel: str) -> int:
    plan = TeamPlan(
        name=name,
        channel_id=channel,
        is_private=True,
        pulse=Pulse(weekday=0, hour=10, zone="Europe/Berlin"),
        leads=("U1",),
        members=("U2", "U3"),
        planned_by="U1",
    )
    return teams.set_up_team(plan=plan, now=MONDAY).team.id


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


def test_a_parent_without_a_figure_gets_a_reason(
    run_bot: RunBot, teams: TeamService, tmp_path: Path
) -> None:
    ids = [
        set_up_team(teams, name, channel) for name, channel in (("Search", "C2"), ("Fraud", "C1"))
    ]
    database = Database(f"sqlite:///{tmp_path / 'data' / 'mlops-bot.db'}")
    change = FamilyChange(("U1",), frozenset(ids), "U1")
    plan = ParentPlan("All models", "C3", Pulse(1, 9, "Europe/Berlin"), change)
    FamilyService(database).set_up_parent(plan=plan, now=MONDAY)
    database.close()

    done = run_bot("digest", "preview", "--team", "All models")

    assert (done.returncode, done.stdout) == (2, "")
    assert "All models has no digest yet" in done.stderr


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(run_bot: RunBot) -> None:
    done = run_bot("digest", "preview", "--team", "Fraud", "--format", "pdf", PYTHONUTF8="1")

    assert done.returncode == 2
    assert all(f"'{form}'" in done.stderr for form in ("text", "json", "html", "png"))


@pytest.fixture(scope="module")
def half_a_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the story's team and its 26 weeks."""
    data = tmp_path_factory.mktemp("told")
    # Training takes longer than all the rest.
    services = Services(
        Settings.model_construct(data_dir=data), open_recogniser=lambda *_, **__: ByWord()
    )
    ids = {person.name: person.id for person in PEOPLE}
    zones = {person.id: person.tz for person in PEOPLE}
    now = find_beginning(SystemClock().now())
    Telling(services, read_story(), ids, zones).tell(now=now)
    services.database.close()
    return data


@pytest.fixture
def preview(run_bot: RunBot, half_a_year: Path, tmp_path: Path) -> Callable[..., str]:
    """Return what the story's team would be sent now."""
    shutil.copytree(half_a_year, tmp_path / "data")

    def run(*options: str) -> str:
        done = run_bot("digest", "preview", "--team", read_story().name, *options, PYTHONUTF8="1")
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


def test_half_a_year_is_told_in_twelve_lines(preview: Callable[..., str]) -> None:
    title, _, *lines = preview().splitlines()

    assert "where the team stands" in title
    assert 6 <= len(lines) <= 12
    assert "is the weakest side" in lines[0]
    assert [line.split(":")[0] for line in lines[1:4]] == ["Culture", "Process", "Tools"]
    assert "5+ members scored" in lines[-1]


def test_a_script_reads_the_same_figures_and_lines(preview: Callable[..., str]) -> None:
    told = json.loads(preview("--format", "json"))

    digest = told["digest"]
    assert [row["id"] for row in digest["dimensions"]] == ["culture", "process", "tools"]
    assert len(digest["practices"]) == 18
    assert all(
        10 <= n <= 50 for row in digest["dimensions"] for _, *ns in row["points"] for n in ns
    )
    assert told["sections"][0][0]["lead"].endswith("is the weakest side")


def test_a_page_for_a_meeting_shows_every_practice_over_time(preview: Callable[..., str]) -> None:
    page = preview("--format", "html")

    document = ET.fromstring(page.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - our own
    assert len(document.findall(".//svg")) == 3
    assert len(document.findall(".//tbody//th[@scope='row']")) == 18


def test_a_picture_is_written_as_a_file(half_a_year: Path) -> None:
    done = subprocess.run(  # noqa: S603 - this interpreter
        [*PREVIEW, "--team", read_story().name, "--format", "png"],
        env={
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "MLOPS_DATA_DIR": str(half_a_year),
        },
        capture_output=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.startswith(b"\x89PNG")
    assert done.stderr == b""


def test_sponsors_read_what_it_costs_and_one_request_and_no_practice(
    preview: Callable[..., str],
) -> None:
    text, page = preview("--for", "sponsors"), preview("--for", "sponsors", "--format", "html")

    assert all(
        lead in told
        for lead in ("What the models earn or save", "What is lost by not acting", "One request")
        for told in (text, page)
    )
    assert "<table" not in page
