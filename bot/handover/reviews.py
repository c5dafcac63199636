"""Whether a card still says what is so: who is asked, about which sections, and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.handover.domain import SectionText

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


def list_still_changed(
    reviews: Iterable[Review], texts: Iterable[SectionText]
) -> tuple[Review, ...]:
    """Return what was said of these very answers, and what nobody has confirmed since."""
    stands = {(text.model_id, text.section): text for text in texts}
    found = {}
    for review in reviews:
        text = stands.get((review.model_id, review.section))
        if text is None or text.version != review.version or review.said_at is None:
            continue
        if text.confirmed_at is None or text.confirmed_at <= review.said_at:
            found[review.section] = review
    return tuple(found.values())


def choose_reader(
    candidates: Sequence[str | None], *, author_id: str, inactive: Collection[str]
) -> str | None:
    """Return the one person who is asked: the first who is there and did not write it."""
    for user_id in candidates:
        if user_id is not None and user_id != author_id and user_id not in inactive:
            return user_id
    return None
