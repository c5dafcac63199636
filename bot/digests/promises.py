"""What a digest says of actions, told from the actions that are kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from html import unescape
from typing import Final, Generic, Protocol, TypeVar

from bot.digests.domain import LastAction
from bot.surveys.trend.domain import Trend

_STATES: Final = {"done": "It is marked as done.", "dropped": "It was dropped."}


class Promise(Protocol):
    """An action, as far as a digest needs to know it."""

    @property
    def practice(self) -> str:
        """The practice that it is to improve."""
        ...

    @property
    def sentence(self) -> str:
        """What leads set out to do."""
        ...

    @property
    def declared_on(self) -> date:
        """When they said so."""
        ...

    @property
    def state(self) -> str:
        """Whether it is open, done or dropped."""
        ...


Kind = TypeVar("Kind", bound=Promise)
Told_contra = TypeVar("Told_contra", bound=Promise, contravariant=True)


class Became(Protocol[Told_contra]):
    """Says what became of an action, in Slack's markup."""

    def __call__(self, action: Told_contra, trend: Trend, *, name: str) -> str:
        """Return it in a sentence; `name` is what people call its practice."""
        ...


class Promises(Generic[Kind]):
    """The actions of teams, as a digest tells of them.

    Args:
        list_actions: returns a team's actions, the oldest first.
        became: says what became of one.
        count_silent: counts those of which nobody has said a word for eight weeks.
        list_declared: returns on which day which practice was set out to be improved.
        names: what people call the practices.

    """

    def __init__(
        self,
        list_actions: Callable[[int], Sequence[Kind]],
        became: Became[Kind],
        count_silent: Callable[[int, datetime], int],
        list_declared: Callable[[int], Sequence[tuple[date, str]]],
        names: Mapping[str, str],
    ) -> None:
        self._list_actions = list_actions
        self._became = became
        self._count_silent = count_silent
        self._list_declared = list_declared
        self._names = names

    def find_last(self, *, team_id: int, trend: Trend, now: datetime) -> LastAction | None:  # noqa: ARG002 - see ActionSource
        """Return the last action and what became of it."""
        actions = self._list_actions(team_id)
        if not actions:
            return None
        last = actions[-1]
        name = self._names.get(last.practice, last.practice)
        said = unescape(self._became(last, trend, name=name))
        state = str(last.state)
        outcome = f"{said} {_STATES[state]}" if state in _STATES else said
        return LastAction(last.practice, last.sentence, last.declared_on, state == "open", outcome)

    def list_declared(self, *, team_id: int) -> Sequence[tuple[date, str]]:
        """Return on which day which practice was set out to be improved."""
        return self._list_declared(team_id)

    def count_silent(self, *, team_id: int, now: datetime) -> int:
        """Return how many actions nobody has said a word about for eight weeks."""
        return self._count_silent(team_id, now)
