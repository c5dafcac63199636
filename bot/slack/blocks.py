"""Block Kit's blocks as plain dictionaries, in the few forms that the bot uses.

Plain, because Slack's SDK has no class for the newest blocks and drops those it does not know.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    """Return a text object without markup."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """Return a text object with Slack's markup."""
    return {"type": "mrkdwn", "text": text}


def header(text: str) -> Block:
    """Return a headline (at most 150 characters)."""
    return {"type": "header", "text": plain(text)}


def section(text: str, *, block_id: str | None = None, beside: Block | None = None) -> Block:
    """Return a paragraph (at most 3,000 characters), with a button or the like beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if beside is not None:
        block["accessory"] = beside
    return _with_id(block, block_id)


def context(*texts: str) -> Block:
    """Return small print (at most 10 texts, 3,000 characters each)."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def markdown(text: str) -> Block:
    """Return standard markdown, in messages only (at most 12,000 characters in all of them)."""
    return {"type": "markdown", "text": text}


def divider() -> Block:
    """Return a line between two parts."""
    return {"type": "divider"}


def actions(elements: Sequence[Block], *, block_id: str | None = None) -> Block:
    """Return a row of buttons and the like (at most 25)."""
    return _with_id({"type": "actions", "elements": list(elements)}, block_id)


def button(text: str, *, action_id: str, value: str, is_chosen: bool = False) -> Block:
    """Return a button; the one that was chosen stands out."""
    block: Block = {
        "type": "button",
        "text": plain(text),
        "action_id": action_id,
        "value": value,
    }
    if is_chosen:
        block["style"] = "primary"
    return block


def field(
    label: str,
    element: Block,
    *,
    block_id: str,
    hint: str | None = None,
    is_optional: bool = False,
) -> Block:
    """Return a field of a modal with its label."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        "optional": is_optional,
    }
    if hint is not None:
        block["hint"] = plain(hint)
    return block


def text_input(
    action_id: str, *, initial: str = "", longest: int = 3000, is_long: bool = False
) -> Block:
    """Return a box to write in."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "max_length": longest,
        "multiline": is_long,
    }
    if initial:
        element["initial_value"] = initial
    return element


def option(text: str, value: str, *, description: str = "") -> Block:
    """Return one choice of a list (text, value and description at most 75 characters each)."""
    option: Block = {"text": plain(text), "value": value}
    if description:
        option["description"] = plain(description)
    return option


def choice(
    action_id: str,
    options: Sequence[Block],
    *,
    initial: Block | None = None,
    placeholder: str = "",
) -> Block:
    """Return a list to choose one of (at most 100 options)."""
    element: Block = {"type": "static_select", "action_id": action_id, "options": list(options)}
    if placeholder:
        element["placeholder"] = plain(placeholder)
    if initial is not None:
        element["initial_option"] = initial
    return element


def checkboxes(action_id: str, options: Sequence[Block], *, initial: Sequence[Block] = ()) -> Block:
    """Return boxes to tick, any number of them (at most 10 options)."""
    element: Block = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    if initial:
        element["initial_options"] = list(initial)
    return element


def several(action_id: str, options: Sequence[Block], *, initial: Sequence[Block] = ()) -> Block:
    """Return a list to choose any number of (at most 100 options)."""
    element: Block = {
        "type": "multi_static_select",
        "action_id": action_id,
        "options": list(options),
    }
    if initial:
        element["initial_options"] = list(initial)
    return element


def people(action_id: str, *, initial: Sequence[str] = ()) -> Block:
    """Return a list to choose people from."""
    element: Block = {"type": "multi_users_select", "action_id": action_id}
    if initial:
        element["initial_users"] = list(initial)
    return element


def person(action_id: str, *, initial: str = "") -> Block:
    """Return a list to choose one person from."""
    element: Block = {"type": "users_select", "action_id": action_id}
    if initial:
        element["initial_user"] = initial
    return element


def day(action_id: str, *, initial: str = "") -> Block:
    """Return a calendar to choose a day from, written as 2026-12-24."""
    element: Block = {"type": "datepicker", "action_id": action_id}
    if initial:
        element["initial_date"] = initial
    return element


def home(blocks: Sequence[Mapping[str, Any]]) -> Block:
    """Return what App Home shows (at most 100 blocks)."""
    return {"type": "home", "blocks": [dict(block) for block in blocks]}


def modal(
    title: str,
    blocks: Sequence[Mapping[str, Any]],
    *,
    callback_id: str | None = None,
    submit: str | None = None,
    close: str = "Close",
    private_metadata: str = "",
) -> Block:
    """Return a modal; title and buttons take at most 24 characters."""
    view: Block = {
        "type": "modal",
        "title": plain(title),
        "close": plain(close),
        "blocks": [dict(block) for block in blocks],
    }
    if callback_id is not None:
        view["callback_id"] = callback_id
    if submit is not None:
        view["submit"] = plain(submit)
    if private_metadata:
        view["private_metadata"] = private_metadata
    return view


def _with_id(block: Block, block_id: str | None) -> Block:
    if block_id is not None:
        block["block_id"] = block_id
    return block
