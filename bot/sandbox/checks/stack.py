"""A stack of blocks as a whole: what no single block can know, such as sums and repeated names."""

from collections.abc import Iterable, Iterator, Mapping

from bot.sandbox.checks import limits
from bot.sandbox.checks.blocks import BLOCKS
from bot.sandbox.checks.limits import Limit
from bot.sandbox.checks.problem import Place, Problem, Surface
from bot.sandbox.checks.relations import items, repeated, strings
from bot.sandbox.checks.rules import Fields, ListOf, Tagged

_MOST: dict[Surface, Limit] = {
    "message": limits.MESSAGE_BLOCKS,
    "modal": limits.VIEW_BLOCKS,
    "home": limits.VIEW_BLOCKS,
}
_TABLES = frozenset({"table", "data_table"})


def check_blocks(blocks: object, *, surface: Surface) -> list[Problem]:
    """Say what is wrong with a list of blocks on this surface.

    A message may hold an empty list, which is how its blocks are taken away; a view may not.
    """
    if surface == "message":
        at = Place(surface, code="invalid_blocks", pointer="/blocks")
    else:
        at = Place(surface, code="invalid_arguments", pointer="/view/blocks")
    return list(check_stack(blocks, at))


def check_stack(blocks: object, at: Place) -> Iterator[Problem]:
    """Yield what is wrong with each block, then with all of them together."""
    if at.surface == "message" and not isinstance(blocks, list | tuple):
        yield at.coded("invalid_blocks_format").problem("must be an array")
        return
    least = 0 if at.surface == "message" else 1
    yield from ListOf(Tagged(BLOCKS), _MOST[at.surface], least).check(blocks, at)
    stack = [block for block in items(blocks) if isinstance(block, Mapping)]
    yield from repeated(strings([block.get("block_id") for block in stack]), at)
    yield from _repeated_actions(blocks, at)
    yield from _crowded(stack, at)
    yield from _contested_focus(stack, at)
    if at.surface == "message":
        yield from _too_much_text(stack, at)


def elements_of(block: Fields) -> list[Fields]:
    """List what a person can press, choose or fill in within a block."""
    found = [block.get("accessory"), block.get("element"), *items(block.get("elements"))]
    return [element for element in found if isinstance(element, Mapping)]


def text_length(value: object) -> int:
    """Count the characters under every `text` key, however deep."""
    waiting, length = [value], 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            text = part.get("text")
            length += len(text) if isinstance(text, str) else 0
            waiting.extend(part.values())
        else:
            waiting.extend(items(part))
    return length


def _repeated_actions(blocks: object, at: Place) -> Iterator[Problem]:
    for index, block in enumerate(items(blocks)):
        if isinstance(block, Mapping):
            names = strings([element.get("action_id") for element in elements_of(block)])
            yield from repeated(names, at.into(index))


def _crowded(stack: list[Fields], at: Place) -> Iterator[Problem]:
    kinds = [block.get("type") for block in stack]
    for kind, most in (
        ("table", limits.TABLES_IN_MESSAGE),
        ("data_visualization", limits.CHARTS_IN_MESSAGE),
    ):
        if kinds.count(kind) > most.value:
            yield at.problem(f"no more than {most.value} {kind} blocks allowed")


def _contested_focus(stack: list[Fields], at: Place) -> Iterator[Problem]:
    wanting = [e for block in stack for e in elements_of(block) if e.get("focus_on_load") is True]
    if len(wanting) > 1:
        yield at.problem("only one element may have focus_on_load")


def _too_much_text(stack: list[Fields], at: Place) -> Iterator[Problem]:
    def kinds(*names: str) -> Iterable[Fields]:
        return (block for block in stack if block.get("type") in names)

    plain = [b for b in stack if b.get("type") not in ("markdown", *_TABLES)]
    sums = (
        ("markdown blocks", kinds("markdown"), limits.MARKDOWN_TEXT, at.code),
        ("table blocks", kinds("table"), limits.TABLE_TEXT, at.code),
        ("data_table blocks", kinds("data_table"), limits.DATA_TABLE_TEXT, at.code),
        ("blocks", plain, limits.PLAIN_BLOCKS_TEXT, "msg_blocks_too_long"),
    )
    for name, blocks, most, code in sums:
        if sum(map(text_length, blocks)) > most.value:
            problem = f"{name} must be less than {most.value + 1} characters in all"
            yield at.coded(code).problem(problem)
    whole = [block for block in stack if block.get("type") != "data_table"]
    if sum(map(text_length, whole)) > limits.BLOCKS_TEXT.value:
        problem = f"must be less than {limits.BLOCKS_TEXT.value + 1} characters in all"
        yield at.coded("msg_blocks_too_long").problem(problem)
