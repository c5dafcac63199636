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
        doubted_by: who has said since that this isn't so any more.
        doubted_on: when.
        is_rewritten: new words stand on the card, which nobody has confirmed yet.
        gone: whom the text names although their accounts are off by now.

    """

    heading: str
    text: str
    author_id: str
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    doubted_by: str | None = None
    doubted_on: date | None = None
    is_rewritten: bool = False
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardFindings:
    """A question names a model: what its card answers, or that its card leaves the question open.

    Args:
        model: what people call it.
        name: what commands call it.
        answers: the sections that answer, the best first; may be none.
        owner_id: whose the model is, if anybody's.
        is_about_owner: whether that is what was asked.
        is_open: the card has no answer.
        is_pointed: the question can only be about this model, not about models of its kind.
        is_withheld: the card is for the model's team only, and the asker is not in it.

    """

    model: str
    name: str
    answers: Sequence[CardAnswer] = ()
    owner_id: str | None = None
    is_about_owner: bool = False
    is_open: bool = False
    is_pointed: bool = False
    is_withheld: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether nothing else need be asked."""
        return bool(self.answers) or self.is_about_owner


class CardSource(Protocol):
    """Knows models' cards, and who may read which."""

    def search(self, question: str, *, asker: str, is_public: bool) -> CardFindings | None:
        """Return what a model's card says, or None where the question names no model.

        Args:
            question: as it was typed, without markup.
            asker: who asks.
            is_public: others than the asker see the answer.

        """
        ...

    def note(self, question: str, *, asker: str, now: datetime) -> None:
        """Count a question that a card leaves open, for the model's owner."""
        ...


def note_open(
    cards: CardSource,
    found: CardFindings | None,
    question: str,
    *,
    asker: str,
    is_covered: bool,
    now: datetime,
) -> CardFindings | None:
    """Return what is said of a card above the playbook's answer, counting what it leaves open.

    Where the playbook covers a question that may be about models of a kind, such as churn models,
    nothing is said, and the owner of the model of that name isn't asked.
    """
    if found is None or (is_covered and not found.is_pointed):
        return None
    if found.is_open:
        cards.note(question, asker=asker, now=now)
    return found
