"""What a digest is gathered from, as far as it needs to know; `bot.services` says who supplies it.

All of it shows only what may be shown: trends are made of released figures, and what is heard of
comments comes in bands of people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.antipatterns.domain import Heard
from bot.digests.domain import LastAction, Models
from bot.playbook.domain import Page
from bot.surveys.trend.domain import Trend


class TrendSource(Protocol):
    """Knows what a team's released answers come to."""

    def get_trend(
        self, *, team_id: int, now: datetime, declared: Sequence[tuple[date, str]] = ()
    ) -> Trend:
        """Return what may be said of a team by now; `declared` is what it set out to change."""
        ...


class ParentTrendSource(Protocol):
    """Knows what parents' figures come to that their summaries have shown."""

    def get_trend(self, *, parent_id: int, now: datetime) -> Trend:
        """Return what may be said of a parent's teams together by its last summary."""
        ...

    def count_fewest(self, *, parent_id: int, now: datetime) -> int:
        """Return how many members stand at least behind each figure that was shown."""
        ...


class TrustSource(Protocol):
    """Knows whether a team expects something to come of its answers."""

    def has_lost_trust(self, *, team_id: int) -> bool:
        """Whether a team is asked less, since it expects less to come of it than before."""
        ...


class HeardSource(Protocol):
    """Knows what a team's comments are about."""

    def list_heard(self, *, team_id: int, now: datetime) -> tuple[Heard, ...]:
        """Return what enough people wrote about, the most first."""
        ...


class ActionSource(Protocol):
    """Knows what leads set out to do."""

    def find_last(self, *, team_id: int, trend: Trend, now: datetime) -> LastAction | None:
        """Return the last action and what became of it."""
        ...

    def list_declared(self, *, team_id: int) -> Sequence[tuple[date, str]]:
        """Return on which day which practice was set out to be improved."""
        ...

    def count_silent(self, *, team_id: int, now: datetime) -> int:
        """Return how many actions nobody has said a word about for eight weeks."""
        ...


class ToldWin(Protocol):
    """Something that went well."""

    @property
    def sentence(self) -> str:
        """What somebody told."""
        ...

    @property
    def told_on(self) -> date:
        """When."""
        ...


class WinSource(Protocol):
    """Knows what went well."""

    def list_wins(self, team_id: int, since: date) -> Sequence[ToldWin]:
        """Return a team's wins from a day on, the oldest first."""
        ...


class ModelsSource(Protocol):
    """Knows a team's models, once there is a register of them."""

    def find_models(self, *, team_id: int, now: datetime) -> Models | None:
        """Return what may be said of a team's models, or None where it has none there."""
        ...


class TimeSource(Protocol):
    """Knows what time people say they lose."""

    def find_time_lost(self, *, team_id: int, now: datetime) -> str | None:
        """Return in words, in bands of people, what time comments name as lost."""
        ...


class PageSource(Protocol):
    """Knows the pages of the playbook."""

    def find_page(self, path: str) -> Page | None:
        """Return a page by its path, or None where there is none (any more)."""
        ...

    def find_url(self, page: Page) -> str | None:
        """Return where it can be read in a browser, if anywhere."""
        ...


@dataclass(frozen=True)
class Sources:
    """Everything that a digest is gathered from; what is None is not there, and left out.

    Without a trend there are no digests.
    """

    pages: PageSource
    trend: TrendSource | None = None
    trust: TrustSource | None = None
    heard: HeardSource | None = None
    actions: ActionSource | None = None
    wins: WinSource | None = None
    models: ModelsSource | None = None
    time: TimeSource | None = None
