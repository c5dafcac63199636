"""A theme that lasts becomes the draft of an anti-pattern of the installation's own."""

from pathlib import Path

import pytest

from bot.antipatterns.catalogue import load_catalogue
from bot.antipatterns.promoting import PromotionError, promote
from bot.antipatterns.theme_domain import TeamTheme, TellingWord
from bot.knowledge_check import check_knowledge
from bot.playbook.opening import open_playbook
from bot.resources import folder

SHIPPED = folder("knowledge")
THEME = TeamTheme(3, (TellingWord("hanneke", 1.0),), ("badge", "door", "lobby", "queue"))


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return tmp_path


def test_a_draft_holds_the_words_that_may_be_shown_and_no_others(ours: Path) -> None:
    files = promote(THEME, kind="badge-trouble", folder=ours, shipped=SHIPPED)

    page, comments = (file.read_text("utf-8") for file in files)
    assert files == (
        ours / "playbook" / "antipatterns" / "badge-trouble.md",
        ours / "comments" / "badge-trouble.yaml",
    )
    assert "title: Badge, door, lobby\n" in page
    assert "badge door lobby queue" in page
    assert "hanneke" not in page + comments


def test_the_check_names_what_is_still_to_be_written(ours: Path) -> None:
    page, comments = promote(THEME, kind="badge-trouble", folder=ours, shipped=SHIPPED)

    report = check_knowledge(ours, over=SHIPPED)

    said = {str(finding).removeprefix(f"{ours}/") for finding in report.findings}
    assert not report.is_sound
    assert {Path(str(one).partition(":")[0]).name for one in said} == {page.name, comments.name}
    for missing in (
        "The summary is not written yet",
        "The section “Signs” is not written yet",
        "`dimension` should be one of",
        "`examples` needs at least 3",
        "There are no comments here yet",
        "There is no page `antipatterns/a-page-that-helps-too.md`",
    ):
        assert any(missing in one for one in said), missing


def test_a_draft_stops_nothing_that_reads_the_folder_meanwhile(ours: Path) -> None:
    promote(THEME, kind="badge-trouble", folder=ours, shipped=SHIPPED)

    assert "badge-trouble" in load_catalogue(SHIPPED, ours).ids
    assert open_playbook(SHIPPED, ours).pages


@pytest.mark.parametrize("kind", ["Badge", "a b", "../x", "", "x" * 61])
def test_what_cannot_be_an_id_is_refused(ours: Path, kind: str) -> None:
    with pytest.raises(PromotionError, match="can't be an id"):
        promote(THEME, kind=kind, folder=ours, shipped=SHIPPED)

    assert list(ours.iterdir()) == []


def test_nothing_that_is_there_is_written_over(ours: Path) -> None:
    promote(THEME, kind="badge-trouble", folder=ours, shipped=SHIPPED)

    for kind in ("badge-trouble", "tribal-knowledge"):
        with pytest.raises(PromotionError, match="is there already"):
            promote(THEME, kind=kind, folder=ours, shipped=SHIPPED)
