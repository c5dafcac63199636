"""Payloads for a response_url or a slash command's ack."""

import pytest

from bot.sandbox.checks import check_response


def codes(**payload: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in check_response(payload)]


def test_a_message_with_its_manner_passes() -> None:
    assert codes(text="Stored.", response_type="ephemeral", replace_original=False) == []


def test_deleting_the_original_needs_no_message() -> None:
    assert codes(delete_original=True) == []


@pytest.mark.parametrize("more", [{"text": "Gone."}, {"replace_original": True}])
def test_deleting_the_original_leaves_room_for_nothing_else(more: dict[str, object]) -> None:
    assert codes(delete_original=True, **more) == [("invalid_payload", "/delete_original")]


def test_a_response_is_held_to_the_rules_of_messages() -> None:
    assert codes(replace_original=True) == [("no_text", "/text")]
    assert codes(text="x", blocks=[{"type": "plank"}]) == [("invalid_blocks", "/blocks/0")]


@pytest.mark.parametrize(
    ("key", "value", "pointer"),
    [
        ("response_type", "loud", "/response_type"),
        ("replace_original", "true", "/replace_original"),
        ("thread_ts", "yesterday", "/thread_ts"),
        ("channel", "C1", ""),
    ],
)
def test_what_a_response_does_not_know_is_refused(key: str, value: str, pointer: str) -> None:
    assert codes(text="x", **{key: value}) == [("invalid_payload", pointer)]
