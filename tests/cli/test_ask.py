"""`mlops-bot ask` as a person and as a script meet it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import RunBot


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    pages = tmp_path / "handbook"
    pages.mkdir()
    (pages / "bread.md").write_text(
        "# Bread\n\n## Kneading\n\nWork the dough for ten minutes.\n", "utf-8"
    )
    (pages / "bikes.md").write_text("# Bicycles\n\n## Tyres\n\nFind the hole.\n", "utf-8")
    return pages


def lines_file(tmp_path: Path, *lines: object) -> Path:
    file = tmp_path / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n", "utf-8")
    return file


def test_a_question_is_answered_with_its_place(run_bot: RunBot) -> None:
    done = run_bot("ask", "how do I roll back a model that is bad")

    assert done.returncode == 0, done.stderr
    assert ".md#" in done.stdout.splitlines()[0]
    assert "See also:" in done.stdout


def test_what_is_not_covered_is_said(run_bot: RunBot) -> None:
    done = run_bot("ask", "best pizza in Naples")

    assert done.stdout.startswith("The playbook doesn't cover this.")
    assert done.returncode == 0


def test_one_answer_is_one_document_for_scripts(run_bot: RunBot, handbook: Path) -> None:
    done = run_bot("ask", "minutes of kneading the dough", "--playbook", handbook, "--json")

    document = json.loads(done.stdout)
    assert document["outcome"] == "answered"
    assert document["text"] == "Work the dough for ten minutes."


def test_a_file_of_questions_gets_a_line_for_each(
    run_bot: RunBot, handbook: Path, tmp_path: Path
) -> None:
    file = lines_file(
        tmp_path,
        {"id": "a", "question": "minutes of kneading for the dough"},
        {"id": 7, "question": "capital of Portugal and its hole"},
        "",
        {"id": "c", "question": ""},
        {"id": "d", "question": "🎉", "more": 1},
    )

    done = run_bot("ask", "--input", file, "--playbook", handbook)

    first, second, *others = [json.loads(line) for line in done.stdout.splitlines()]
    assert set(first) == {"id", "answered", "confidence", "text", "results", "took_ms"}
    assert (first["id"], first["answered"]) == ("a", True)
    assert first["text"] == "Work the dough for ten minutes."
    assert first["results"][0] == {
        "page": "bread.md",
        "heading": "Kneading",
        "anchor": "kneading",
        "score": first["results"][0]["score"],
        "covers": [],
    }
    assert (second["id"], second["answered"], second["text"]) == (7, False, None)
    assert second["results"]
    assert [(line["id"], line["answered"], line["results"]) for line in others] == [
        ("c", False, []),
        ("d", False, []),
    ]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("bad", "number"),
    [("{", 2), ('{"id": "b"}', 2), ('["id"]', 2), ('{"id": "b", "question": 3}', 2)],
)
def test_a_bad_line_is_named_and_nothing_is_written(
    run_bot: RunBot, tmp_path: Path, bad: str, number: int
) -> None:
    file = lines_file(tmp_path, {"id": "a", "question": "alerts"}, bad)

    done = run_bot("ask", "--input", file)

    assert f"questions.jsonl:{number}: This should be" in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


def test_bytes_that_are_not_utf_8_are_named(run_bot: RunBot, tmp_path: Path) -> None:
    file = tmp_path / "latin.jsonl"
    file.write_bytes(b'{"id": "a", "question": "x"}\n{"id": "b", "question": "caf\xe9"}\n')

    done = run_bot("ask", "--input", file)

    assert "latin.jsonl:2: This is not UTF-8" in done.stderr
    assert done.returncode == 2


def test_a_page_that_cannot_be_read_is_told_and_left_out(run_bot: RunBot, handbook: Path) -> None:
    (handbook / "large.md").write_bytes(b"word " * 1_000_000)

    done = run_bot("ask", "minutes of kneading the dough", "--playbook", handbook)

    assert "large.md:1: The file is larger than 1 MB" in done.stderr
    assert done.stdout.startswith("Bread > Kneading (bread.md#kneading)")
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask"], "Give either a question or --input FILE."),
        (["ask", "  "], "The question is empty"),
        (["ask", "x", "--playbook", "nowhere"], "There is no folder nowhere."),
        (["ask", "--input", "nowhere.jsonl"], "nowhere.jsonl can't be read"),
        (["ask", "x", "--playbook", "."], "There is no markdown to read in ."),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(
    run_bot: RunBot, arguments: list[str], sentence: str
) -> None:
    done = run_bot(*arguments)

    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
