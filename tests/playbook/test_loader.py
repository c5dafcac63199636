"""Reading pages: ours strictly, anybody's as far as they can be read."""

import os
from pathlib import Path

import pytest

from bot.knowledge.files import MAX_BYTES, KnowledgeError
from bot.playbook.loader import load_pages, read_any_markdown
from tests.playbook.writing import FRONT, a_page, write


def faults(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(KnowledgeError) as caught:
        load_pages(folder)
    return [(found.file.name, found.line, found.message) for found in caught.value.findings]


def test_a_page_of_ours_is_read_whole(tmp_path: Path) -> None:
    write(tmp_path, "tools/retraining.md", a_page())

    (page,) = load_pages(tmp_path)

    assert (page.path, page.title) == ("tools/retraining.md", "Retraining")
    assert page.covers == ("frequent-retraining",)
    assert page.related == ("tools/other.md",)
    assert [(part.heading, part.line) for part in page.sections] == [
        ("Retraining", 12),
        ("Why", 15),
    ]


def test_the_same_path_in_a_later_folder_replaces_the_page(tmp_path: Path) -> None:
    write(tmp_path, "shipped/a.md", a_page())
    write(tmp_path, "shipped/b.md", a_page())
    write(tmp_path, "own/b.md", a_page(FRONT.replace("Retraining", "Our retraining")))
    write(tmp_path, "own/c.md", a_page())

    pages = load_pages(tmp_path / "shipped", tmp_path / "own")

    assert [(page.path, page.title) for page in pages] == [
        ("a.md", "Retraining"),
        ("b.md", "Our retraining"),
        ("c.md", "Retraining"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# No front matter\n", 1, "has no front matter"),
        (a_page("- a\n- list\n"), 2, "should be a set of `name: value` lines"),
        (a_page("just words\n"), 2, "should be a set of `name: value` lines"),
        (a_page(FRONT.replace("title:", "tittle:")), 2, "`tittle` isn't a name known here"),
        (a_page(FRONT.replace("summary: Retrain on a clock.", "summary:")), 3, "`summary`"),
        (a_page(FRONT.replace("[other.md]", "[http://x.y]")), 10, "should be a link from this"),
        (a_page(FRONT.replace("[frequent", "[[frequent")), 5, "This is not YAML"),
        (b"---\ntitle: caf\xe9\n---\n", 2, "not UTF-8"),
        (b"x" * (MAX_BYTES + 1), 1, "larger than 1 MB"),
    ],
)
def test_a_broken_page_of_ours_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, message: str
) -> None:
    write(tmp_path, "page.md", text)

    found = faults(tmp_path)

    assert ("page.md", line) in {(name, number) for name, number, _ in found}
    assert any(message in said for _, _, said in found)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path, "elsewhere/secret.md", a_page())
    write(tmp_path, "pages/fine.md", a_page())
    (tmp_path / "pages" / "leak.md").symlink_to(secret)
    (tmp_path / "pages" / "folder").symlink_to(secret.parent)

    reading = read_any_markdown(tmp_path / "pages")

    assert [page.path for page in reading.pages] == ["fine.md"]
    assert [finding.file.name for finding in reading.findings] == ["leak.md"]
    assert faults(tmp_path / "pages")[0][0] == "leak.md"


@pytest.mark.parametrize("target", ["loop.md", "other.md", "nowhere.md"])
def test_a_link_that_leads_nowhere_is_named_and_hides_no_other_page(
    tmp_path: Path, target: str
) -> None:
    write(tmp_path, "page.md", a_page())
    (tmp_path / "loop.md").symlink_to(tmp_path / target)
    (tmp_path / "other.md").symlink_to(tmp_path / "loop.md")

    reading = read_any_markdown(tmp_path)

    assert list(reading.files) == ["page.md"]
    assert {found.file.name for found in reading.findings} == {"loop.md", "other.md"}
    assert all("put the file here instead" in found.message for found in reading.findings)
    assert [name for name, *_ in faults(tmp_path)] == ["loop.md", "other.md"]


def test_a_pipe_among_the_pages_is_named_and_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "fine.md", a_page())
    os.mkfifo(tmp_path / "pipe.md")

    reading = read_any_markdown(tmp_path)

    assert [page.path for page in reading.pages] == ["fine.md"]
    assert [str(finding) for finding in reading.findings] == [
        f"{tmp_path / 'pipe.md'}:1: This is no ordinary file; put one here instead."
    ]


def test_any_folder_of_markdown_is_read(tmp_path: Path) -> None:
    write(tmp_path, "plain.md", "# A plain page\n\nText.\n")
    write(tmp_path, "front.MD", "---\ntitle: Named\ntags: [x]\ncovers: [a, 3]\n---\nText.\n")
    write(tmp_path, "deep/no_heading.markdown", "Only text.\n")
    write(tmp_path, ".hidden/no.md", "# Hidden\n\nText.\n")
    write(tmp_path, "notes.txt", "Not markdown.\n")

    pages = read_any_markdown(tmp_path).pages

    assert [(page.path, page.title, page.covers) for page in pages] == [
        ("deep/no_heading.markdown", "no heading", ()),
        ("front.MD", "Named", ("a",)),
        ("plain.md", "A plain page", ()),
    ]
    assert all(page.sections for page in pages)


@pytest.mark.parametrize(
    "front", ["- a\n- b\n", "just words\n", "a: [broken\n", "a: !x y\n", "a: &b 1\nc: *b\n"]
)
def test_foreign_front_matter_never_stops_a_page(tmp_path: Path, front: str) -> None:
    write(tmp_path, "page.md", f"---\n{front}---\n\n# Title\n\nText.\n")

    reading = read_any_markdown(tmp_path)

    assert reading.findings == []
    assert "Text." in "".join(part.words for part in reading.pages[0].sections)


def test_a_line_between_dashes_is_text_and_not_front_matter(tmp_path: Path) -> None:
    write(tmp_path, "page.md", "---\n\nA motto between two lines\n\n---\n\n# Title\n\nText.\n")

    (page,) = read_any_markdown(tmp_path).pages

    assert "A motto between two lines" in "".join(part.words for part in page.sections)


def test_a_foreign_page_that_cannot_be_read_is_left_out_and_told(tmp_path: Path) -> None:
    write(tmp_path, "large.md", b"word " * 1_000_000)
    write(tmp_path, "latin.md", b"# Caf\xe9\n\nText.\n")

    reading = read_any_markdown(tmp_path)

    assert [page.path for page in reading.pages] == ["latin.md"]
    assert [finding.file.name for finding in reading.findings] == ["large.md"]
