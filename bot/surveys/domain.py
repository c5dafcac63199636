"""The rules of the pulse: what is asked when, who may answer what, and when a mean is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.surveys.fear import Feared, OwnFear
from bot.surveys.local_hour import LocalHour
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
    """One week's pulse of a team; `week` is its Monday.

    `is_open` is whether it is an open round, in which nothing is anonymous; whether it takes
    answers is its `state`. `asked` and `ends` are when it opens and closes on everybody's own
    clock; where they aren't known, the team's day and hour hold.
    """

    id: int
    team_id: int
    week: date
    opens_at: datetime
    closes_at: datetime
    state: RoundState
    is_open: bool = False
    asked: LocalHour | None = None
    ends: LocalHour | None = None


@dataclass(frozen=True)
class Item:
    """A statement as it was put to a team, with the five steps it is answered on.

    Its wave is the week (a Monday) in which it was first put; it may stay open for longer.
    `is_open` is whether it is shown as an item of an open round, in which nothing is anonymous.
    """

    id: int
    team_id: int
    wave: date
    statement_id: str
    text: str
    question: str
    options: tuple[str, ...]
    state: ItemState
    is_open: bool = False

    def label(self, choice: Choice) -> str:
        """Return a choice in the item's own words."""
        if choice is Choice.DONT_KNOW:
            return "Don't know"
        if choice is Choice.NOT_APPLICABLE:
            return "Doesn't apply"
        return self.options[int(choice.value) - 1]


@dataclass(frozen=True)
class Respondent:
    """Somebody who was asked an item, as the item's key hides them.

    `user_id` is empty where the key came to nothing, so that nobody can be told.
    """

    token: bytes
    counts: bool
    user_id: str = ""


@dataclass(frozen=True)
class HeldAnswer:
    """An answer of an open item."""

    token: bytes
    choice: Choice


@dataclass(frozen=True)
class Comment:
    """What somebody wrote with an item, and whether they allow that others read it.

    `correction` is what they say that it shows, where the bot took it for something else: an
    anti-pattern's id, or that it shows none.
    """

    text: str
    may_show: bool
    correction: str | None = None


@dataclass(frozen=True)
class OwnAnswer:
    """What one person has stored with an item so far.

    `may_show` is whether they allow that others read their comment, `correction` what they say that
    it shows.
    """

    item: Item
    choice: Choice | None
    comment: str | None
    may_show: bool = False
    correction: str | None = None


@dataclass(frozen=True)
class Sheet:
    """One person's items of a round, with their own answers so far.

    `is_skipped` is whether they skip the week; `has_left` whether the team asks them no more;
    `counts_in_parent` whether what they answer counts over several teams, too; `threshold` how many
    members must have scored a statement before its average is shown; `fear` is the fear question,
    in a week that has it.
    """

    team_name: str
    channel_id: str
    round: Round
    user_id: str
    counts: bool
    answers: tuple[OwnAnswer, ...]
    is_skipped: bool = False
    has_left: bool = False
    counts_in_parent: bool = False
    threshold: int = FEWEST_TO_SHOW
    fear: OwnFear | None = None

    @property
    def fresh(self) -> tuple[OwnAnswer, ...]:
        """The week's own items, without those held from earlier weeks below them."""
        return tuple(answer for answer in self.answers if answer.item.wave == self.round.week)

    @property
    def is_done(self) -> bool:
        """Whether all of the week's own items are answered."""
        return all(answer.choice is not None for answer in self.fresh)


@dataclass(frozen=True)
class Figure:
    """What an item shows: a mean in tenths, and of how many scores where that may be told."""

    tenths: int
    count: int | None = None


@dataclass(frozen=True)
class ReleasedItem:
    """An item's figure, as it is shown.

    `count` is of how many scores, told in open rounds only; elsewhere it is of `threshold` members
    or more.
    """

    item: Item
    tenths: int
    count: int | None = None
    threshold: int = FEWEST_TO_SHOW

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
        members: how many of them count towards the threshold.
        counts_in_parent: whether what ended counts in a parent, shown here or not.
        threshold: how many members must have scored a statement before its average is shown.
        feared: what the fear question showed, if it ended with this week and was shown.

    """

    round: Round
    team_name: str
    channel_id: str
    is_private: bool
    released: tuple[ReleasedItem, ...]
    held: tuple[Item, ...]
    unshown: tuple[Item, ...]
    asked: tuple[str, ...]
    members: int
    counts_in_parent: bool = False
    threshold: int = FEWEST_TO_SHOW
    feared: Feared | None = None

    @property
    def is_shown_open(self) -> bool:
        """Whether an open round was shown as one, since everybody still agreed at its close."""
        ended = (*(released.item for released in self.released), *self.unshown)
        return self.round.is_open and any(item.is_open for item in ended)


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
