"""Cards in a folder: what changed is written, what is not ours stays, and faults change nothing."""

import os
from pathlib import Path

import pytest

from bot.handover.cards.file import CardError, write_card
from bot.handover.cards.folder import export_cards
from tests.handover.cards import a_card, a_section


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


def test_every_model_gets_a_card(tmp_path: Path) -> None:
    done = export_cards([a_card(), a_card(name="ranker")], tmp_path / "cards")

    assert sorted(contents(tmp_path / "cards")) == ["churn.md", "ranker.md"]
    assert len(done.written) == 2


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    export_cards([a_card(), a_card(name="ranker")], tmp_path)
    before = (tmp_path / "ranker.md").stat()

    done = export_cards([a_card(a_section()), a_card(name="ranker")], tmp_path)

    after = (tmp_path / "ranker.md").stat()
    assert done.written == (tmp_path / "churn.md",)
    assert done.same == 1
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_card_whose_model_has_another_name_by_now_goes(tmp_path: Path) -> None:
    export_cards([a_card()], tmp_path)

    done = export_cards([a_card(name="churn-eu")], tmp_path)

    assert sorted(contents(tmp_path)) == ["churn-eu.md"]
    assert done.removed == (tmp_path / "churn.md",)


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Ours\n", "utf-8")
    (tmp_path / "notes.md").write_bytes(b"\xff\xfe not text")
    (tmp_path / "copy.md").write_text(write_card(a_card(a_section())), "utf-8")
    edited = write_card(a_card(a_section(), name="old")).replace("v6", "v5")
    (tmp_path / "old.md").write_text(edited, "utf-8")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    export_cards([a_card()], tmp_path)

    after = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert after == {**before, "churn.md": after["churn.md"]}


def test_what_people_added_to_the_front_matter_stays(tmp_path: Path) -> None:
    export_cards([a_card()], tmp_path)
    file = tmp_path / "churn.md"
    file.write_text(file.read_text("utf-8").replace("---\n", "---\nlicense: mit\n", 1), "utf-8")

    export_cards([a_card(a_section())], tmp_path)

    assert "license: mit" in file.read_text("utf-8")
    assert "Roll back to v6." in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (write_card(a_card(a_section())).replace("v6", "v5"), "Somebody edited the sections"),
        (write_card(a_card()).replace("owner: U1", "owner: [U1"), "churn.md:9:"),
        ("# My own page about churn\n", "churn.md:1: A card begins with"),
    ],
    ids=["edited", "broken", "foreign"],
)
def test_a_file_in_the_way_is_named_and_nothing_is_written(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "churn.md").write_text(text, "utf-8")

    with pytest.raises(CardError, match=r"churn\.md:\d+: ") as refused:
        export_cards([a_card(name="anything"), a_card(a_section("scares"))], tmp_path)

    assert says in str(refused.value)
    assert contents(tmp_path) == {"churn.md": text}


def test_an_edited_card_is_replaced_where_that_is_asked_for(tmp_path: Path) -> None:
    export_cards([a_card(a_section())], tmp_path)
    file = tmp_path / "churn.md"
    file.write_text(file.read_text("utf-8").replace("v6", "v5"), "utf-8")

    export_cards([a_card(a_section())], tmp_path, may_overwrite=True)

    assert file.read_text("utf-8") == write_card(a_card(a_section()))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text("a file", "utf-8")

    with pytest.raises(CardError, match="cards can't be written"):
        export_cards([a_card()], tmp_path / "cards")


def test_a_card_is_readable_as_other_files_are(tmp_path: Path) -> None:
    export_cards([a_card()], tmp_path)

    assert (tmp_path / "churn.md").stat().st_mode & 0o777 == 0o644
    assert os.listdir(tmp_path) == ["churn.md"]  # noqa: PTH208 - hidden files, too
