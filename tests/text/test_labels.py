"""Recognising labels in comments."""

from pathlib import Path

import numpy as np
import pytest

from bot.text.labels import ANOTHER_LANGUAGE, NOTHING_TO_READ, Recogniser
from bot.text.model_file import DamagedModelError, read_model, write_model
from bot.text.training import train
from tests.text.conftest import CONCEPTS, IDS, examples


def ids(recogniser: Recogniser, text: str) -> list[str]:
    return [label.id for label in recogniser.recognise([text])[0].labels]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Forty alerts a night, and the alert channel is muted.", "alarms"),
        ("Thrown over the wall again, the teams never talk", "silos"),
        ("Only Ann knows how it runs, nothing is written down", "tribal"),
    ],
)
def test_a_problem_is_recognised_in_other_words(
    recogniser: Recogniser, text: str, label: str
) -> None:
    assert ids(recogniser, text) == [label]


@pytest.mark.parametrize(
    "text",
    [
        "we no longer mute the alerts",
        "alerts used to be muted, not any more",
        "how do you mute an alert?",
        "nice cake",
    ],
)
def test_what_is_over_or_asked_or_chat_is_nothing(recogniser: Recogniser, text: str) -> None:
    assert ids(recogniser, text) == []


def test_evidence_stands_in_the_comment_as_it_is_quoted(recogniser: Recogniser) -> None:
    text = "Sigh. We’ve MUTED every  Alert — again."

    (label,) = recogniser.recognise([text])[0].labels

    assert label.evidence
    assert all(words in text for words in label.evidence)
    assert any("MUTED" in words or "Alert" in words for words in label.evidence)
    assert 0 < label.confidence < 1


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", NOTHING_TO_READ),
        ("🎉 …", NOTHING_TO_READ),
        ("Wir haben keine Ahnung, warum das Modell so etwas tut", ANOTHER_LANGUAGE),
        ("モデルが壊れた 誰も知らない", ANOTHER_LANGUAGE),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(recogniser: Recogniser, text: str, note: str) -> None:
    (found,) = recogniser.recognise([text])

    assert (found.labels, found.note) == ((), note)


def test_a_comment_gets_the_same_labels_in_any_company(recogniser: Recogniser) -> None:
    texts = [example.text for example in examples()] * 20

    together = recogniser.recognise(texts)
    alone = [recogniser.recognise([text])[0] for text in texts[:40]]

    assert [one.labels for one in together[:40]] == [one.labels for one in alone]
    assert len(together) == len(texts)


def test_a_very_long_comment_is_read(recogniser: Recogniser) -> None:
    assert ids(recogniser, "We mute all the alerts. " * 1_700) == ["alarms"]


def test_training_twice_gives_the_same_model(recogniser: Recogniser) -> None:
    again = train(examples(), IDS, CONCEPTS)

    assert np.array_equal(again.margins, recogniser.model.margins)
    assert again.threshold == recogniser.model.threshold


def test_a_kept_model_recognises_as_before(recogniser: Recogniser, tmp_path: Path) -> None:
    file = tmp_path / "models" / "one.npz"
    texts = [example.text for example in examples()]

    write_model(file, recogniser.model)
    kept = Recogniser(read_model(file), CONCEPTS)

    assert kept.recognise(texts) == recogniser.recognise(texts)
    assert [path.name for path in file.parent.iterdir()] == ["one.npz"]


@pytest.mark.parametrize("keep", [0, 100, 5_000])
def test_a_file_that_was_cut_off_is_refused(
    recogniser: Recogniser, tmp_path: Path, keep: int
) -> None:
    file = tmp_path / "one.npz"
    write_model(file, recogniser.model)
    file.write_bytes(file.read_bytes()[:keep])

    with pytest.raises(DamagedModelError):
        read_model(file)


def test_a_file_that_was_altered_is_refused(recogniser: Recogniser, tmp_path: Path) -> None:
    file = tmp_path / "one.npz"
    write_model(file, recogniser.model)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)

    with pytest.raises(DamagedModelError):
        read_model(file)


def test_a_file_with_objects_in_it_is_not_unpickled(tmp_path: Path) -> None:
    file = tmp_path / "one.npz"
    np.savez(file, names=np.array([print], dtype=object), allow_pickle=True)

    with pytest.raises(DamagedModelError):
        read_model(file)
