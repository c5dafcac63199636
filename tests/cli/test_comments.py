"""`mlops-bot comments …` as a script meets it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.antipatterns.theme_domain import TeamTheme, TellingWord
from bot.antipatterns.theme_storage import Themes
from bot.database import Database
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService
from tests.cli.conftest import Finished, RunBot


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that all workers share, so that one training does for all."""
    return tmp_path_factory.getbasetemp().parent / "kept-models"


def lines_file(tmp_path: Path, *lines: object) -> Path:
    file = tmp_path / "comments.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n", "utf-8")
    return file


def label(run_bot: RunBot, file: Path, kept: Path) -> tuple[list[dict[str, Any]], Finished]:
    done = run_bot("comments", "label", "--input", file, MLOPS_DATA_DIR=str(kept))
    return [json.loads(line) for line in done.stdout.splitlines()], done


def test_each_comment_gets_a_line(run_bot: RunBot, tmp_path: Path, kept: Path) -> None:
    text = "Hundreds of alerts every night, so everybody has muted the channel."
    file = lines_file(
        tmp_path,
        {"id": "a", "text": text},
        {"id": 7, "text": ""},
        "",
        {"id": "c", "text": "🎉🎉"},
        {"id": "d", "text": "Wir haben gestern das Mittagessen gegen ein besseres getauscht."},
        {"id": "e", "text": "The alerts are muted and nobody reads the channel. " * 800},
    )

    lines, done = label(run_bot, file, kept)

    assert (done.returncode, done.stderr) == (0, "")
    first, empty, emoji, german, long = lines
    assert first["id"] == "a"
    (found,) = first["labels"]
    assert found["id"] == "alert-fatigue"
    assert 0 < found["confidence"] < 1
    assert found["evidence"]
    assert all(words in text for words in found["evidence"])
    assert empty == {"id": 7, "labels": [], "note": "nothing to read"}
    assert emoji == {"id": "c", "labels": [], "note": "nothing to read"}
    assert german == {"id": "d", "labels": [], "note": "another language than English"}
    assert long["id"] == "e"


def test_a_bad_line_is_named_and_the_rest_goes_on(
    run_bot: RunBot, tmp_path: Path, kept: Path
) -> None:
    file = lines_file(
        tmp_path, {"id": "a", "text": "x"}, "{", '{"id": "b"}', {"id": "c", "text": "y"}
    )

    lines, done = label(run_bot, file, kept)

    assert [line["id"] for line in lines] == ["a", "c"]
    named = [line.split("comments.jsonl:")[1].split(":")[0] for line in done.stderr.splitlines()]
    assert named == ["2", "3"]
    assert done.returncode == 2


def test_a_file_that_is_absent_is_named(run_bot: RunBot, tmp_path: Path, kept: Path) -> None:
    lines, done = label(run_bot, tmp_path / "nowhere.jsonl", kept)

    assert (lines, done.returncode) == ([], 2)
    assert "nowhere.jsonl can't be read" in done.stderr


def test_themes_are_one_document_and_every_comment_is_in_it_once(
    run_bot: RunBot, tmp_path: Path
) -> None:
    where = ("this morning", "again", "since June", "on Mondays", "at nine", "when it rains")
    full: list[dict[str, object]] = [
        {"id": n, "text": f"garage full {where[n % 6]}, no parking"} for n in range(12)
    ]
    other: list[dict[str, object]] = [
        {"id": f"o{n}", "text": f"{word} was fine"} for n, word in enumerate(where)
    ]
    file = lines_file(tmp_path, *full, "{", *other)

    done = run_bot("comments", "themes", "--input", file)

    document = json.loads(done.stdout)
    placed = [one for theme in document["themes"] for one in theme["comment_ids"]]
    assert len(document["themes"]) >= 1
    first = document["themes"][0]
    assert set(first) == {"id", "name", "keywords", "size", "comment_ids"}
    assert {"garage", "parking"} & set(first["keywords"])
    assert first["size"] == len(first["comment_ids"]) >= 5
    everyone = [one["id"] for one in (*full, *other)]
    assert sorted(map(str, [*placed, *document["unassigned"]])) == sorted(map(str, everyone))
    assert "comments.jsonl:13" in done.stderr
    assert done.returncode == 2


@pytest.fixture
def themed(data_folder: Path) -> Path:
    """A data folder of a team that has a theme with a name, and one without."""
    database = Database(f"sqlite:///{data_folder / 'mlops-bot.db'}")
    plan = TeamPlan(
        name="Fraud",
        channel_id="C1",
        is_private=True,
        pulse=Pulse(0, 9, "UTC"),
        leads=("ULEAD",),
        members=("U1",),
        planned_by="ULEAD",
    )
    team = TeamService(database).set_up_team(plan=plan, now=datetime(2026, 1, 1, tzinfo=UTC)).team
    words = (TellingWord("hanneke", 1.0), TellingWord("badge", 0.9))
    with database.writing() as connection:
        Themes(connection).put(team.id, TeamTheme(1, words, ("badge", "door")))
        Themes(connection).put(team.id, TeamTheme(2, words))
    database.close()
    return data_folder


def test_a_theme_is_drafted_as_an_anti_pattern_that_the_check_asks_to_write(
    run_bot: RunBot, tmp_path: Path, themed: Path
) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    of_theme = ("comments", "promote", "--team", "Fraud", "--theme", "1", "--id", "badges")

    done = run_bot(*of_theme, MLOPS_DATA_DIR=str(themed), MLOPS_KNOWLEDGE_DIR=str(ours))
    checked = run_bot("knowledge", "check", ours)

    assert (done.returncode, done.stderr) == (0, "")
    page = ours / "playbook" / "antipatterns" / "badges.md"
    assert str(page) in done.stdout.replace("\n", "")
    assert "hanneke" not in page.read_text("utf-8")
    assert checked.returncode == 1
    assert "badges.md" in checked.stderr
    assert "is not written yet; write it." in checked.stderr


@pytest.mark.parametrize("theme", ["2", "3"])
def test_a_theme_without_a_name_is_not_drafted(
    run_bot: RunBot, tmp_path: Path, themed: Path, theme: str
) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    of_theme = ("comments", "promote", "--team", "Fraud", "--theme", theme, "--id", "badges")

    done = run_bot(*of_theme, ours, MLOPS_DATA_DIR=str(themed))

    assert done.returncode == 2
    assert f"Fraud has no theme {theme} that has a name" in done.stderr
    assert list(ours.iterdir()) == []
