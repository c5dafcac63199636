"""Comments that were written to test the recogniser, and from which it never learns."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.text.training import Example

_NEAR_MISSES = {
    "resolved", "denied", "praised", "other_people", "question", "how_to", "vocabulary",
}  # fmt: skip


@dataclass(frozen=True)
class Fresh:
    """A comment, how it is written, and whether it served for development."""

    example: Example
    manner: str
    is_development: bool


def read_fresh() -> tuple[Fresh, ...]:
    """Return every comment; those not for development are for one look at the end."""
    file = Path(__file__).with_name("comments_fresh.yaml")
    return tuple(_of_lists(yaml.safe_load(file.read_text("utf-8"))))


def _of_lists(lists: dict[str, list[list[object]]]) -> Iterator[Fresh]:
    for number, (name, own) in enumerate(lists.items()):
        for place, (manner, *ids, text) in enumerate(own):
            shows = tuple(map(str, ids[0])) if ids and isinstance(ids[0], list) else (name,)
            is_nothing = name == "none"
            example = Example(
                str(text),
                shows=() if is_nothing else shows,
                is_near_miss=is_nothing and manner in _NEAR_MISSES,
            )
            # Lists follow one order of manners; so each half has the others of the next list.
            is_outer = place % 4 in (0, 3)
            yield Fresh(example, str(manner), is_outer == (number % 2 == 0))
