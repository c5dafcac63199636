"""Messages as a whole: text beside blocks, attachments and metadata."""

import pytest

from bot.sandbox.checks import check_message

Json = dict[str, object]

DIVIDER: Json = {"type": "divider"}


def codes(**payload: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in check_message(payload)]


def with_metadata(metadata: object) -> list[tuple[str, str]]:
    return codes(text="Pulse", metadata=metadata)


def with_payload(payload: object) -> list[tuple[str, str]]:
    return with_metadata({"event_type": "pulse_sent", "event_payload": payload})


def test_text_alone_is_a_message() -> None:
    assert codes(text="Pulse", channel="C1", blocks=None, metadata=None) == []


@pytest.mark.parametrize("text", [None, "", "  "])
def test_a_message_without_text_is_refused_even_with_blocks(text: str | None) -> None:
    assert codes(text=text) == [("no_text", "/text")]
    assert codes(text=text, blocks=[DIVIDER]) == [("no_text", "/text")]


def test_long_text_has_slacks_code() -> None:
    assert codes(text="x" * 4_001) == [("msg_too_long", "/text")]


def test_text_that_is_no_string_is_an_invalid_argument() -> None:
    assert codes(text=["x"]) == [("invalid_arguments", "/text")]


def test_markdown_text_stands_alone() -> None:
    assert codes(markdown_text="# Pulse") == []
    assert codes(markdown_text="# Pulse", text="x") == [
        ("markdown_text_conflict", "/markdown_text")
    ]
    assert codes(markdown_text="x" * 12_001) == [("msg_too_long", "/markdown_text")]


def test_faults_of_blocks_and_of_attachments_keep_their_codes_apart() -> None:
    wrong = {"type": "plank"}

    found = codes(text="x", blocks=[wrong], attachments=[{"blocks": [wrong]}])

    assert found == [
        ("invalid_blocks", "/blocks/0"),
        ("invalid_attachments", "/attachments/0/blocks/0"),
    ]


def test_metadata_carries_plain_values_and_flat_objects() -> None:
    payload = {"round": 3, "open": True, "who": {"id": "U1"}, "items": [{"id": 1}, {"id": 2}]}

    assert with_payload(payload) == []


@pytest.mark.parametrize(
    ("metadata", "pointer"),
    [
        ("pulse_sent", "/metadata"),
        ({"event_type": "pulse_sent"}, "/metadata"),
        ({"event_payload": {}}, "/metadata"),
        ({"event_type": "pulse sent", "event_payload": {}}, "/metadata/event_type"),
        ({"event_type": "pulse_sent", "event_payload": []}, "/metadata/event_payload"),
        ({"event_type": "pulse_sent", "event_payload": {}, "by": "U1"}, "/metadata"),
    ],
)
def test_metadata_has_a_type_and_a_payload(metadata: object, pointer: str) -> None:
    assert with_metadata(metadata) == [("invalid_metadata_format", pointer)]


@pytest.mark.parametrize("value", [None, ["U1"], {"id": {"deep": 1}}, [[1]], {"ids": [1]}])
def test_metadata_goes_one_level_down_and_holds_no_bare_lists(value: object) -> None:
    assert with_payload({"what": value}) == [
        ("invalid_metadata_format", "/metadata/event_payload/what")
    ]


def test_large_metadata_has_slacks_code() -> None:
    assert with_payload({"what": "x" * 8_000}) == [("metadata_too_large", "/metadata")]
