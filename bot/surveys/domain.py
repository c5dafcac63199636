"""The rules of the pulse: what is asked when, who may answer what, and when a mean is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.teams.domain import FEWEST_TO_SHOW

WEEKS_OPEN: Final = 3
"""How many weeks an item with too few scores stays open, its first one included."""

LONGEST_COMMENT: Final = 3000


class AnswerError(UserFacingError):
    """An answer that cannot be taken; the text says why."""


class ItemReleasedError(AnswerError):
    """The item is closed."""


class NotAskedError(AnswerError):
    """The person is not among those who were asked."""


class Choice(StrEnum):
    """What can be answered: a score, or one of two reasons for giving none."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    DONT_KNOW = "dont-know"
    NOT_APPLICABLE = "not-applicable"

    @property
    def score(self) -> int | None:
        """The score from 1 to 5, or None where the person gave none."""
        return int(self.value) if self.value.isdecimal() else None


class ItemState(StrEnum):
    """Whether an item takes answers, was shown, or ended with too few scores to show."""

    OPEN = "open"
    RELEASED = "released"
    UNSHOWN = "unshown"


class RoundState(StrEnum):
    """Where a week stands; a missed one came and went while the bot was not running."""

    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"


@dataclass(frozen=True)
class Round:
    """One week's pulse of a team; `week` is its Monday."""

    id: int
    team_id: int
    week: date
    opens_at: datetime
    closes_at: datetime
    state: RoundState


@dataclass(frozen=True)
class Item:
    """A statement as it was put to a team, with the five steps it is answered on.

    Its wave is the week (a Monday) in which it was first put; it may stay open for longer.
    """

    id: int
    team_id: int
    wave: date
    statement_id: str
    text: str
    question: str
    options: tuple[str, ...]
    state: ItemState

    def label(self, choice: Choice) -> str:
        """Return a choice in the item's own words."""
        if choice is Choice.DONT_KNOW:
            return "Don't know"
        if choice is Choice.NOT_APPLICABLE:
            return "Doesn't apply"
        return self.options[int(choice.value) - 1]


@dataclass(frozen=True)
class Respondent:
    """Somebody who was asked an item, as the item's key hides them."""

    token: bytes
    counts: bool


@dataclass(frozen=True)
class HeldAnswer:
    """An answer of an open item."""

    token: bytes
    choice: Choice


@dataclass(frozen=True)
class OwnAnswer:
    """What one person has stored with an item so far."""

    item: Item
    choice: Choice | None
    comment: str | None


@dataclass(frozen=True)
class Sheet:
    """One person's items of a round, with their own answers so far."""

    team_name: str
    round: Round
    user_id: str
    counts: bool
    answers: tuple[OwnAnswer, ...]

    @property
    def fresh(self) -> tuple[OwnAnswer, ...]:
        """The week's own items, without those held from earlier weeks below them."""
        return tuple(answer for answer in self.answers if answer.item.wave == self.round.week)


@dataclass(frozen=True)
class ReleasedItem:
    """An item's figure, as it is shown."""

    item: Item
    tenths: int

    @property
    def mean(self) -> str:
        """The mean to one decimal, such as "3.4"."""
        return f"{self.tenths // 10}.{self.tenths % 10}"

    @property
    def words(self) -> str:
        """The mean in the words of the item's own steps."""
        step, rest = divmod(self.tenths, 10)
        if rest == 0:
            return f"“{self.item.options[step - 1]}”"
        return f"between “{self.item.options[step - 1]}” and “{self.item.options[step]}”"


@dataclass(frozen=True)
class Summary:
    """What a week showed, the same for the team and its leads.

    Attributes:
        released: the items whose figures are shown now, for the only time.
        held: those with too few scores so far, which stay open.
        unshown: those that had too few for as long as an item stays open.
        asked: whom the week asked, members before leads.

    """

    round: Round
    team_name: str
    channel_id: str
    is_private: bool
    released: tuple[ReleasedItem, ...]
    held: tuple[Item, ...]
    unshown: tuple[Item, ...]
    asked: tuple[str, ...]


def check_open(item: Item) -> None:
    """Raise unless the item still takes answers.

    Raises:
        ItemReleasedError: it is closed.

    """
    if item.state is ItemState.RELEASED:
        raise ItemReleasedError(
            "That wasn't stored: this statement's average is out, so answers to it can't change. "
            "Others come with the next pulse."
        )
    if item.state is ItemState.UNSHOWN:
        raise ItemReleasedError(
            "That wasn't stored: this statement is closed. Others come with the next pulse."
        )


def check_comment(text: str) -> str:
    """Return the comment as it is stored.

    Raises:
        AnswerError: it is too long.

    """
    if len(text) > LONGEST_COMMENT:
        raise AnswerError(
            f"That wasn't stored: a comment has at most {LONGEST_COMMENT} characters, and this has "
            f"{len(text)}."
        )
    # Half of a character pair cannot be stored; it becomes a question mark.
    return text.strip().encode("utf-8", "replace").decode()


def mean_to_show(answers: Sequence[HeldAnswer], respondents: Sequence[Respondent]) -> int | None:
    """Return an item's mean in tenths, or None where too few members have scored it.

    Leads' scores are part of the mean and do not count towards the five: a lead who takes their
    own score out again still sees the mean of five. An answer of nobody who was asked (one given
    under a lost secret) is left out, since its giver may have answered again.
    """
    counts = {respondent.token: respondent.counts for respondent in respondents}
    scored = [
        (answer.choice.score, counts[answer.token])
        for answer in answers
        if answer.token in counts and answer.choice.score is not None
    ]
    if sum(is_member for _, is_member in scored) < FEWEST_TO_SHOW:
        return None
    # Half up in whole numbers; floats would round some halves down.
    total = sum(score for score, _ in scored)
    return (total * 20 + len(scored)) // (2 * len(scored))
