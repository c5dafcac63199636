"""What authors corrected teaches the recogniser of their installation, and no other."""

from pathlib import Path

import pytest

from bot.antipatterns.opening import open_recogniser
from bot.antipatterns.reading import Reading, open_reading
from bot.surveys.comment_service import StoredComment
from tests.antipatterns.writing import write_comments, write_page

SILOS = "they threw the model over the wall"
NOISE = "hundreds of alerts and all are muted"
GERBIL = "the gerbil runs at midnight and nobody dares touch it"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    for name, said in (("silos", SILOS), ("noise", NOISE)):
        write_page(folder, name, examples=[f"{said} again"], counterexamples=[f"no more {name}"])
        write_comments(folder, name, {"plain": [f"{said} {when}" for when in "abcdefgh"]})
    chat = [f"nice {what} today" for what in ("cake", "sun", "bike", "coffee", "dog", "tea")]
    write_comments(folder, "none", {"chat": list(chat)})
    return folder


def corrected(correction: str, *words: str) -> tuple[StoredComment, ...]:
    return tuple(
        StoredComment(bytes([n]) * 16, team_id=1, text=text, correction=correction)
        for n, text in enumerate(words)
    )


def opened(knowledge: Path, tmp_path: Path, comments: tuple[StoredComment, ...] = ()) -> Reading:
    return open_reading(knowledge, kept_in=tmp_path / "data", corrected=comments)


def test_what_was_corrected_is_recognised_from_then_on(knowledge: Path, tmp_path: Path) -> None:
    comments = corrected("silos", *(f"{GERBIL} {when}" for when in "abcdefgh"))
    before = opened(knowledge, tmp_path)

    after = opened(knowledge, tmp_path, comments)

    assert [found.id for found in before.read([GERBIL])[0]] == []
    assert [found.id for found in after.read([GERBIL])[0]] == ["silos"]
    assert before.version != after.version


def test_a_label_that_no_page_describes_any_more_teaches_nothing(
    knowledge: Path, tmp_path: Path
) -> None:
    without = opened(knowledge, tmp_path)

    unknown = opened(knowledge, tmp_path, corrected("gone", GERBIL))

    assert unknown.version == without.version


def test_what_the_command_line_learned_and_what_the_bot_learned_stand_side_by_side(
    knowledge: Path, tmp_path: Path
) -> None:
    open_recogniser(knowledge, kept_in=tmp_path / "data")

    opened(knowledge, tmp_path, corrected("none", GERBIL))

    names = sorted(path.name.partition("-")[0] for path in (tmp_path / "data" / "models").iterdir())
    assert names == ["labels", "taught"]


def test_evidence_is_in_words_of_the_comment_itself(knowledge: Path, tmp_path: Path) -> None:
    taught = opened(
        knowledge, tmp_path, corrected("silos", *(f"{GERBIL} {when}" for when in "abcdefgh"))
    )

    (found,) = taught.read([SILOS])[0]

    assert all(words in SILOS for words in found.evidence)
