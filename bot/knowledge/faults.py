"""Turns what pydantic says about a file's contents into sentences with a remedy."""

from datetime import date

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.yaml_tree import Fault, YamlTree

_SHOULD_BE = {
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "list_type": "a list, each entry after a dash",
    "tuple_type": "a list, each entry after a dash",
    "dict_type": "a set of `name: value` lines",
    "model_type": "a set of `name: value` lines",
    "model_attributes_type": "a set of `name: value` lines",
}

_VALUES: dict[type, str] = {int: "the number ", float: "the number ", date: "the date "}


def faults(error: ValidationError, tree: YamlTree) -> tuple[Fault, ...]:
    """Return a fault for each thing that pydantic found, in the order of the lines."""
    found = {
        Fault(tree.line_of(details["loc"]), _sentence(details))
        for details in error.errors(include_url=False)
    }
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.message)))


def _sentence(details: ErrorDetails) -> str:
    return f"{_name(details['loc'])} {_predicate(details)}"


def _predicate(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind in _SHOULD_BE:
        return f"should be {_SHOULD_BE[kind]}, but is {_kind_of(details['input'])}."
    sentences = {
        "missing": "is missing; add it.",
        "extra_forbidden": "isn't a name known here; correct its spelling or take it out.",
        "value_error": str(context.get("error")),
        "enum": f"should be {context.get('expected')}, but is {_kind_of(details['input'])}.",
        "literal_error": f"should be {context.get('expected')}, but is "
        f"{_kind_of(details['input'])}.",
        "string_too_long": f"is longer than {context.get('max_length')} characters; shorten it.",
        "too_short": f"needs at least {context.get('min_length')}; add what is missing.",
    }
    return sentences.get(kind, f"can't be read: {details['msg']}.")


def _name(location: tuple[str | int, ...]) -> str:
    names = [step for step in location if isinstance(step, str) and step != "[key]"]
    if not names:
        return "The file"
    if isinstance(location[-1], int):
        return f"Entry {location[-1] + 1} of `{names[-1]}`"
    return f"`{names[-1]}`"


def _kind_of(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, str):
        return f"the text '{value[:40]}'"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a set of `name: value` lines"
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f"read as {_VALUES.get(type(value), '')}{shown} (text needs quotes here)"
