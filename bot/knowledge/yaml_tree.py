"""Reads YAML text into plain values that remember their lines, and says in sentences what is wrong.

People write these files by hand, so the reader takes the plain part of YAML only: text keys, no
aliases, no tags of its own. What is refused is what surprises people, or makes a small file huge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

YamlPath = tuple[str | int, ...]

_MAX_DEPTH = 20
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
# The same grammar either way; the compiled one is ten times as fast, and not built everywhere.
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@dataclass(frozen=True)
class Fault:
    """Something wrong on a line, in a sentence that ends with the remedy."""

    line: int
    message: str


class YamlFaultsError(Exception):
    """The text is not the plain YAML that is read here."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"line {fault.line}: {fault.message}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class YamlTree:
    """A YAML text's value, with the line on which each part of it stands."""

    value: object
    _root: yaml.Node
    _shift: int

    def line_of(self, path: YamlPath) -> int:
        """Return the line of the part at `path`, or of the nearest part around it."""
        node, line = self._root, _line(self._root)
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line + self._shift


def read_tree(text: str, *, first_line: int = 1) -> YamlTree:
    """Return what the text holds.

    Args:
        text: a whole file, or a part of one such as a page's front matter.
        first_line: the line of the file on which the text begins.

    Raises:
        YamlFaultsError: with every fault found, at least one.

    """
    shift = first_line - 1
    try:
        _refuse_the_unreadable(text)
        root = _compose(text)
    except YamlFaultsError as error:
        raise YamlFaultsError(_shifted(error.faults, shift)) from error
    reading = _Reading()
    value = reading.value_of(root)
    if reading.faults:
        raise YamlFaultsError(_shifted(tuple(reading.faults), shift))
    return YamlTree(value=value, _root=root, _shift=shift)


def _shifted(faults: tuple[Fault, ...], shift: int) -> tuple[Fault, ...]:
    return tuple(Fault(fault.line + shift, fault.message) for fault in faults)


def _refuse_the_unreadable(text: str) -> None:
    """Look before a tree is built: deep nesting and aliases can exhaust the machine."""
    control = _CONTROL_CHARACTER.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise _one_fault(
            line, f"There is an invisible character (U+{ord(control.group()):04X}); take it out."
        )
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise _one_fault(_line(event), "This is nested too deeply; check the brackets.")
        if isinstance(event, yaml.AliasEvent):
            raise _one_fault(
                _line(event),
                f"`*{event.anchor}` refers to another place in the file, which isn't read here; "
                "write it out, or put it in quotes if it is text.",
            )


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _fault_of(error, text) from error


def _compose(text: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _fault_of(error, text) from error
    if root is None:
        raise _one_fault(1, "There is nothing here; fill it in or remove it.")
    return root


class _Reading:
    """One walk over the nodes: the values, and every fault on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._scalars = yaml.constructor.SafeConstructor()

    def value_of(self, node: yaml.Node) -> object:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value_of(entry) for entry in node.value]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, object]:
        lines: dict[str, int] = {}
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            key, line = self._key(key_node), _line(key_node)
            if key is None:
                continue
            if key in lines:
                self._add(
                    line,
                    f"`{key}` stands here a second time (first on line {lines[key]}); "
                    "keep one of the two.",
                )
                continue
            lines[key] = line
            values[key] = self.value_of(value_node)
        return values

    def _key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str":
            return str(node.value)
        self._add(_line(node), "A name before a colon should be plain text; put it in quotes.")
        return None

    def _scalar(self, node: yaml.Node) -> object:
        try:
            value: object = self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError):
            # A date such as 2022-13-45 is a ValueError, an unknown tag a YAMLError.
            self._add(_line(node), f"`{node.value}` can't be read; put it in quotes.")
            return str(node.value)
        return value

    def _add(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == step:
                return value_node, _line(key_node)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        entry: yaml.Node = node.value[step]
        return entry, _line(entry)
    return None


def _line(marked: yaml.Node | yaml.Event) -> int:
    mark = marked.start_mark
    return 1 if mark is None else int(mark.line) + 1


def _fault_of(error: yaml.YAMLError, text: str) -> YamlFaultsError:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _one_fault(1, "This is not YAML; check the characters in it.")
    number, problem = int(error.problem_mark.line), error.problem or ""
    line = "".join(text.splitlines()[number : number + 1])
    if "\t" in line[: len(line) - len(line.lstrip())]:
        message = "There is a tab before the text; indent with spaces."
    elif "mapping values are not allowed" in problem:
        message = "There is a colon where none can stand; put the whole text in quotes."
    elif "cannot start any token" in problem:
        message = "There is a character that text can't begin with; put the text in quotes."
    else:
        message = f"This is not YAML ({problem}); check the indentation, quotes and brackets here."
    return _one_fault(number + 1, message)


def _one_fault(line: int, message: str) -> YamlFaultsError:
    return YamlFaultsError((Fault(line, message),))
