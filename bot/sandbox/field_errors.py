"""What Slack itself says about a form before the app hears of it."""

from bot.sandbox.elements import held_value
from bot.sandbox.plain import Json, mapping, objects, text
from bot.sandbox.records import Values

REQUIRED = "Please complete this required field."


def field_errors(view: Json, values: Values) -> dict[str, str]:
    """Return, by block id, what is wrong with the fields of a form that is being sent."""
    errors: dict[str, str] = {}
    for block in objects(view.get("blocks")):
        if block.get("type") != "input":
            continue
        block_id, element = text(block.get("block_id")), mapping(block.get("element"))
        state = values.get(block_id, {}).get(text(element.get("action_id")), {})
        error = _error(element, held_value(state), is_optional=block.get("optional") is True)
        if error is not None:
            errors[block_id] = error
    return errors


def _error(element: Json, value: object, *, is_optional: bool) -> str | None:
    if value in (None, "", []):
        return None if is_optional else REQUIRED
    if isinstance(value, list):
        return _list_error(element, value)
    kind = element.get("type")
    if kind == "number_input":
        return _number_error(element, str(value))
    if kind == "url_text_input" and not str(value).startswith(("http://", "https://")):
        return "Enter a valid URL."
    if kind == "email_text_input" and not _looks_like_email(str(value)):
        return "Enter a valid email address."
    return _length_error(element, str(value)) if kind == "plain_text_input" else None


def _length_error(element: Json, value: str) -> str | None:
    shortest, longest = element.get("min_length"), element.get("max_length", 3000)
    if isinstance(shortest, int) and len(value) < shortest:
        return f"Enter at least {shortest} characters."
    if isinstance(longest, int) and len(value) > longest:
        return f"Enter at most {longest} characters."
    return None


def _number_error(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Enter a number."
    if element.get("is_decimal_allowed") is not True and not number.is_integer():
        return "Enter a whole number."
    lowest, highest = text(element.get("min_value")), text(element.get("max_value"))
    if lowest and number < float(lowest):
        return f"Enter a number of {lowest} or more."
    if highest and number > float(highest):
        return f"Enter a number of {highest} or less."
    return None


def _list_error(element: Json, value: list[object]) -> str | None:
    most = element.get("max_selected_items")
    if isinstance(most, int) and len(value) > most:
        return f"Choose at most {most}."
    return None


def _looks_like_email(value: str) -> bool:
    name, at, domain = value.partition("@")
    return bool(name and at and "." in domain)
