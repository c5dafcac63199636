"""`mlops-bot knowledge check` as somebody who edits a statement meets it."""

import shutil
from pathlib import Path

import pytest

from bot.resources import folder
from tests.cli.conftest import RunBot


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    copy = tmp_path / "ours"
    shutil.copytree(folder("knowledge"), copy)
    return copy


def edit(file: Path, before: str, after: str) -> int:
    """Replace a passage, and return the line on which it stands."""
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_a_file_that_is_no_yaml_is_named_with_its_line(run_bot: RunBot, knowledge: Path) -> None:
    file = knowledge / "questions" / "tools.yaml"
    line = edit(file, "    page: tools/versioning.md", "    page: [tools/versioning.md")

    done = run_bot("knowledge", "check", knowledge)

    (complaint,) = [text for text in done.stderr.splitlines() if "tools.yaml" in text]
    number = int(complaint.split("tools.yaml:")[1].split(":")[0])
    assert line <= number <= line + 2
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


def test_a_misspelt_name_is_named_with_its_line(run_bot: RunBot, knowledge: Path) -> None:
    file = knowledge / "questions" / "tools.yaml"
    line = edit(file, "    meaning:", "    meanning:")

    done = run_bot("knowledge", "check", knowledge)

    assert f"tools.yaml:{line}: `meanning`" in done.stderr
    assert done.returncode == 1


def test_what_is_missing_is_named_with_file_line_and_remedy(
    run_bot: RunBot, knowledge: Path
) -> None:
    edit(knowledge / "questions" / "tools.yaml", "[alert-fatigue]", "[]")
    edit(knowledge / "questions" / "tools.yaml", "tools/versioning.md", "tools/versoning.md")
    sources = knowledge / "sources.yaml"
    line = edit(sources, "      alert-fatigue:", "      alert-fatigue:")

    done = run_bot("knowledge", "check", knowledge)

    page = knowledge / "playbook" / "tools" / "versoning.md"
    asked = f"{sources}:{line}: No statement asks about `alert-fatigue`; name it in the `covers`"
    assert asked in done.stderr
    assert f"{page}:1: A practice names this page, and there is none; write it" in done.stderr
    assert all(":" in complaint.split(" ")[0] for complaint in done.stderr.splitlines())
    assert done.returncode == 1


def test_what_cannot_be_read_is_not_said_to_be_missing_as_well(
    run_bot: RunBot, knowledge: Path
) -> None:
    edit(knowledge / "questions" / "tools.yaml", "    meaning:", "    meanning:")

    done = run_bot("knowledge", "check", knowledge)

    assert "No statement asks" not in done.stderr


def test_a_folder_that_is_absent_is_named(run_bot: RunBot, tmp_path: Path) -> None:
    done = run_bot("knowledge", "check", "nowhere")

    assert done.stderr == "There is no folder nowhere.\n"
    assert (done.returncode, done.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_what_is_shipped_is_sound(run_bot: RunBot) -> None:
    done = run_bot("knowledge", "check")

    assert done.returncode == 0, done.stderr


def test_a_folder_of_one_s_own_is_checked_over_what_is_shipped(
    run_bot: RunBot, tmp_path: Path
) -> None:
    packs = tmp_path / "own" / "questions" / "packs"
    packs.mkdir(parents=True)
    (packs / "security.yaml").write_text("id: security\nretire: [security]\n", "utf-8")

    sound = run_bot("knowledge", "check", tmp_path / "own")
    (packs / "security.yaml").write_text("id: security\nretire:\n  - securty\n", "utf-8")
    faulty = run_bot("knowledge", "check", tmp_path / "own")

    assert (sound.returncode, sound.stderr) == (0, "")
    assert "4 packs" in sound.stdout
    assert "security.yaml:3: There is no `securty`" in faulty.stderr
    assert faulty.returncode == 1
