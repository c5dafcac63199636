"""What surveys ask of whoever reads comments: what they show, and to count who is behind that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import Connection

from bot.teams.domain import Team

NO_ANTI_PATTERN: Final = "none"
"""What a comment's author says whose comment shows no anti-pattern."""

FEWEST_AUTHORS: Final = 10
"""How many people's comments are shown together at least, so that no words point at one of them."""

READ_PAGE: Final = "antipattern.page"
"""The button that shows the page of an anti-pattern where pages have no address."""


@dataclass(frozen=True)
class Kind:
    """An anti-pattern, and the address of the page that helps, if pages have addresses."""

    id: str
    name: str
    url: str | None = None


@dataclass(frozen=True)
class ReadAs:
    """What somebody's comment is taken to show; `is_corrected` where they said so themselves.

    `hours` is how many hours a month it names as lost, at least; 0 where that is less than one.
    """

    kinds: tuple[Kind, ...]
    is_corrected: bool = False
    hours: int = 0


class CommentReader(Protocol):
    """Says to its author what a comment shows."""

    def list_kinds(self) -> tuple[Kind, ...]:
        """Return what a comment can show, by name; nothing as long as that isn't known."""
        ...

    def read(self, text: str, correction: str | None) -> ReadAs | None:
        """Return what a comment shows, or None as long as it can't be read."""
        ...

    def prepare(self) -> None:
        """Begin to get ready, since somebody is about to write a comment."""
        ...


@dataclass(frozen=True)
class ReleasedComment:
    """A comment at the moment of its release, when it is still known who wrote it.

    Args:
        id: the random id that it has from now on.
        text: what it says.
        correction: what its author says that it shows.
        may_show: whether its author allows that others read it.
        author: who wrote it; empty unless they count towards five.

    """

    id: bytes
    text: str
    correction: str | None
    may_show: bool
    author: str


def may_show_words(comments: Sequence[ReleasedComment]) -> bool:
    """Whether a release has so many people who allow it that their words may be shown together.

    Leads are none of the ten, as they are none of the five.
    """
    authors = {comment.author for comment in comments if comment.may_show and comment.author}
    return len(authors) >= FEWEST_AUTHORS


class Hearing(Protocol):
    """Counts who is behind what released comments show, without keeping whose they were."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables in which rows must not stay in the order in which they came."""
        ...

    def prepare(self) -> None:
        """Get ready to read; it takes as long as it takes, and no transaction is open meanwhile."""
        ...

    def hear(
        self,
        connection: Connection,
        comments: Sequence[ReleasedComment],
        *,
        team: Team,
        now: datetime,
    ) -> None:
        """Store what a team's comments show, and count their authors, as they are released.

        Args:
            connection: the transaction of the release.
            comments: what is released.
            team: the team.
            now: the present moment.

        """
        ...


class NoReader:
    """Reads nothing, where nobody is there to read."""

    def list_kinds(self) -> tuple[Kind, ...]:
        """Return nothing."""
        return ()

    def read(self, text: str, correction: str | None) -> ReadAs | None:  # noqa: ARG002 - see above
        """Return that nothing is known."""
        return None

    def prepare(self) -> None:
        """Do nothing."""


class NoHearing:
    """Counts nobody, where nobody is there to read."""

    tables: tuple[str, ...] = ()

    def prepare(self) -> None:
        """Do nothing."""

    def hear(
        self,
        connection: Connection,
        comments: Sequence[ReleasedComment],
        *,
        team: Team,
        now: datetime,
    ) -> None:
        """Do nothing."""
