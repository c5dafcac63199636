"""Reading anti-patterns and the comments they are learned from."""

from pathlib import Path

import pytest

from bot.antipatterns.catalogue import check_comments, load_catalogue
from bot.antipatterns.domain import Sample
from bot.knowledge.files import KnowledgeError
from bot.resources import folder
from tests.antipatterns.writing import Comments, write_comments, write_page


def told(*folders: Path) -> list[tuple[str, int, str]]:
    return [(found.file.name, found.line, found.message) for found in check_comments(*folders)]


def test_pages_and_comments_become_one_catalogue(tmp_path: Path) -> None:
    write_page(tmp_path, "silos")
    write_page(tmp_path, "noise", dimension="tools")
    write_comments(tmp_path, "silos", {"terse": [{"text": "over the wall", "also": ["noise"]}]})
    write_comments(tmp_path, "none", {"chat": ["Nice cake."]})

    catalogue = load_catalogue(tmp_path)

    assert catalogue.ids == ("noise", "silos")
    assert catalogue.antipatterns[0].dimension == "tools"
    assert catalogue.antipatterns[1].page == "antipatterns/silos.md"
    assert catalogue.samples == (
        Sample("noise is all we do", ("noise",), manner="example"),
        Sample("noise is over at last", (), lacks=("noise",), manner="counterexample"),
        Sample("silos is all we do", ("silos",), manner="example"),
        Sample("silos is over at last", (), lacks=("silos",), manner="counterexample"),
        Sample("Nice cake.", (), manner="chat"),
        Sample("over the wall", ("silos", "noise"), manner="terse"),
    )


def test_an_installation_adds_and_replaces_by_name(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    write_page(shipped, "silos", title="Shipped")
    write_comments(shipped, "silos", {"plain": ["The shipped comment."]})
    write_page(own, "silos", title="Ours")
    write_page(own, "monday-deploys")
    write_comments(own, "silos", {"plain": ["Our own comment."]})
    write_comments(own, "monday-deploys", {"plain": ["Every Monday it breaks."]})

    catalogue = load_catalogue(shipped, own)

    assert [antipattern.name for antipattern in catalogue.antipatterns] == [
        "Monday deploys",
        "Ours",
    ]
    texts = [sample.text for sample in catalogue.samples if sample.manner == "plain"]
    assert texts == ["Every Monday it breaks.", "Our own comment."]


@pytest.mark.parametrize(
    ("name", "comments", "line", "message"),
    [
        ("silo", {"plain": ["x"]}, 1, "There is no anti-pattern `silo`"),
        ("silos", {"plain": ["a", {"text": "b", "also": ["nose"]}]}, 6, "no anti-pattern `nose`"),
        ("silos", {"plain": [{"text": "b", "also": ["silos"]}]}, 5, "about already"),
        ("silos", {"plain": [{"text": "b", "alos": []}]}, 4, "`alos` isn't a name"),
        ("silos", {"plain": [["b"]]}, 3, "should be text"),
        ("silos", {"flowery": ["x"]}, 2, "'plain'"),
        ("silos", {"plain": ["a", "b"], "terse": ["A  "]}, 6, "begins or ends with a space"),
        ("silos", {"plain": ["a", "b"], "terse": ["A"]}, 6, "stands in silos.yaml before"),
        ("none", {"plain": ["x"]}, 2, "'resolved'"),
        ("none", {"chat": [{"text": "x", "also": ["silos"]}]}, 3, "should be text"),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, name: str, comments: Comments, line: int, message: str
) -> None:
    write_page(tmp_path, "silos")
    write_page(tmp_path, "noise")
    file = write_comments(tmp_path, name, comments)

    found = told(tmp_path)

    assert [(file, line) for file, line, _ in found] == [(file.name, line)], found
    assert message in found[0][2]


def test_a_comment_that_stands_in_two_files_is_told(tmp_path: Path) -> None:
    write_page(tmp_path, "silos")
    write_page(tmp_path, "noise")
    write_comments(tmp_path, "noise", {"plain": ["One thing", "Over the wall again"]})
    write_comments(tmp_path, "silos", {"terse": ["over the  Wall again"]})

    found = told(tmp_path)

    assert [(name, line) for name, line, _ in found] == [("silos.yaml", 3)]
    assert "noise.yaml before" in found[0][2]


def test_a_page_that_cannot_be_read_is_no_fault_of_its_comments(tmp_path: Path) -> None:
    write_page(tmp_path, "silos", titel="x")
    write_comments(tmp_path, "silos", {"plain": ["Over the wall."]})

    assert told(tmp_path) == []
    with pytest.raises(KnowledgeError, match="titel"):
        load_catalogue(tmp_path)


def test_what_is_shipped_can_be_read() -> None:
    catalogue = load_catalogue(folder("knowledge"))

    assert len(catalogue.ids) >= 22
    assert {name for sample in catalogue.samples for name in sample.shows} == set(catalogue.ids)
