"""Rules of the house that no other tool checks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from bot.cli import COMMANDS, build_app
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 300
WITHOUT_MIRROR = {"journeys", "knowledge", "migrations", "benchmarks"}


def words_in(file: Path) -> set[str]:
    text = file.read_text("utf-8") if file.is_file() else ""
    return set(re.findall(r"[\w-]+", text))


def folders(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_dir() and "__pycache__" not in path.parts and any(path.glob("*.py"))
    }


def test_no_module_is_longer_than_can_be_read_in_one_go() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "bot").rglob("*.py")
    }

    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


EVERY_COMMAND = "from bot.cli import COMMANDS, build_app; build_app(*COMMANDS)"


@pytest.mark.parametrize("start", [EVERY_COMMAND, "import bot.app", "import bot.tables"])
def test_what_is_slow_to_import_is_not_imported_at_the_start(start: str) -> None:
    program = f"import sys; {start}; print(*sorted(sys.modules))"

    done = subprocess.run(  # noqa: S603 - this interpreter and a constant
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "bot" in loaded
    assert loaded & {"sklearn", "scipy", "matplotlib", "pandas"} == set()


def test_commands_that_search_nothing_do_not_wait_for_what_searching_needs() -> None:
    program = f"import sys; {EVERY_COMMAND}; print(*sorted(sys.modules))"

    done = subprocess.run(  # noqa: S603 - this interpreter and a constant
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded & {"numpy", "markdown_it", "bm25s"} == set()


def test_a_command_does_not_wait_for_what_only_others_need() -> None:
    program = "import sys; from bot.cli import build_app; build_app('ask'); print(*sys.modules)"

    done = subprocess.run(  # noqa: S603 - this interpreter and a constant
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "typer" in loaded
    assert loaded & {"slack_bolt", "slack_sdk", "sqlalchemy", "alembic", "apscheduler"} == set()


def test_every_setting_is_named_in_the_operators_guide() -> None:
    names = {
        str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()
    }

    assert names
    assert names - words_in(ROOT / "docs" / "operations.md") == set()


def test_every_command_is_named_where_people_look_for_it() -> None:
    command = typer.main.get_command(build_app(*COMMANDS))
    names = set(getattr(command, "commands", {}))
    documents = [ROOT / "README.md", ROOT / "docs" / "operations.md"]
    named = {
        name
        for document in documents
        if document.is_file()
        for name in re.findall(r"mlops-bot +([a-z][\w-]*)", document.read_text("utf-8"))
    }

    assert names
    assert names - named == set()


def test_every_part_of_the_bot_is_named_in_the_architecture() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    files = {path.name for path in (ROOT / "bot").glob("[!_]*.py")}
    rooms = {f"bot/{folder.split('/')[0]}/" for folder in folders(ROOT / "bot") - {"."}}

    assert files
    assert rooms
    assert {part for part in files | rooms if part not in told} == set()


def test_every_target_of_make_is_named_for_contributors() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.M))

    assert targets
    named = re.findall(r"`make ([a-z-]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert targets - set(named) == set()


def test_every_line_of_the_log_is_explained_to_operators() -> None:
    events = {
        event
        for path in (ROOT / "bot").rglob("*.py")
        for event in re.findall(r'_log\.\w+\(\s*"(\w+)"', path.read_text("utf-8"))
    }

    assert events
    assert events - words_in(ROOT / "docs" / "operations.md") == set()


def test_every_folder_of_tests_stands_beside_what_it_tests() -> None:
    tested = {
        folder for folder in folders(ROOT / "tests") if folder.split("/")[0] not in WITHOUT_MIRROR
    }

    assert tested
    assert tested - folders(ROOT / "bot") == set()


def test_every_decision_is_numbered_and_linked_from_the_index() -> None:
    docs = ROOT / "docs"
    decisions = sorted(path.name for path in (docs / "decisions").iterdir())
    index = docs / "index.md"
    linked = re.findall(
        r"\]\((?:\./)?decisions/([^)#]+)", index.read_text("utf-8") if index.is_file() else ""
    )

    assert decisions
    assert [name for name in decisions if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)] == []
    assert len({name[:4] for name in decisions}) == len(decisions)
    assert sorted(set(linked)) == decisions
