"""Opening the recogniser: trained once, kept, and trained anew when anything has changed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.antipatterns.opening import open_recogniser
from bot.knowledge.files import KnowledgeError
from tests.antipatterns.writing import write_comments, write_page

SILOS = "they threw the model over the wall"
NOISE = "hundreds of alerts and all are muted"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    for name, said in (("silos", SILOS), ("noise", NOISE)):
        write_page(folder, name, examples=[f"{said} again"], counterexamples=[f"no more {name}"])
        write_comments(folder, name, {"plain": [f"{said} {when}" for when in "abcdefgh"]})
    chat = [f"nice {what} today" for what in ("cake", "sun", "bike", "coffee", "dog", "tea")]
    over = [f"since May {what} is over" for what in ("it", "that", "this", "the noise")]
    write_comments(folder, "none", {"chat": list(chat), "resolved": list(over)})
    (folder / "concepts.yaml").write_text("concepts:\n  wall: [fence]\n", "utf-8")
    return folder


def kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "data" / "models").iterdir())


def test_what_was_learned_is_kept_and_not_learned_again(knowledge: Path, tmp_path: Path) -> None:
    first = open_recogniser(knowledge, kept_in=tmp_path / "data")
    (name,) = kept(tmp_path)
    written = (tmp_path / "data" / "models" / name).stat().st_mtime_ns

    second = open_recogniser(knowledge, kept_in=tmp_path / "data")

    assert second.recognise([SILOS, NOISE, ""]) == first.recognise([SILOS, NOISE, ""])
    assert [one.labels[0].id for one in second.recognise([SILOS, NOISE])] == ["silos", "noise"]
    assert (tmp_path / "data" / "models" / name).stat().st_mtime_ns == written


@pytest.mark.parametrize("file", ["comments/silos.yaml", "comments/none.yaml", "concepts.yaml"])
def test_any_change_in_what_is_learned_from_makes_a_new_model(
    knowledge: Path, tmp_path: Path, file: str
) -> None:
    open_recogniser(knowledge, kept_in=tmp_path / "data")
    before = kept(tmp_path)
    text = (knowledge / file).read_text("utf-8")
    (knowledge / file).write_text(text.replace("fence", "moat").replace("- ", "- x "), "utf-8")

    open_recogniser(knowledge, kept_in=tmp_path / "data")

    assert len(kept(tmp_path)) == 1
    assert kept(tmp_path) != before


def test_a_damaged_file_is_learned_anew(knowledge: Path, tmp_path: Path) -> None:
    first = open_recogniser(knowledge, kept_in=tmp_path / "data")
    (name,) = kept(tmp_path)
    (tmp_path / "data" / "models" / name).write_bytes(b"PK\x03\x04 not any more")

    second = open_recogniser(knowledge, kept_in=tmp_path / "data")

    assert second.recognise([SILOS]) == first.recognise([SILOS])
    assert (tmp_path / "data" / "models" / name).stat().st_size > 1_000


def test_several_may_start_at_once(knowledge: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        opened = list(
            threads.map(lambda _: open_recogniser(knowledge, kept_in=tmp_path / "data"), range(4))
        )

    assert len({str(one.recognise([SILOS])) for one in opened}) == 1
    assert len(kept(tmp_path)) == 1


def test_a_folder_that_cannot_be_written_is_no_hindrance(knowledge: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", "utf-8")

    recogniser = open_recogniser(knowledge, kept_in=tmp_path / "data")

    assert [label.id for label in recogniser.recognise([SILOS])[0].labels] == ["silos"]


def test_a_fault_in_the_concepts_is_told_with_its_line(knowledge: Path, tmp_path: Path) -> None:
    (knowledge / "concepts.yaml").write_text("concepts:\n  wall: [fence]\n  Gap: [x]\n", "utf-8")

    with pytest.raises(KnowledgeError, match=r"concepts\.yaml:3"):
        open_recogniser(knowledge, kept_in=tmp_path / "data")
