"""Whole views: modals, Home, and the errors that send a modal back to the person."""

from collections.abc import Iterator, Mapping

from bot.sandbox.checks import limits
from bot.sandbox.checks.composition import Written, plain_text
from bot.sandbox.checks.messages import json_bytes
from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.checks.relations import items
from bot.sandbox.checks.rules import Fields, Flag, Rule, Shape, String
from bot.sandbox.checks.stack import check_stack


class _Stack:
    """The blocks of a view, one by one and together."""

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        yield from check_stack(value, at)


def _submit_beside_inputs(view: Fields, at: Place) -> Iterator[Problem]:
    if _input_blocks(view.get("blocks")) and "submit" not in view:
        yield at.problem("missing required field: submit, as there are input blocks")


_TYPE = String()
_BOTH: dict[str, Rule] = {
    "private_metadata": String(limits.PRIVATE_METADATA, at_least=0),
    "callback_id": String(limits.CALLBACK_ID),
    "external_id": String(limits.EXTERNAL_ID),
}

_MODAL = Shape(
    required={"type": _TYPE, "title": plain_text(limits.VIEW_TITLE), "blocks": _Stack()},
    optional={
        **_BOTH,
        "submit": plain_text(limits.VIEW_SUBMIT),
        "close": plain_text(limits.VIEW_CLOSE),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
    relations=(_submit_beside_inputs,),
)

_HOME = Shape(required={"type": _TYPE, "blocks": _Stack()}, optional=_BOTH)


def check_view(view: Mapping[str, object]) -> list[Problem]:
    """Say what is wrong with a modal or a Home view."""
    match view.get("type"):
        case "modal":
            shape, at = _MODAL, Place("modal", "invalid_arguments", "/view")
        case "home":
            shape, at = _HOME, Place("home", "invalid_arguments", "/view")
        case _:
            at = Place("modal", "invalid_arguments", "/view/type")
            return [at.problem("must be modal or home")]
    problems = list(shape.check(view, at))
    if json_bytes(view) > limits.VIEW_BYTES.value:
        problem = f"must be no more than {limits.VIEW_BYTES.value} bytes"
        problems.append(at.coded("view_too_large").problem(problem))
    return problems


def check_view_errors(errors: object, view: Mapping[str, object]) -> list[Problem]:
    """Say what is wrong with the errors a view submission was answered with.

    Each must name an input block of the view that was submitted and say something; otherwise the
    person would see only that connecting failed.
    """
    at = Place("modal", "invalid_arguments", "/errors")
    if not isinstance(errors, Mapping) or not errors:
        return [at.problem("must be an object with at least one error")]
    known = [block.get("block_id") for block in _input_blocks(view.get("blocks"))]
    problems: list[Problem] = []
    for block_id, text in errors.items():
        place = at.into(str(block_id))
        if block_id not in known:
            problems.append(place.problem("must name an input block of the view"))
        problems.extend(Written(limits.SECTION_TEXT).check(text, place))
    return problems


def _input_blocks(blocks: object) -> list[Fields]:
    """List the blocks that a submission carries values of."""
    stack = [block for block in items(blocks) if isinstance(block, Mapping)]
    return [block for block in stack if block.get("type") == "input"]
