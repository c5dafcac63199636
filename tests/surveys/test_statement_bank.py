"""Reading the statement bank, one folder laid over another."""

from pathlib import Path

import pytest

from bot.surveys.bank.domain import Dimension
from bot.surveys.bank.statement_bank import load_bank, read_bank
from tests.surveys.writing import SCALES, a_folder, a_practice, faults_of


def test_a_folder_becomes_a_bank(tmp_path: Path) -> None:
    bank = load_bank(a_folder(tmp_path, scales=SCALES, culture=a_practice()))

    (practice,) = bank.practices
    first, second = practice.statements
    assert (practice.dimension, practice.page) == (Dimension.CULTURE, "culture/pairing.md")
    assert practice.anchors == ("One", "Two", "Three", "Four", "Five")
    assert (first.id, first.practice_id, first.covers) == ("pairing.first", "pairing", ("silos",))
    assert second.scale.options[4] == "Always"


def test_practices_come_in_the_order_of_the_dimensions(tmp_path: Path) -> None:
    shipped = a_folder(
        tmp_path / "shipped", scales=SCALES, tools=a_practice("alerts", dimension="tools")
    )
    own = a_folder(tmp_path / "own", culture=a_practice())

    bank = load_bank(shipped, own)

    assert [practice.id for practice in bank.practices] == ["pairing", "alerts"]


def test_a_statement_with_a_known_id_replaces_the_one_below_in_its_place(tmp_path: Path) -> None:
    shipped = a_folder(tmp_path / "shipped", scales=SCALES, culture=a_practice())
    own = a_folder(tmp_path / "own", culture=a_practice(text="We shared a keyboard."))

    (practice,) = load_bank(shipped, own).practices

    assert [statement.text for statement in practice.statements] == [
        "We shared a keyboard.",
        "We paired twice.",
    ]


def test_a_statement_can_be_added_without_repeating_the_practice(tmp_path: Path) -> None:
    shipped = a_folder(tmp_path / "shipped", scales=SCALES, culture=a_practice())
    own = a_folder(
        tmp_path / "own",
        culture="dimension: culture\npractices:\n  - id: pairing\n    statements:\n"
        "      - {id: pairing.third, text: We paired thrice., scale: often}\n",
    )

    (practice,) = load_bank(shipped, own).practices

    assert practice.meaning == "Two people work as one."
    assert [statement.id for statement in practice.statements] == [
        "pairing.first",
        "pairing.second",
        "pairing.third",
    ]


def test_a_part_of_a_practice_can_be_replaced_alone(tmp_path: Path) -> None:
    shipped = a_folder(tmp_path / "shipped", scales=SCALES, culture=a_practice())
    own = a_folder(
        tmp_path / "own",
        culture="dimension: culture\npractices:\n  - {id: pairing, name: Pair work}\n",
    )

    (practice,) = load_bank(shipped, own).practices

    assert (practice.name, practice.page) == ("Pair work", "culture/pairing.md")
    assert len(practice.statements) == 2


def test_a_scale_can_be_reworded_by_the_folder_above(tmp_path: Path) -> None:
    shipped = a_folder(tmp_path / "shipped", scales=SCALES, culture=a_practice())
    own = a_folder(tmp_path / "own", scales=SCALES.replace("How often?", "Wie oft?"))

    bank = load_bank(shipped, own)

    assert {statement.scale.question for statement in bank.statements} == {"Wie oft?"}


def test_a_folder_without_questions_adds_nothing(tmp_path: Path) -> None:
    shipped = a_folder(tmp_path / "shipped", scales=SCALES, culture=a_practice())
    own = tmp_path / "own"
    own.mkdir()

    assert load_bank(shipped, own) == load_bank(shipped)


def test_an_empty_bank_is_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == [
        "questions:1: There are no practices here; add culture.yaml, process.yaml or tools.yaml."
    ]


