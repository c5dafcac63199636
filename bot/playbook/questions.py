"""What becomes of a question: how long it is kept, when two are the same gap, what keepers see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.errors import UserFacingError
from bot.playbook.domain import Answer, Outcome

LONGEST_QUESTION: Final = 3_000
LONGEST_REASON: Final = 1_000

CONVERSATION_LASTS: Final = timedelta(days=7)
"""How long a thread or direct message remembers what was asked in it last."""
VOTER_IS_KNOWN: Final = timedelta(days=7)
"""How long it is kept who found an answer helpful, so that a second press replaces the first."""
ACT_IS_KNOWN: Final = timedelta(days=7)
"""How long a message counts as answered: Slack repeats events, and tells of edits as if new."""
QUESTIONS_LAST: Final = timedelta(days=365)
TELLING_LASTS: Final = timedelta(days=28)
"""For as long a message may be drawn anew; then it is forgotten who asked to be told."""

REPORTED_ON: Final = 4
_REPORTED_AT: Final = time(8, tzinfo=UTC)
_MOST_DIFFERENT: Final = 0.5
_LONGEST_TOPIC: Final = 500

_PLEASANTRY: Final = re.compile(
    r"hi|hello|hey|hi there|hello there|good morning|help|help me|(?:many )?thanks|thanks a lot|"
    r"thank you|thx|cheers|ok|okay|great|cool|nice|perfect|got it|bye|yes|no|test|"
    # Words for the rest of the bot: `/mlops help`, which they are told of, lists its commands.
    r"stop|pause|skip|menu|commands|leave|join|unsubscribe|set ?up|settings|privacy|"
    r"(?:what|who) are you|what can you do"
)


class AskError(UserFacingError):
    """Something about a question that cannot be done (any more); the text says why."""


@dataclass(frozen=True)
class Question:
    """A question as it is stored: without who asked.

    Args:
        id: of its row.
        text: as it was typed.
        outcome: what became of it.
        after: what had been asked before, where it makes sense only together with that.
        page: the page of the answer, or of the nearest section.
        anchor: the section's part of a link.
        asked_on: the day.

    """

    id: int
    text: str
    outcome: Outcome
    after: str
    page: str
    anchor: str
    asked_on: date

    @property
    def topic(self) -> str:
        """What a question that leans on this one is about."""
        return f"{self.after} {self.text}".strip()[-_LONGEST_TOPIC:]


@dataclass(frozen=True)
class Asked:
    """What somebody asked, and what the playbook says to it; `question` is None if not stored."""

    text: str
    answer: Answer
    question: Question | None = None
    after: str = ""
    is_cut: bool = False

    @property
    def is_as_stored(self) -> bool:
        """Whether the playbook says the same as when the question was stored, from one section."""
        if self.question is None or not self.answer.passages:
            return False
        first = self.answer.passages[0]
        return (self.question.outcome, self.question.page, self.question.anchor) == (
            self.answer.outcome,
            first.page.path,
            first.section.anchor,
        )


@dataclass(frozen=True)
class Subscription:
    """Somebody wants to be told once a question is covered.

    Args:
        token: names it in a delivery's key, so that the key tells neither question nor answer.
        user_id: whom to tell.
        question: what they asked.
        looked_in: the edition of the playbook that did not cover it.
        told_on: the day on which the message to them was owed.

    """

    token: str
    user_id: str
    question: Question
    looked_in: str
    told_on: date | None = None


@dataclass(frozen=True)
class Gap:
    """Similar questions that were not answered: how the first was worded, and how many."""

    wording: str
    count: int
    after: str = ""


@dataclass(frozen=True)
class Unhelpful:
    """A section that did not help: with which questions, why, and how often."""

    page: str
    anchor: str
    count: int
    questions: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A week of the playbook, for those who keep it."""

    until: date
    asked: int
    gaps: tuple[Gap, ...]
    unhelpful: tuple[Unhelpful, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to do about it."""
        return not (self.gaps or self.unhelpful)


def is_question(text: str) -> bool:
    """Whether there is anything to look for: a greeting, thanks or an emoji is none."""
    if not any(character.isalnum() for character in _without_emoji(text)):
        return False
    plain = re.sub(r"[^\w\s]", "", text.lower()).strip()
    return _PLEASANTRY.fullmatch(" ".join(plain.split())) is None


def is_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two questions ask the same: at least half of all their terms are in both."""
    first, second = frozenset(one), frozenset(other)
    if not first or not second:
        return first == second
    return len(first & second) / len(first | second) >= _MOST_DIFFERENT


def last_report_day(now: datetime) -> date:
    """Return the last day on which a report was due; it tells of the seven days before that."""
    day = now.astimezone(UTC).date()
    day -= timedelta(days=(day.weekday() - REPORTED_ON) % 7)
    return day if report_moment(day) <= now else day - timedelta(days=7)


def report_moment(day: date) -> datetime:
    """Return when the report of a day falls due."""
    return datetime.combine(day, _REPORTED_AT)


def _without_emoji(text: str) -> str:
    return re.sub(r":[\w+'-]+:", " ", text)
