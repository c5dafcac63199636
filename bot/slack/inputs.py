"""Inputs of modals that hold one kind of thing, and reading what was put into them."""

from typing import Any

from bot.slack.blocks import Block

Values = dict[str, dict[str, dict[str, Any]]]
"""What a submitted form holds, as Slack sends it: by block, then by element."""

_HELD = ("value", "selected_user", "selected_date", "selected_users", "selected_option")


def person(action_id: str, *, initial: str | None = None) -> Block:
    """Return a list to choose one person from."""
    element: Block = {"type": "users_select", "action_id": action_id}
    return {**element, "initial_user": initial} if initial else element


def day(action_id: str, *, initial: str | None = None) -> Block:
    """Return a calendar."""
    element: Block = {"type": "datepicker", "action_id": action_id}
    return {**element, "initial_date": initial} if initial else element


def number(action_id: str, *, is_decimal: bool = False) -> Block:
    """Return a box for a number that is not negative."""
    return {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": is_decimal,
        "min_value": "0",
    }


def address(action_id: str, *, initial: str = "") -> Block:
    """Return a box for a web address."""
    element: Block = {"type": "url_text_input", "action_id": action_id}
    return {**element, "initial_value": initial} if initial else element


def read(values: Values, block_id: str) -> str | tuple[str, ...]:
    """Return what stands in a field: a text, or the people chosen; empty where nothing does."""
    element = next(iter(values.get(block_id, {}).values()), {})
    for name in _HELD:
        held = element.get(name)
        if isinstance(held, dict):
            return str(held["value"])
        if isinstance(held, list):
            return tuple(str(each) for each in held)
        if held is not None:
            return str(held)
    return ""


def read_text(values: Values, block_id: str) -> str:
    """Return the text in a field."""
    held = read(values, block_id)
    return held.strip() if isinstance(held, str) else ""
