"""The few kinds of rule that descriptions of blocks and elements are written with."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.sandbox.checks.limits import Limit
from bot.sandbox.checks.problem import Place, Problem, Surface

EVERY_SURFACE: frozenset[Surface] = frozenset({"message", "modal", "home"})

Fields = Mapping[object, object]
Relation = Callable[[Fields, Place], Iterator[Problem]]


class Rule(Protocol):
    """Looks at one value and says what is wrong with it."""

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        ...


@dataclass(frozen=True)
class String:
    """A string of a length, and of a form if `pattern` is given."""

    at_most: Limit | None = None
    at_least: int = 1
    pattern: str = ""
    form: str = ""

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if not isinstance(value, str):
            yield at.problem("must be a string")
            return
        if len(value) < self.at_least:
            yield at.problem(f"must be more than {self.at_least - 1} characters")
        elif self.at_most and len(value) > self.at_most.value:
            yield at.problem(f"must be less than {self.at_most.value + 1} characters")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield at.problem(f"must be {self.form}")


@dataclass(frozen=True)
class OneOf:
    """One of a few fixed words."""

    words: tuple[str, ...]

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if not isinstance(value, str) or value not in self.words:
            yield at.problem(f"must be one of: {', '.join(self.words)}")


@dataclass(frozen=True)
class Flag:
    """True or false; the words "true" and "false" won't do."""

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if not isinstance(value, bool):
            yield at.problem("must be a boolean")


@dataclass(frozen=True)
class Whole:
    """A whole number between two others."""

    at_least: int = 0
    at_most: Limit | None = None

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield at.problem("must be an integer")
        elif value < self.at_least:
            yield at.problem(f"must be at least {self.at_least}")
        elif self.at_most and value > self.at_most.value:
            yield at.problem(f"must be at most {self.at_most.value}")


@dataclass(frozen=True)
class Number:
    """A finite number, positive if asked."""

    is_positive: bool = False

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield at.problem("must be a number")
        elif isinstance(value, float) and not math.isfinite(value):
            yield at.problem("must be a finite number")
        elif self.is_positive and value <= 0:
            yield at.problem("must be more than 0")


@dataclass(frozen=True)
class ListOf:
    """A list of things that all keep the same rule."""

    rule: Rule
    at_most: Limit | None = None
    at_least: int = 1

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if not isinstance(value, list | tuple):
            yield at.problem("must be an array")
            return
        if len(value) < self.at_least:
            yield at.problem(f"no fewer than {self.at_least} items allowed")
        if self.at_most and len(value) > self.at_most.value:
            yield at.problem(f"no more than {self.at_most.value} items allowed")
        for index, item in enumerate(value):
            yield from self.rule.check(item, at.into(index))


@dataclass(frozen=True)
class Shape:
    """An object: the fields it must have, those it may have, and how they depend on each other."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    surfaces: frozenset[Surface] = EVERY_SURFACE

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if not isinstance(value, Mapping):
            yield at.problem("must be an object")
            return
        if at.surface not in self.surfaces:
            yield at.problem(f"not supported in a {at.surface}")
        rules = {**self.required, **self.optional}
        for key in self.required:
            if key not in value:
                yield at.problem(f"missing required field: {key}")
        for key, inner in value.items():
            if key in rules:
                yield from rules[key].check(inner, at.into(key))
            else:
                yield at.problem(f"invalid additional property: {key}")
        for relation in self.relations:
            yield from relation(value, at)


@dataclass(frozen=True)
class Tagged:
    """An object whose `type` says which description it must keep."""

    kinds: Mapping[str, Shape]

    def check(self, value: object, at: Place) -> Iterator[Problem]:
        """Yield each problem found in `value`."""
        if not isinstance(value, Mapping):
            yield at.problem("must be an object")
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            yield at.problem("missing required field: type")
        elif kind not in self.kinds:
            yield at.problem(f"unsupported type: {kind}")
        else:
            rest = {key: inner for key, inner in value.items() if key != "type"}
            yield from self.kinds[kind].check(rest, at)
