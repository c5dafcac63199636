"""Whatever arrives, a check answers with problems; it never falls over."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.checks import (
    check_blocks,
    check_message,
    check_response,
    check_view,
    check_view_errors,
)
from bot.sandbox.checks.blocks import BLOCKS, IN_ACTIONS, IN_INPUT
from bot.sandbox.checks.problem import Problem, Surface
from bot.sandbox.checks.rules import Shape

Strategy = st.SearchStrategy[Any]

KINDS = sorted({*BLOCKS, *IN_ACTIONS.kinds, *IN_INPUT.kinds, "plain_text", "mrkdwn", "modal"})
SHAPES: list[Shape] = [*BLOCKS.values(), *IN_ACTIONS.kinds.values(), *IN_INPUT.kinds.values()]
FIELDS = sorted({key for shape in SHAPES for key in (*shape.required, *shape.optional)})
KEYS = st.sampled_from(["type", *FIELDS]) | st.text(max_size=5)

LEAVES: Strategy = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=10),
    st.sampled_from(KINDS),
)


def grown(children: Strategy) -> Strategy:
    return st.lists(children, max_size=4) | st.dictionaries(KEYS, children, max_size=6)


JSON: Strategy = st.recursive(LEAVES, grown, max_leaves=25)
OBJECTS: Strategy = st.dictionaries(KEYS, JSON, max_size=6)
BLOCK: Strategy = st.builds(
    lambda kind, fields: {**fields, "type": kind}, st.sampled_from(sorted(BLOCKS)), OBJECTS
)
STACKS: Strategy = JSON | st.lists(BLOCK, max_size=4)
SURFACES: st.SearchStrategy[Surface] = st.sampled_from(["message", "modal", "home"])


def are_problems(found: list[Problem]) -> bool:
    return all(each.code != "" and each.message != "" for each in found)


@settings(max_examples=150, deadline=None, database=None)
@given(blocks=STACKS, surface=SURFACES)
def test_any_blocks_are_answered(blocks: object, surface: Surface) -> None:
    assert are_problems(check_blocks(blocks, surface=surface))


@settings(max_examples=100, deadline=None, database=None)
@given(text=JSON, blocks=STACKS, attachments=JSON, metadata=JSON, rest=OBJECTS)
def test_any_message_is_answered(
    text: object, blocks: object, attachments: object, metadata: object, rest: dict[str, object]
) -> None:
    payload = {**rest, "text": text, "blocks": blocks, "attachments": attachments}

    assert are_problems(check_message({**payload, "metadata": metadata}))
    assert are_problems(check_response({**payload, "metadata": metadata}))


@settings(max_examples=100, deadline=None, database=None)
@given(kind=st.sampled_from(["modal", "home"]) | JSON, blocks=STACKS, rest=OBJECTS, errors=JSON)
def test_any_view_is_answered(
    kind: object, blocks: object, rest: dict[str, object], errors: object
) -> None:
    view = {**rest, "type": kind, "blocks": blocks}

    assert are_problems(check_view(view))
    assert are_problems(check_view_errors(errors, view))
