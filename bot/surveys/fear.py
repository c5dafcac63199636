"""The rules of the fear question: which model people would least like to be paged for.

Members choose one of their team's models, or none. What is shown names at most two models, each in
a band of shares, and only where nobody's own choice can be worked out of it. Why the numbers are as
they are is argued in docs/decisions.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.errors import UserFacingError

ASKED_EVERY: Final = timedelta(weeks=13)
"""A team is asked once a quarter at most, whatever became of it."""

ASKED_AFTER: Final = timedelta(weeks=4)
"""A new team is not asked before it has seen a month of statements."""

OPEN_FOR: Final = timedelta(weeks=3)
"""As long as a statement with too few scores."""

FEWEST_MODELS: Final = 2
MOST_MODELS: Final = 25
MOST_NAMED: Final = 2

FEWEST_TO_NAME: Final = 3
"""So many members, and a third of those who answered, must have named a model that is shown."""

NONE: Final = "none"
UNSAID: Final = "unsaid"
"""What can be chosen beside a model: none of them, and to say nothing, which counts as nothing."""


class FearError(UserFacingError):
    """A choice that cannot be taken; the text says why."""


class FearState(StrEnum):
    """Whether a question takes choices, was shown, or ended with too few to show anything."""

    OPEN = "open"
    SHOWN = "shown"
    UNSHOWN = "unshown"


class Band(StrEnum):
    """How many of those who answered named a model, so coarse that no number can be read off it."""

    MOST = "more than half"
    MANY = "a third to half"


@dataclass(frozen=True)
class LiveModel:
    """A model that a team runs.

    Args:
        id: of its row in the register.
        title: what people call it.
        name: what commands call it.
        proven: how many people are proven to be able to run it, whoever they are.

    """

    id: int
    title: str
    name: str
    proven: int


class LiveModels(Protocol):
    """Knows which models a team runs."""

    def list_live(self, *, team_id: int, now: datetime) -> Sequence[LiveModel]:
        """Return a team's live models: those in production first, then the most critical."""
        ...


class NoModels:
    """Knows of none, where there is no register."""

    def list_live(self, *, team_id: int, now: datetime) -> Sequence[LiveModel]:  # noqa: ARG002 - see above
        """Return none."""
        return ()


@dataclass(frozen=True)
class FearQuestion:
    """The question as it was put to a team, with the models to choose from: ids and titles.

    Its wave is the week (a Monday) in which it was first put. The list never changes, so that all
    who answer choose from the same.
    """

    id: int
    team_id: int
    wave: date
    models: tuple[tuple[int, str], ...]
    state: FearState

    @property
    def model_ids(self) -> frozenset[int]:
        """The models that can be chosen."""
        return frozenset(model_id for model_id, _ in self.models)

    def stands_in(self, week: date) -> bool:
        """Whether it is on the sheets of a week that opens while it is open."""
        return self.wave <= week < self.wave + OPEN_FOR

    def is_spent(self, week: date) -> bool:
        """Whether it ends with a week at the latest."""
        return week + timedelta(weeks=1) >= self.wave + OPEN_FOR


@dataclass(frozen=True)
class OwnFear:
    """The question as it stands on one person's sheet, with their own choice so far.

    `counts` is whether the person is asked it: leads read what comes of it, and do not choose.
    """

    question: FearQuestion
    choice: str | None
    counts: bool


@dataclass(frozen=True)
class NamedModel:
    """A model that is shown, with what stood in the register when it was."""

    id: int
    title: str
    name: str
    band: Band
    proven: int


@dataclass(frozen=True)
class Feared:
    """What a question showed; nothing in `named` means that no model stands out."""

    question_id: int
    team_id: int
    wave: date
    threshold: int
    named: tuple[NamedModel, ...]


def find_members(asked: Sequence[tuple[str, bool]], *, leads: Collection[str]) -> tuple[str, ...]:
    """Return whose choices count, of those asked: leads of any of its weeks, or of now, don't."""
    return tuple(user_id for user_id, counts in asked if counts and user_id not in leads)


def is_wanted(
    week: date,
    *,
    first_week: date | None,
    last_asked: date | None,
    models: int,
    members: int,
    threshold: int,
) -> bool:
    """Whether a team is asked in a week, by its own past, its models and its members.

    With fewer members than it takes to show anything nobody is asked in vain.
    """
    if first_week is None or week < first_week + ASKED_AFTER:
        return False
    if last_asked is not None and week < last_asked + ASKED_EVERY:
        return False
    return models >= FEWEST_MODELS and members >= threshold


def check_choice(question: FearQuestion, choice: str, *, live: Collection[int]) -> str:
    """Return a choice as it is stored.

    Raises:
        FearError: the question is closed, has no such choice, or its model has left the team.

    """
    if question.state is not FearState.OPEN:
        raise FearError(
            "That wasn't stored: this question is closed. It comes again in a quarter of a year."
        )
    if choice in (NONE, UNSAID):
        return choice
    titles = {str(model_id): title for model_id, title in question.models}
    if choice not in titles:
        raise FearError("That wasn't stored: the question doesn't have this choice.")
    if int(choice) not in live:
        raise FearError(
            "That wasn't stored: this model has left your team's register since it was asked. "
            "Choose another, or “None of them”."
        )
    return choice


def decide(choices: Sequence[str], *, threshold: int) -> dict[int, Band] | None:
    """Return which models stand out, or None where too few members have answered.

    A model stands out that at least three members, and a third of those who answered, named. A
    second one is shown only if at least two people named neither; otherwise nobody could have
    chosen anything else, and everybody would read that. Of two that are named alike then, none.
    """
    answers = [choice for choice in choices if choice != UNSAID]
    count = len(answers)
    if count < threshold:
        return None
    counted = Counter(int(choice) for choice in answers if choice != NONE)
    enough = max(FEWEST_TO_NAME, -(-count // 3))
    ranked = [(id_, times) for id_, times in counted.most_common() if times >= enough]
    shown = ranked[: _how_many(ranked, count)]
    return {id_: Band.MOST if 2 * times > count else Band.MANY for id_, times in shown}


def _how_many(ranked: Sequence[tuple[int, int]], count: int) -> int:
    times = [each for _, each in ranked]
    if len(times) < 2:
        return len(times)
    if len(times) == MOST_NAMED and count - sum(times) >= 2:
        return MOST_NAMED
    return 1 if times[0] > times[1] else 0
