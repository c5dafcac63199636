"""What each interactive element holds: at first, after somebody set it, and in an app's eyes."""

from collections.abc import Iterator

from bot.sandbox.plain import Json, mapping, objects, text
from bot.sandbox.records import Values

_STATE_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
"""Where an element keeps its value, and where a view says what it starts with."""


class UnknownOptionError(Exception):
    """Somebody chose what the element does not offer."""


def elements(blocks: object) -> Iterator[tuple[Json, Json]]:
    """Yield each interactive element with the block that it stands in."""
    for block in objects(blocks):
        if block.get("type") == "actions":
            for element in objects(block.get("elements")):
                yield block, element
        for key in ("element", "accessory"):
            element = mapping(block.get(key))
            if element and element.get("type") != "image":
                yield block, element


def find(blocks: object, block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """Return the block and element with these ids."""
    for block, element in elements(blocks):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return block, element
    return None


def initial_values(blocks: object) -> Values:
    """Return the state of blocks that nobody has touched."""
    values: Values = {}
    for block, element in elements(blocks):
        keys = _STATE_KEYS.get(text(element.get("type")))
        if keys is None:
            continue
        state_key, initial_key = keys
        nothing: object = [] if state_key.endswith("s") else None
        state: Json = {"type": element["type"], state_key: element.get(initial_key, nothing)}
        values.setdefault(text(block.get("block_id")), {})[text(element.get("action_id"))] = state
    return values


def kept_values(blocks: object, before: Values) -> Values:
    """Return the state of changed blocks: what was entered stays where the ids are the same."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            entered = before.get(block_id, {}).get(action_id)
            if entered is not None and entered["type"] == state["type"]:
                actions[action_id] = entered
    return values


def set_value(element: Json, value: object) -> Json:
    """Return an element's state after somebody set it.

    Raises:
        UnknownOptionError: the value is not among the element's options.

    """
    kind = text(element.get("type"))
    if kind == "overflow":
        return {"type": kind, "selected_option": _option(element, value)}
    state_key, _ = _STATE_KEYS[kind]
    if state_key == "selected_option":
        return {"type": kind, state_key: None if value is None else _option(element, value)}
    if state_key == "selected_options":
        chosen = value if isinstance(value, list) else []
        return {"type": kind, state_key: [_option(element, one) for one in chosen]}
    if state_key.endswith("s"):
        return {"type": kind, state_key: value if isinstance(value, list) else []}
    if state_key == "value":
        return {"type": kind, state_key: None if value in (None, "") else str(value)}
    return {"type": kind, state_key: None if value == "" else value}


def holds_value(element: Json) -> bool:
    """Say whether an element has a state (a button has none)."""
    return text(element.get("type")) in _STATE_KEYS


def held_value(state: Json) -> object:
    """Return what an element's state holds: text, an id, an option or a list."""
    return state.get(_STATE_KEYS[text(state.get("type"))][0])


def _option(element: Json, value: object) -> Json:
    offered = objects(element.get("options"))
    for group in objects(element.get("option_groups")):
        offered += objects(group.get("options"))
    for option in offered:
        if option.get("value") == value:
            return option
    raise UnknownOptionError(f"{value!r} is not among the options of {element.get('action_id')}.")
