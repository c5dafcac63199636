"""Reading the files people write, and telling them what to mend."""

from pathlib import Path

import pytest
from pydantic import StrictBool

from bot.knowledge.files import (
    MAX_BYTES,
    FileModel,
    KnowledgeError,
    OneLine,
    Slug,
    parse_document,
    read_document,
    read_text,
)

PETS = Path("pets.yaml")


class Pet(FileModel):
    name: OneLine
    tame: StrictBool = False


class Pets(FileModel):
    pets: dict[Slug, Pet]
    notes: tuple[OneLine, ...] = ()


def faults_of(text: str, *, first_line: int = 1) -> list[tuple[int, str]]:
    with pytest.raises(KnowledgeError) as caught:
        parse_document(text, Pets, file=PETS, first_line=first_line)
    return [(finding.line, finding.message) for finding in caught.value.findings]


def test_a_sound_file_is_read_into_its_model(tmp_path: Path) -> None:
    file = tmp_path / "pets.yaml"
    file.write_text("pets:\n  rex: {name: Rex, tame: true}\nnotes:\n  - Naïve but kind\n", "utf-8")

    document = read_document(file, Pets)

    assert document.content.pets["rex"] == Pet(name="Rex", tame=True)
    assert document.content.notes == ("Naïve but kind",)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "pets.yaml"
    file.write_bytes(b"\xef\xbb\xbfpets: {}\n")

    assert read_document(file, Pets).content.pets == {}


def test_a_part_of_the_content_knows_its_line() -> None:
    document = parse_document(
        "notes:\n  - One\n  - Two\npets:\n  rex:\n    name: Rex\n", Pets, file=PETS
    )

    assert document.line_of(("notes", 1)) == 3
    assert document.line_of(("pets", "rex", "name")) == 6
    assert document.finding(("pets", "rex", "age"), "Odd.").line == 5


def test_front_matter_counts_its_lines_from_where_it_stands() -> None:
    assert faults_of("pets: {}\nnotes: [1]\n", first_line=10) == [
        (
            11,
            "Entry 1 of `notes` should be text, but is read as the number 1 "
            "(text needs quotes here).",
        )
    ]
    assert faults_of("pets: {}\npets: {}\n", first_line=10)[0][0] == 11


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("pets:\n  rex: {}\n", 2, "`name` is missing; add it."),
        ("pets:\n  rex:\n    nam: R\n    name: R\n", 3, "`nam` isn't a name known here;"),
        ("pets:\n  rex:\n    name: yes\n", 3, "`name` should be text, but is read as true"),
        ("pets:\n  rex:\n    name:\n", 3, "`name` should be text, but is empty."),
        ("pets:\n  rex: {name: 2022-01-01}\n", 2, "read as the date 2022-01-01"),
        ("pets:\n  rex: {name: R, tame: 'no'}\n", 2, "`tame` should be true or false, but is the"),
        ("pets:\n  Rex Two: {name: R}\n", 2, "should be like `two-words`"),
        ("pets:\n  rex: {name: ' R'}\n", 2, "`name` begins or ends with a space"),
        ("pets:\n  rex: {name: ''}\n", 2, "`name` is empty; write it."),
        ('pets:\n  rex: {name: "a\\nb"}\n', 2, "`name` should be on one line."),
        ("pets: [rex]\n", 1, "`pets` should be a set of `name: value` lines, but is a list."),
        ("notes: One\npets: {}\n", 1, "`notes` should be a list"),
    ],
)
def test_content_of_the_wrong_kind_is_named_with_its_remedy(
    text: str, line: int, message: str
) -> None:
    found = faults_of(text)

    assert [number for number, _ in found] == [line]
    assert message in found[0][1]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "There is nothing here"),
        ("# only a comment\n", 1, "There is nothing here"),
        ("- one\n", 1, "This should be a set of `name: value` lines"),
        (
            "pets: {}\nnotes: []\npets: {}\n",
            3,
            "`pets` stands here a second time (first on line 1)",
        ),
        ("pets:\n  rex: {name: one: two}\n", 2, "check the indentation, quotes and brackets"),
        ("pets:\n  name: Rex: the dog\n", 2, "put the whole text in quotes"),
        ("pets:\n\trex: {}\n", 2, "indent with spaces"),
        ("notes:\n  - @home\n", 2, "put the text in quotes"),
        ("pets: [\n", 2, "check the indentation, quotes and brackets"),
        ("pets: {}\n---\npets: {}\n", 2, "This is not YAML"),
        ("yes: 1\n", 1, "A name before a colon should be plain text"),
        ("[a]: 1\n", 1, "A name before a colon should be plain text"),
        ("<<: {a: 1}\n", 1, "A name before a colon should be plain text"),
        ("pets: {}\nnotes:\n  - 2022-13-45\n", 3, "`2022-13-45` can't be read; put it in quotes."),
        ("pets: !!python/name:os.system x\n", 1, "can't be read"),
        ("a: &one [1]\nb: *one\n", 2, "`*one` refers to another place"),
        ("a: " + "[" * 5000, 1, "nested too deeply"),
        ("pets: {}\nnotes: [a\u0007b]\n", 2, "invisible character (U+0007)"),
    ],
)
def test_text_that_is_not_plain_yaml_is_refused_on_its_line(
    text: str, line: int, message: str
) -> None:
    found = faults_of(text)

    assert found[0][0] == line
    assert message in found[0][1]


def test_every_fault_is_reported_at_once() -> None:
    found = faults_of("pets:\n  rex: {tame: 3}\nnotes: [1]\nages: 4\n")

    assert [line for line, _ in found] == [2, 2, 3, 4]


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="There is no such file; add it"):
        read_text(tmp_path / "none.yaml")


def test_a_folder_in_a_files_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="This is a folder"):
        read_text(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))

    with pytest.raises(KnowledgeError, match="larger than 1 MB; split it"):
        read_text(file)


def test_a_byte_that_is_not_utf_8_is_found_on_its_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"pets: {}\nnotes:\n  - caf\xe9\n")

    with pytest.raises(KnowledgeError, match=r"latin\.yaml:3: .*save the file as UTF-8"):
        read_text(file)
