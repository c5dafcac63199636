"""What models' cards say to a question; whoever knows the cards is handed in by `app.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class CardAnswer:
    """A section of a model's card that somebody other than its author has confirmed.

    Args:
        heading: the section's.
        text: in markdown, in its author's words.
        author_id: who wrote it.
        confirmed_by: who has confirmed it.
        confirmed_on: when.

    """

    heading: str
    text: str
    author_id: str
    confirmed_by: str | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True)
class CardFindings:
    """A question names a model: what its card answers, or that the question is noted for its owner.

    Args:
        model: what people call it.
        name: what commands call it.
        answers: the sections that answer, the best first; may be none.
        owner_id: whose the model is, if anybody's.
        is_about_owner: whether that is what was asked.
        is_noted: the card left it open, and the question was written down.
        is_withheld: the card is for the model's team only, and the asker is not in it.

    """

    model: str
    name: str
    answers: Sequence[CardAnswer] = ()
    owner_id: str | None = None
    is_about_owner: bool = False
    is_noted: bool = False
    is_withheld: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether nothing else need be asked."""
        return bool(self.answers) or self.is_about_owner


class CardSource(Protocol):
    """Knows models' cards, and who may read which."""

    def search(
        self, question: str, *, asker: str, is_public: bool, now: datetime
    ) -> CardFindings | None:
        """Return what a model's card says, or None where the question names no model.

        Args:
            question: as it was typed, without markup.
            asker: who asks.
            is_public: others than the asker see the answer.
            now: the present moment.

        """
        ...
