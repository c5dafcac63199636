"""What the owners of one model say of the same section, and whether they say the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.handover.cards.sections import CRITICAL
from bot.handover.domain import SectionText
from bot.text.words import terms

_ALIKE: Final = 0.5
"""How much of the shorter answer has to be in the longer one."""
_LABEL: Final = re.compile(r"\*\*[^*\n]+\*\*")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


class Kept(StrEnum):
    """Whose words stay on the card."""

    FIRST = "first"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True)
class BlindAnswer:
    """What a second owner says of a section, asked without having been shown the first's words.

    Attributes:
        model_id: which model.
        section_id: which section.
        user_id: who answered.
        text: as it would stand on the card; empty where they don't know.
        kept: whose words stay, once somebody has said so.
        decided_by: who said so.

    """

    model_id: int
    section_id: str
    user_id: str
    text: str
    kept: Kept | None = None
    decided_by: str | None = None


@dataclass(frozen=True)
class Disagreement:
    """One section on which two owners do not say the same, side by side."""

    first: SectionText
    other: BlindAnswer


def do_differ(one: str, other: str) -> bool:
    """Whether two answers seem to say something else; in doubt they do, and people look.

    Other numbers or other people are another answer, whatever the words around them. What one
    knows and the other does not is a difference; what neither knows is none.
    """
    if not one or not other:
        return bool(one) is not bool(other)
    for pattern in (_NUMBER, _PERSON):
        first, second = set(pattern.findall(one)), set(pattern.findall(other))
        if first and second and first != second:
            return True
    said, also = _terms(one), _terms(other)
    shorter = min(len(said), len(also))
    return bool(shorter) and len(said & also) / shorter < _ALIKE


def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(_PERSON.sub(" ", _LABEL.sub(" ", text))))


def list_unasked(answers: Sequence[BlindAnswer], user_id: str) -> tuple[str, ...]:
    """Return the critical sections that an owner has not been heard on apart from the others."""
    heard = {answer.section_id for answer in answers if answer.user_id == user_id}
    return tuple(section for section in CRITICAL if section not in heard)


def list_disagreements(
    texts: Sequence[SectionText], answers: Sequence[BlindAnswer], *, first_id: str | None
) -> tuple[Disagreement, ...]:
    """Return where somebody says something else than the first owner, and nobody has decided."""
    told = {text.section: text for text in texts if text.author_id == first_id}
    return tuple(
        Disagreement(told[answer.section_id], answer)
        for answer in answers
        if answer.kept is None
        and answer.section_id in told
        and do_differ(told[answer.section_id].text, answer.text)
    )
