"""Reading packs beside the core, of what is shipped and of an installation's own."""

from pathlib import Path

import pytest

from bot.surveys.bank.domain import MAX_PACKS
from bot.surveys.bank.statement_bank import load_bank
from tests.surveys.writing import SCALES, a_folder, a_pack, a_practice, faults_of


def with_packs(folder: Path, **packs: str) -> Path:
    return a_folder(folder, scales=SCALES, culture=a_practice(), packs=packs)


def test_a_pack_stands_beside_the_core_and_not_in_it(tmp_path: Path) -> None:
    bank = load_bank(with_packs(tmp_path, security=a_pack()))

    (pack,) = bank.packs
    assert (pack.id, pack.name, pack.meaning) == ("security", "Security", "Who can reach what.")
    assert [statement.id for statement in pack.statements] == [
        "access.first",
        "access.second",
        "access.third",
    ]
    assert [practice.id for practice in bank.practices] == ["pairing"]
    assert "access.first" not in [statement.id for statement in bank.statements]


def test_packs_are_listed_in_the_bank_s_order_without_those_it_does_not_have(
    tmp_path: Path,
) -> None:
    bank = load_bank(with_packs(tmp_path, cost=a_pack("cost", "bills"), security=a_pack()))

    listed = bank.list_packs(["security", "gone", "cost"])

    assert [pack.id for pack in listed] == ["cost", "security"]


def test_an_installation_adds_packs_of_its_own_after_those_shipped(tmp_path: Path) -> None:
    shipped = with_packs(tmp_path / "shipped", security=a_pack())
    own = a_folder(tmp_path / "own", packs={"budget": a_pack("budget", "spending")})

    bank = load_bank(shipped, own)

    assert [pack.id for pack in bank.packs] == ["security", "budget"]


def test_an_installation_rewords_a_statement_of_a_pack_and_leaves_the_rest(tmp_path: Path) -> None:
    shipped = with_packs(tmp_path / "shipped", security=a_pack())
    reworded = (
        "id: security\nname: Safety\npractices:\n  - id: access\n    statements:\n"
        "      - {id: access.second, text: We checked the locks., scale: often}\n"
    )
    own = a_folder(tmp_path / "own", packs={"security": reworded})

    (pack,) = load_bank(shipped, own).packs

    assert (pack.name, pack.meaning) == ("Safety", "Who can reach what.")
    assert [statement.text for statement in pack.statements] == [
        "We looked once.",
        "We checked the locks.",
        "We looked thrice.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("id: security", "id: safety", "1: The file is named security.yaml; write `id: security`"),
        ("name: Security\n", "", "1: The pack `security` is new here and has no `name`"),
        ("meaning: Who can reach what.\n", "", "1: The pack `security` is new here and has no `m"),
        ("Who can reach what.", "x" * 76, "3: `meaning` has 76 characters; a form shows 75"),
        ("name: Access", "nmae: Access", "6: `nmae` isn't a name known here"),
        ("    name: Access\n", "", "5: The practice `access` is new here and has no `name`"),
        ("Four, Five", "Four", "8: `anchors` should have exactly 5 entries"),
        ("access.second", "acess.second", "11: The id `acess.second` should begin with its"),
        ("We looked thrice.", "We looked", "12: The statement should end with a full stop"),
        ("id: access\n", "id: security\n", "5: The practice has the id of its pack, `security`"),
        ("id: access\n", "id: pairing\n", "5: The id `pairing` is used twice in this folder"),
        ("id: security", "dimension: tools", "1: `dimension` isn't a name known here"),
    ],
)
def test_a_fault_in_a_pack_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    pack = a_pack()
    assert before in pack

    found = faults_of(with_packs(tmp_path, security=pack.replace(before, after, 1)))

    assert found[0].startswith(f"security.yaml:{fault}")


def test_a_pack_with_too_few_statements_is_refused(tmp_path: Path) -> None:
    pack = "".join(line for line in a_pack().splitlines(keepends=True) if "third" not in line)

    (fault,) = faults_of(with_packs(tmp_path, security=pack))

    assert fault.startswith("security.yaml:1: The pack `security` has 2 statements, and needs 3")


def test_a_practice_of_the_core_cannot_be_put_into_a_pack(tmp_path: Path) -> None:
    shipped = a_folder(tmp_path / "shipped", scales=SCALES, culture=a_practice())
    own = a_folder(tmp_path / "own", packs={"security": a_pack(practice_id="pairing")})

    faults = faults_of(shipped, own)

    assert faults[0].startswith("security.yaml:5: The practice `pairing` belongs to culture;")


def test_more_packs_than_a_form_shows_are_refused(tmp_path: Path) -> None:
    packs = {f"pack-{n}": a_pack(f"pack-{n}", f"practice-{n}") for n in range(MAX_PACKS + 1)}

    (fault,) = faults_of(with_packs(tmp_path, **packs))

    assert f"This is pack {MAX_PACKS + 1}; a form shows {MAX_PACKS}" in fault


def test_a_file_among_the_packs_that_is_never_read_is_pointed_out(tmp_path: Path) -> None:
    folder = with_packs(tmp_path, security=a_pack())
    (folder / "questions" / "packs" / "cost.yml").write_text(a_pack("cost"), "utf-8")

    (fault,) = faults_of(folder)

    assert fault.startswith("cost.yml:1: No file of this name is read; a pack's file is named like")


def test_a_file_where_the_folder_of_packs_should_be_is_pointed_out(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, scales=SCALES, culture=a_practice())
    (folder / "questions" / "packs").write_text(a_pack(), "utf-8")

    (fault,) = faults_of(folder)

    assert fault.startswith("packs:1: This should be a folder")
