import os
from pathlib import Path

import pytest

from bot.knowledge.files import Finding
from tests.playbook.pages import Bookcase, FixedPlaybook


@pytest.fixture
def case(tmp_path: Path) -> Bookcase:
    case = Bookcase(tmp_path)
    case.write("one")
    return case


def a_fault(case: Bookcase) -> tuple[Finding, ...]:
    return (Finding(case.folder / "page.md", 3, "is empty; write it."),)


def test_files_that_did_not_change_are_not_read_again(case: Bookcase) -> None:
    shelf = case.open()

    assert not shelf.look()
    assert case.reads == 1


def test_files_that_changed_make_a_new_edition(case: Bookcase) -> None:
    shelf = case.open()
    before = shelf.edition
    case.playbook = FixedPlaybook()

    case.write("two!")

    assert shelf.look()
    assert shelf.playbook is case.playbook
    assert shelf.edition != before
    assert not shelf.look()


@pytest.mark.parametrize("name", ["sub/new.md", "NEW.MARKDOWN"])
def test_a_new_file_counts_as_a_change(case: Bookcase, name: str) -> None:
    shelf = case.open()
    (case.folder / "playbook" / "sub").mkdir()

    case.write("two", name=name)

    assert shelf.look()


def test_the_words_of_the_search_count_too(case: Bookcase) -> None:
    shelf = case.open()

    (case.folder / "words.yaml").write_text("mean_the_same: []", "utf-8")

    assert shelf.look()


def test_a_file_that_was_only_touched_is_the_same_edition(case: Bookcase) -> None:
    shelf = case.open()
    os.utime(case.folder / "playbook" / "page.md", ns=(1, 1))

    assert not shelf.look()
    assert case.reads == 1


def test_the_same_content_elsewhere_is_the_same_edition(case: Bookcase, tmp_path: Path) -> None:
    other = Bookcase(tmp_path / "other")
    other.write("one")

    assert other.open().edition == case.open().edition


def test_files_that_cannot_be_read_leave_the_playbook_as_it_was(case: Bookcase) -> None:
    shelf = case.open()
    before, edition = shelf.playbook, shelf.edition
    case.playbook, case.findings = FixedPlaybook(), a_fault(case)

    case.write("two!")

    assert shelf.look()
    assert (shelf.playbook, shelf.edition) == (before, edition)
    assert shelf.broken is not None
    assert shelf.broken.findings == a_fault(case)
    assert shelf.broken.edition != edition


def test_taking_a_broken_change_back_mends_it(case: Bookcase) -> None:
    shelf = case.open()
    case.findings = a_fault(case)
    case.write("two!")
    shelf.look()

    case.write("one")

    assert shelf.look()
    assert shelf.broken is None


def test_at_the_start_what_can_be_read_makes_the_playbook(case: Bookcase) -> None:
    case.findings = a_fault(case)

    shelf = case.open()

    assert shelf.playbook is case.playbook
    assert shelf.broken is not None
    case.findings = ()
    case.write("mended")
    assert shelf.look()
    assert shelf.broken is None


def test_a_folder_that_has_lost_every_page_leaves_the_playbook_as_it_was(case: Bookcase) -> None:
    shelf = case.open()
    before = shelf.playbook
    case.playbook = FixedPlaybook(pages=())

    (case.folder / "playbook" / "page.md").unlink()

    assert shelf.look()
    assert shelf.playbook is before
    assert shelf.broken is not None


def test_a_link_to_nowhere_is_no_fault_of_looking(case: Bookcase) -> None:
    (case.folder / "playbook" / "lost.md").symlink_to(case.folder / "nowhere")

    assert not case.open().look()


def test_what_never_ends_is_not_read_when_looking(case: Bookcase) -> None:
    shelf = case.open()
    os.mkfifo(case.folder / "playbook" / "pipe.md")
    (case.folder / "playbook" / "endless.md").symlink_to("/dev/zero")

    assert shelf.look()


def test_a_look_does_not_wait_for_what_takes_long_to_read(case: Bookcase) -> None:
    shelf = case.open(patience=0)
    before, case.playbook = shelf.playbook, FixedPlaybook()
    case.may_be_read.clear()

    case.write("two!")

    assert not shelf.look()
    assert not shelf.look()
    assert shelf.playbook is before
    case.may_be_read.set()
    while shelf.playbook is before:
        shelf.look()
    assert shelf.playbook is case.playbook
    assert case.reads == 2


def test_a_reading_that_fails_is_tried_again(case: Bookcase) -> None:
    shelf = case.open()
    case.fault = OSError("the disk is gone")
    case.write("two!")
    with pytest.raises(OSError, match="disk"):
        shelf.look()

    case.fault = None

    assert shelf.look()


def test_a_section_is_found_by_page_and_anchor(case: Bookcase) -> None:
    shelf = case.open()

    found = shelf.find_section("process/retraining.md", "retraining")

    assert found is not None
    assert found[1].heading == "Retraining"
    assert shelf.find_section("process/retraining.md", "gone") is None
    assert shelf.find_section("gone.md", "retraining") is None
