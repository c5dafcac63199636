"""Taking markdown apart, in the dialects that handbooks are written in."""

import pytest

from bot.playbook.domain import BlockKind
from bot.playbook.markdown import Outline, outline


def read(text: str, title: str = "") -> Outline:
    return outline(text, title=title)


def headings(text: str) -> list[tuple[str, str]]:
    return [(section.heading, section.anchor) for section in read(text).sections]


def test_each_heading_begins_a_section_that_knows_where_it_stands() -> None:
    parts = read("# Top\n\nOne.\n\n## Middle\n\n### Deep\n\nTwo.\n\n## Next\n\nThree.\n")

    assert [(part.heading, part.trail, part.words) for part in parts.sections] == [
        ("Top", ("Top",), "One."),
        ("Deep", ("Top", "Middle"), "Two."),
        ("Next", ("Top",), "Three."),
    ]
    assert [part.line for part in parts.sections] == [1, 7, 11]


def test_what_stands_above_the_first_heading_belongs_to_the_title() -> None:
    (first, second) = read("Lead.\n\n## Later\n\nMore.\n", title="The page").sections

    assert (first.heading, first.anchor) == ("The page", "")
    assert second.trail == ("The page",)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("How often?", "how-often"),
        ("What's `make bench` for?", "whats-make-bench-for"),
        ("Build, *buy* or [borrow](x.md)", "build-buy-or-borrow"),
        ("A & B", "a--b"),
        ("Naïve_name – twice", "naïve_name--twice"),
    ],
)
def test_anchors_are_those_that_github_makes(heading: str, anchor: str) -> None:
    assert headings(f"## {heading}\n\nText.\n")[0][1] == anchor


def test_a_heading_of_signs_only_has_an_anchor_of_its_own() -> None:
    anchors = [anchor for _, anchor in headings("Above.\n\n## !?\n\nOne.\n\n## …\n\nTwo.\n")]

    assert anchors == ["", "-1", "-2"]


def test_equal_headings_are_numbered() -> None:
    text = "## Steps\n\na\n\n## Steps\n\nb\n\n## Steps 1\n\nc\n\n## Steps\n\nd\n"

    assert [anchor for _, anchor in headings(text)] == ["steps", "steps-1", "steps-1-1", "steps-2"]


def test_setext_headings_are_headings() -> None:
    assert headings("Top\n===\n\na\n\nBelow\n---\n\nb\n") == [("Top", "top"), ("Below", "below")]


def test_a_hash_in_code_is_no_heading() -> None:
    (section,) = read("# Top\n\n```sh\n# a comment\nmake run\n```\n").sections

    assert section.blocks[0].kind is BlockKind.CODE
    assert section.blocks[0].markdown == "```sh\n# a comment\nmake run\n```"


def test_comments_and_labels_are_not_read() -> None:
    text = (
        "(my-label)=\n# Top\n\n<!-- hidden\nwords -->\n\n(other)=\nShown <!-- not this --> here.\n"
    )

    (section,) = read(text).sections

    assert section.words == "Shown   here."
    assert "hidden" not in section.blocks[0].markdown
    assert "(other)=" not in section.blocks[0].markdown


def test_roles_and_directives_are_read_as_their_text() -> None:
    text = "# T\n\nSee {ref}`the chapter<label>`.\n\n```{note} Mind\n:class: tip\nThe gap.\n```\n"

    assert "See the chapter." in read(text).sections[0].words
    assert read(text).sections[0].blocks[1].words.split() == ["Mind", "The", "gap."]


def test_tables_and_lists_are_kept_as_they_are_written() -> None:
    text = "# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two\n"

    table, entries = read(text).sections[0].blocks

    assert (table.kind, entries.kind) == (BlockKind.TABLE, BlockKind.ENTRIES)
    assert table.markdown == "| a | b |\n|---|---|\n| 1 | 2 |"
    assert table.words.split() == ["a", "b", "1", "2"]
    assert entries.markdown == "- one\n- two"


def test_html_is_read_without_its_tags() -> None:
    text = '# T\n\n<div class="x">\nSome <b>bold</b> words\n</div>\n'

    assert read(text).sections[0].words.split() == ["Some", "bold", "words"]


def test_links_are_told_with_their_lines() -> None:
    links = read("# T\n\nOne [a](a.md).\n\n- two\n- [b](../b.md#c)\n").links

    assert links == (("a.md", 3), ("../b.md#c", 6))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "<!-- only this -->", "# Heading alone", "```", "\x00"]
)
def test_odd_pages_do_no_harm(text: str) -> None:
    assert isinstance(read(text).sections, tuple)
