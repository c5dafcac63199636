"""Reading the points to cover, and telling which are not."""

from pathlib import Path

import pytest

from bot.knowledge.files import KnowledgeError
from bot.knowledge.sources import coverage, load_sources

TWO_SOURCES = """\
sources:
  talk:
    title: A talk
    author: Speaker
    date: 2022-11-29
    points:
      silos: {ask: true, says: "People work apart, and it hurts."}
      glue: {says: Glue eats the week.}
  paper:
    title: A paper
    author: Writer
    date: 2021
    points:
      drift: {ask: true, says: Data moves.}
"""


def a_file(folder: Path, text: str = TWO_SOURCES) -> Path:
    file = folder / "sources.yaml"
    file.write_text(text, "utf-8")
    return file


def test_sources_are_read_with_their_points(tmp_path: Path) -> None:
    sources = load_sources(a_file(tmp_path))

    assert [source.date for source in sources.sources] == ["2022-11-29", "2021"]
    assert [(point.id, point.source_id, point.is_asked) for point in sources.points] == [
        ("silos", "talk", True),
        ("glue", "talk", False),
        ("drift", "paper", True),
    ]


def test_coverage_tells_what_is_left_and_what_is_unknown(tmp_path: Path) -> None:
    sources = load_sources(a_file(tmp_path))

    found = coverage(sources, ["silos", "luck", "silos"])

    assert [point.id for point in found.uncovered] == ["glue", "drift"]
    assert [point.id for point in found.unasked] == ["drift"]
    assert found.unknown == ("luck",)


def test_a_point_id_in_two_sources_is_refused(tmp_path: Path) -> None:
    file = a_file(tmp_path, TWO_SOURCES.replace("drift:", "silos:"))

    with pytest.raises(KnowledgeError, match=r":14: The point `silos` also stands under `talk`"):
        load_sources(file)


def test_a_comma_that_cuts_a_sentence_in_two_is_noticed(tmp_path: Path) -> None:
    file = a_file(tmp_path, TWO_SOURCES.replace("Data moves.", "Data moves, and grows."))

    with pytest.raises(KnowledgeError, match=r"`and grows\.` isn't a name known here"):
        load_sources(file)
