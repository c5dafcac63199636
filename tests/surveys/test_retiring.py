"""An installation's folder takes out what it does not want asked."""

from pathlib import Path

import pytest

from bot.surveys.bank.domain import StatementBank
from bot.surveys.bank.statement_bank import load_bank
from tests.surveys.writing import SCALES, a_folder, a_pack, a_practice, faults_of


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return a_folder(
        tmp_path / "shipped",
        scales=SCALES,
        culture=a_practice(),
        tools=a_practice("alerts", dimension="tools"),
        packs={"cost": a_pack("cost", "bills"), "security": a_pack()},
    )


def retiring(*ids: str, dimension: str = "culture") -> str:
    return f"dimension: {dimension}\nretire:\n" + "".join(f"  - {each}\n" for each in ids)


def retiring_in_pack(*ids: str, pack_id: str = "security") -> str:
    return f"id: {pack_id}\nretire:\n" + "".join(f"  - {each}\n" for each in ids)


def ids_in(bank: StatementBank) -> list[str]:
    packs = [statement.id for pack in bank.packs for statement in pack.statements]
    return [*(statement.id for statement in bank.statements), *packs]


def test_a_retired_statement_is_not_in_the_bank(tmp_path: Path, shipped: Path) -> None:
    own = a_folder(tmp_path / "own", culture=retiring("pairing.first"))

    bank = load_bank(shipped, own)

    assert set(ids_in(load_bank(shipped))) - set(ids_in(bank)) == {"pairing.first"}


@pytest.mark.parametrize("ids", [("pairing",), ("pairing.first", "pairing.second")])
def test_a_practice_goes_when_it_or_all_its_statements_are_retired(
    tmp_path: Path, shipped: Path, ids: tuple[str, ...]
) -> None:
    own = a_folder(tmp_path / "own", culture=retiring(*ids))

    bank = load_bank(shipped, own)

    assert [practice.id for practice in bank.practices] == ["alerts"]


def test_a_retired_statement_can_make_room_for_one_of_the_installation_s_own(
    tmp_path: Path, shipped: Path
) -> None:
    own = a_folder(
        tmp_path / "own",
        culture=retiring("pairing.first", "pairing.second")
        + "practices:\n  - id: pairing\n    statements:\n"
        "      - {id: pairing.ours, text: We sat together., scale: often}\n",
    )

    bank = load_bank(shipped, own)

    assert [s.id for s in bank.practices[0].statements] == ["pairing.ours"]


def test_a_statement_of_a_pack_can_be_retired_where_enough_are_left(
    tmp_path: Path, shipped: Path
) -> None:
    more = (
        "practices:\n  - id: access\n    statements:\n"
        "      - {id: access.ours, text: We locked the door., scale: often}\n"
    )
    own = a_folder(tmp_path / "own", packs={"security": retiring_in_pack("access.second") + more})

    bank = load_bank(shipped, own)

    assert [s.id for s in bank.packs[1].statements] == [
        "access.first",
        "access.third",
        "access.ours",
    ]


@pytest.mark.parametrize("retired", ["security", "access"])
def test_a_pack_goes_when_it_or_all_its_practices_are_retired(
    tmp_path: Path, shipped: Path, retired: str
) -> None:
    own = a_folder(tmp_path / "own", packs={"security": retiring_in_pack(retired)})

    bank = load_bank(shipped, own)

    assert [pack.id for pack in bank.packs] == ["cost"]
    assert len(bank.practices) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (retiring("pairing.frist"), "3: There is no `pairing.frist` in a culture.yaml below"),
        (retiring("pairing.first", "paring"), "4: There is no `paring` in a culture.yaml below"),
        (retiring("alerts.first"), "3: `alerts.first` belongs to tools; retire it in tools.yaml"),
        (retiring("access"), "3: `access` belongs to packs/security; retire it in packs/security"),
        (retiring("1"), "3: Entry 1 of `retire` should be text"),
        ("dimension: culture\nretire: pairing\n", "2: `retire` should be a list"),
        ("dimension: culture\n", "1: `practices` is missing; add it"),
        (
            retiring("pairing") + "practices:\n  - {id: pairing, name: Pair work}\n",
            "5: `pairing` is retired at the top of this file",
        ),
        (
            retiring("pairing.first")
            + "practices:\n  - id: pairing\n    statements:\n"
            + "      - {id: pairing.first, text: We sat., scale: often}\n",
            "7: `pairing.first` is retired at the top of this file",
        ),
    ],
)
def test_a_fault_in_what_is_retired_is_named_with_its_line(
    tmp_path: Path, shipped: Path, text: str, fault: str
) -> None:
    (found,) = faults_of(shipped, a_folder(tmp_path / "own", culture=text))

    assert found.startswith(f"culture.yaml:{fault}")


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("security", retiring_in_pack("access.frist"), "3: There is no `access.frist` in a packs/"),
        ("security", retiring_in_pack("access.first"), "1: The pack `security` has 2 statements"),
        (
            "security",
            retiring_in_pack("security", "access"),
            "3: The whole pack `security` is retired here",
        ),
        ("luck", retiring_in_pack("luck", pack_id="luck"), "3: There is no pack `luck` below"),
    ],
)
def test_a_fault_in_what_a_pack_retires_is_named_with_its_line(
    tmp_path: Path, shipped: Path, file: str, text: str, fault: str
) -> None:
    (found,) = faults_of(shipped, a_folder(tmp_path / "own", packs={file: text}))

    assert found.startswith(f"{file}.yaml:{fault}")


def test_what_is_shipped_has_nothing_below_it_to_retire(tmp_path: Path) -> None:
    text = "retire: [pairing.first]\n" + a_practice()

    (fault,) = faults_of(a_folder(tmp_path, scales=SCALES, culture=text))

    assert fault.startswith("culture.yaml:1: There is no `pairing.first` in a culture.yaml below")


def test_everything_cannot_be_retired(tmp_path: Path, shipped: Path) -> None:
    own = a_folder(
        tmp_path / "own",
        culture=retiring("pairing"),
        tools=retiring("alerts", dimension="tools"),
    )

    (fault,) = faults_of(shipped, own)

    assert fault.startswith("tools.yaml:3: With this every practice is retired")


def test_the_id_of_a_retired_practice_cannot_be_used_for_a_pack_s(
    tmp_path: Path, shipped: Path
) -> None:
    own = a_folder(
        tmp_path / "own",
        culture=retiring("pairing"),
        packs={"budget": a_pack("budget", "pairing")},
    )

    faults = faults_of(shipped, own)

    assert faults[0].startswith("budget.yaml:5: The practice `pairing` belongs to culture;")


def test_a_pack_that_is_retired_and_written_anew_has_none_of_the_old_one(
    tmp_path: Path, shipped: Path
) -> None:
    between = a_folder(tmp_path / "between", packs={"security": retiring_in_pack("security")})
    above = a_folder(tmp_path / "above", packs={"security": a_pack(practice_id="locks")})

    bank = load_bank(shipped, between, above)

    assert [practice.id for practice in bank.packs[1].practices] == ["locks"]
