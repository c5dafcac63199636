"""Answers a question that leans on the one before it, and leaves every other one alone."""

import re
from dataclasses import replace
from typing import Final, Protocol

from bot.playbook.domain import Answer, Outcome, Passage, Section
from bot.playbook.quoting import quote
from bot.text.words import WEAK, terms

_LONGEST: Final = 12
_CONSIDERED: Final = 100
_SAYS_LITTLE: Final = WEAK | {"should", "must", "mean", "also", "exampl"}

_OPENS: Final = re.compile(
    r"(?:and|but|so|or|also|then|ok(?:ay)?|what about|how about|why(?= not\b|\W*$)|which ones?|"
    r"since when|for how long|such as|like what|for example|(?:give|show|tell) me (?:an?|more)|"
    r"more)\b",
    re.IGNORECASE,
)
_POINTS_BACK: Final = re.compile(
    r"\b(?:it|its|them|their|they|those|this one|that one|the same)\b"
    r"|\b(?:about|after|before|do|does|for|in|is|like|of|to|was|with|without) (?:that|this|these)\b"
    r"(?! [a-z]+ (?:that|which)\b)"
    r"|\b(?:that|this|these)\b(?=\W*$| (?:is|are|was|does|do|work|differ|mean|apply|cost|take)\b)",
    re.IGNORECASE,
)


class Askable(Protocol):
    """A playbook that can be asked."""

    def ask(self, question: str, *, limit: int = 10) -> Answer:
        """Return what it says, in its own words or not at all."""
        ...


def leans_on_the_last(text: str) -> bool:
    """Whether a question makes sense only together with the one before it."""
    is_short = len(text.split()) <= _LONGEST
    return is_short and bool(_OPENS.match(text) or _POINTS_BACK.search(text))


def answer_in_turn(
    playbook: Askable, text: str, *, after: str = "", page: str = "", anchor: str = ""
) -> tuple[Answer, bool]:
    """Return the answer, and whether the question was read together with the one before it.

    Args:
        playbook: what is asked.
        text: the question.
        after: what had been asked before, in the same conversation.
        page: on which page that was answered.
        anchor: by which of its sections.

    """
    own = playbook.ask(text)
    if not after or own.outcome is Outcome.COMPANY_FACT or not leans_on_the_last(text):
        return own, False
    subject = frozenset(terms(text)) - _SAYS_LITTLE
    if own.is_answered and len(subject) >= (3 if _OPENS.match(text) else 2):
        return own, False  # It names what it is about, whatever it points back to besides.
    together = playbook.ask(f"{after} {text}", limit=_CONSIDERED)
    return _on_the_same_page(together, subject, page=page, anchor=anchor) or together, True


def _on_the_same_page(
    together: Answer, subject: frozenset[str], *, page: str, anchor: str
) -> Answer | None:
    """Return the best other section of the same page that is about all that is asked on."""
    for passage in together.passages:
        place = passage.page.path, passage.section.anchor
        if place[0] == page and place[1] != anchor and _is_about(passage.section, subject):
            return _answered_by(passage, together, subject)
    return None


def _is_about(section: Section, subject: frozenset[str]) -> bool:
    said = frozenset(terms(f"{section.heading}\n{section.words}"))
    return bool(subject) and subject <= said


def _answered_by(first: Passage, together: Answer, subject: frozenset[str]) -> Answer:
    others = tuple(passage for passage in together.passages if passage is not first)
    words = quote(first.section, dict.fromkeys(subject, 1.0))
    return replace(
        together, outcome=Outcome.ANSWERED, passages=(first, *others), quote=words, reason=""
    )