def test_a_practice_in_another_dimension_than_below_is_refused(tmp_path: Path) -> None:
    shipped = a_folder(tmp_path / "shipped", scales=SCALES, culture=a_practice())
    own = a_folder(tmp_path / "own", tools=a_practice(dimension="tools"))

    (fault,) = faults_of(shipped, own)

    assert fault.startswith("tools.yaml:3: The practice `pairing` belongs to culture;")


def test_an_id_used_twice_in_a_folder_is_refused(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path, scales=SCALES, culture=a_practice(), tools=a_practice(dimension="tools")
    )

    (fault,) = faults_of(folder)

    assert fault.startswith("tools.yaml:3: The id `pairing` is used twice")


def test_a_statement_id_used_twice_in_a_practice_is_refused(tmp_path: Path) -> None:
    twice = a_practice().replace("pairing.second", "pairing.first")

    (fault,) = faults_of(a_folder(tmp_path, scales=SCALES, culture=twice))

    assert fault.startswith("culture.yaml:13: The id `pairing.first` is used twice")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("pairing.first", "Pairing first", "9: `id` should be the practice, a full stop and"),
        ("pairing.first", "alerts.first", "9: The id `alerts.first` should begin with its"),
        ("Four, Five", "Four", "6: `anchors` should have exactly 5 entries"),
        ("Four, Five", "Four, four", "6: `anchors` has the same entry twice"),
        ("culture/pairing.md", "../pairing.md", "7: `page` should be a path inside"),
        ("    page: culture/pairing.md\n", "", "3: The practice `pairing` is new here and has no"),
        ("We paired once.", "We paired", "10: The statement should end with a full stop"),
        ("scale: often", "scale: seldom", "11: There is no scale `seldom`; known scales: often."),
        ("[silos]", "[Silos]", "12: Entry 1 of `covers` should be like `two-words`"),
        ("dimension: culture", "dimension: tools", "1: The file is named culture.yaml"),
        ("dimension: culture", "dimension: luck", "1: `dimension` should be 'culture', 'process'"),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    broken = a_practice().replace(before, after, 1)

    found = faults_of(a_folder(tmp_path, scales=SCALES, culture=broken))

    assert found[0].startswith(f"culture.yaml:{fault}")


def test_a_practice_without_statements_is_refused(tmp_path: Path) -> None:
    bare = a_practice().partition("    statements:")[0]

    (fault,) = faults_of(a_folder(tmp_path, scales=SCALES, culture=bare))

    assert fault.startswith("culture.yaml:3: The practice `pairing` has no statements;")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("Always", "Always and without any exception", "has 32 characters; a phone's button"),
        ("Often, ", "", "`options` should have exactly 5 entries"),
        ("    question: How often?\n", "", "`question` is missing"),
        ("[Never", "[No", "Entry 1 of `options` should be text, but is read as false"),
    ],
)
def test_a_faulty_scale_is_told_once_and_not_for_each_statement(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    scales = SCALES.replace(before, after)

    (found,) = faults_of(a_folder(tmp_path, scales=scales, culture=a_practice()))

    assert found.startswith("scales.yaml:")
    assert fault in found


def test_a_file_whose_name_is_never_read_is_pointed_out(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, scales=SCALES, culture=a_practice(), cultre=a_practice())

    (fault,) = faults_of(folder)

    assert fault.startswith("cultre.yaml:1: No file of this name is read")


def test_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path,
        scales=SCALES,
        culture=a_practice(text="We paired"),
        tools="dimension: tools\n",
    )

    assert sorted(fault.partition(":")[0] for fault in faults_of(folder)) == [
        "culture.yaml",
        "tools.yaml",
    ]


def test_a_wording_to_look_at_again_does_not_stop_the_bank(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, scales=SCALES, culture=a_practice(text="We sat and paired."))

    reading = read_bank(folder)

    assert [advice.line for advice in reading.advice] == [10]
    assert load_bank(folder) == reading.bank
