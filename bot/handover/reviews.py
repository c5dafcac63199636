"""Whether a card still says what is so: who is asked, about which sections, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

MOST_AT_ONCE: Final = 3
"""How many sections somebody is asked about in one message."""

ASKED_AGAIN_AFTER: Final = timedelta(days=7)
"""A section of which somebody said nothing is put before them again after so long."""


class Said(StrEnum):
    """What somebody said of a section; nothing yet, that it is right, or that it has changed."""

    NOTHING = ""
    RIGHT = "right"
    CHANGED = "changed"


@dataclass(frozen=True)
class Review:
    """One section that was put before one person.

    Attributes:
        id: of its row.
        user_id: who was asked.
        model_id: which model.
        section: which section.
        version: of the answer that they were shown.
        because: why they were asked, in words.
        asked_on: the day on which it was put before them.
        said: what they said.
        said_at: when.

    """

    id: int
    user_id: str
    model_id: int
    section: str
    version: int
    because: str
    asked_on: date
    said: Said = Said.NOTHING
    said_at: datetime | None = None


def choose_reader(
    candidates: Sequence[str | None], *, author_id: str, inactive: Collection[str]
) -> str | None:
    """Return the one person who is asked: the first who is there and did not write it."""
    for user_id in candidates:
        if user_id is not None and user_id != author_id and user_id not in inactive:
            return user_id
    return None
