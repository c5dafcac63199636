"""How the fields of one object depend on each other."""

from collections.abc import Iterator, Mapping

from bot.sandbox.checks.problem import Place, Problem
from bot.sandbox.checks.rules import Fields, Relation


def exactly_one_of(*keys: str) -> Relation:
    """Ask for one of these fields and no second."""

    def relation(fields: Fields, at: Place) -> Iterator[Problem]:
        if sum(key in fields for key in keys) != 1:
            yield at.problem(f"exactly one of these fields is required: {', '.join(keys)}")

    return relation


def at_least_one_of(*keys: str) -> Relation:
    """Ask for one of these fields or more."""

    def relation(fields: Fields, at: Place) -> Iterator[Problem]:
        if not any(key in fields for key in keys):
            yield at.problem(f"at least one of these fields is required: {', '.join(keys)}")

    return relation


def not_above(lower: str, upper: str) -> Relation:
    """Ask that one number, if both are given, is no larger than the other."""

    def relation(fields: Fields, at: Place) -> Iterator[Problem]:
        low, high = _number(fields.get(lower)), _number(fields.get(upper))
        if low is not None and high is not None and low > high:
            yield at.into(lower).problem(f"must not be more than {upper}")

    return relation


def distinct(key: str) -> Relation:
    """Ask that the strings of a list differ from each other."""

    def relation(fields: Fields, at: Place) -> Iterator[Problem]:
        yield from repeated(strings(fields.get(key)), at.into(key))

    return relation


def distinct_options(fields: Fields, at: Place) -> Iterator[Problem]:
    """Ask that no two options of a menu carry the same value, or a choice can't be told apart."""
    values = [option.get("value") for option in offered_options(fields)]
    yield from repeated([value for value in values if isinstance(value, str)], at.into("options"))


def initial_is_offered(fields: Fields, at: Place) -> Iterator[Problem]:
    """Ask that what is chosen at first is one of the options, word for word."""
    offered = offered_options(fields)
    if "initial_option" in fields and fields["initial_option"] not in offered:
        yield at.into("initial_option").problem("must be one of the options")
    for index, option in enumerate(items(fields.get("initial_options"))):
        if option not in offered:
            yield at.into("initial_options").into(index).problem("must be one of the options")


def selection_fits(initial: str) -> Relation:
    """Ask that a multi-select starts with no more than it may end with."""

    def relation(fields: Fields, at: Place) -> Iterator[Problem]:
        most = fields.get("max_selected_items")
        if isinstance(most, int) and len(items(fields.get(initial))) > most:
            yield at.into(initial).problem("must not hold more than max_selected_items")

    return relation


def initial_text_fits(fields: Fields, at: Place) -> Iterator[Problem]:
    """Ask that the text an input starts with keeps the input's own lengths."""
    text, most, least = (fields.get(key) for key in ("initial_value", "max_length", "min_length"))
    if not isinstance(text, str):
        return
    if isinstance(most, int) and len(text) > most:
        yield at.into("initial_value").problem("must not be longer than max_length")
    if isinstance(least, int) and len(text) < least:
        yield at.into("initial_value").problem("must not be shorter than min_length")


def initial_number_fits(fields: Fields, at: Place) -> Iterator[Problem]:
    """Ask that the number an input starts with lies where the input allows."""
    number = _number(fields.get("initial_value"))
    least, most = _number(fields.get("min_value")), _number(fields.get("max_value"))
    if number is None:
        return
    if (least is not None and number < least) or (most is not None and number > most):
        yield at.into("initial_value").problem("must lie between min_value and max_value")


def whole_unless_decimals(fields: Fields, at: Place) -> Iterator[Problem]:
    """Ask that an input for whole numbers names whole numbers only."""
    if fields.get("is_decimal_allowed") is not False:
        return
    for key in ("initial_value", "min_value", "max_value"):
        numeral = fields.get(key)
        if isinstance(numeral, str) and "." in numeral:
            yield at.into(key).problem("must be a whole number, as is_decimal_allowed is false")


def repeated(values: list[str], at: Place) -> Iterator[Problem]:
    """Report each string that stands in the list more than once."""
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield at.problem(f"{value!r} stands here more than once")


def offered_options(fields: Fields) -> list[Mapping[object, object]]:
    """Read the options an element offers, in groups or not."""
    groups = [group for group in items(fields.get("option_groups")) if isinstance(group, Mapping)]
    lists = [fields.get("options"), *(group.get("options") for group in groups)]
    return [option for found in lists for option in items(found) if isinstance(option, Mapping)]


def items(value: object) -> list[object]:
    """Read a list as a list and anything else as an empty one; its type is another rule's."""
    return list(value) if isinstance(value, list | tuple) else []


def strings(value: object) -> list[str]:
    """Read the strings of a list."""
    return [item for item in items(value) if isinstance(item, str)]


def _number(value: object) -> float | None:
    """Read a number, also one written as a string, as number inputs want them."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None
