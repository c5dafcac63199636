"""What was ever released, as the ledger has it, and what is known of the items behind it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Source:
    """Who showed something: a team or a parent of teams."""

    id: int
    is_parent: bool

    @classmethod
    def of(cls, team_id: int | None, parent_id: int | None) -> "Source":
        """Return the one of both that there is."""
        if team_id is not None:
            return cls(team_id, is_parent=False)
        if parent_id is not None:
            return cls(parent_id, is_parent=True)
        return cls(0, is_parent=False)


@dataclass(frozen=True)
class Release:
    """A mean as it was shown.

    Attributes:
        id: in the ledger, which goes on counting.
        source: who showed it.
        statement_id: of which statement.
        wave: of which week.
        tenths: the mean.
        threshold: how many members had to stand behind it.
        members: how many did, cut at the threshold.
        unshown_members: the same of the scores in it that no team showed.
        is_open: whether it promised no anonymity.
        item_ids: the items whose scores are in it.

    """

    id: int
    source: Source
    statement_id: str
    wave: date
    tenths: int
    threshold: int
    members: int
    unshown_members: int
    is_open: bool
    item_ids: frozenset[int]

    @property
    def key(self) -> tuple[Source, str, date]:
        """What is shown once."""
        return self.source, self.statement_id, self.wave


@dataclass(frozen=True)
class Part:
    """An item, with what is still known of it that the ledger does not say.

    Attributes:
        item_id: which item.
        team_id: which team was asked.
        statement_id: which statement.
        wave: in which week first.
        text: in which words.
        scores: how many scores stand with it; 0 where they were deleted.
        asked: who was asked it in any of its weeks, answered or not.
        counted: those of them who count towards the threshold.

    """

    item_id: int
    team_id: int
    statement_id: str
    wave: date
    text: str
    scores: int
    asked: frozenset[str]
    counted: frozenset[str]


@dataclass(frozen=True)
class TeamRelease:
    """A team's mean as it was shown; `count` is of how many scores, told in open rounds only."""

    item_id: int
    wave: date
    practice_id: str
    statement_id: str
    words: str
    tenths: int
    threshold: int
    count: int | None


@dataclass(frozen=True)
class Standing:
    """A mean as the bot holds it now, to be compared with the ledger."""

    source: Source
    statement_id: str
    wave: date
    tenths: int

    @property
    def key(self) -> tuple[Source, str, date]:
        """What is shown once."""
        return self.source, self.statement_id, self.wave


@dataclass(frozen=True)
class Ledger:
    """Everything that a replay looks at.

    Attributes:
        releases: all of them.
        parts: every item that was ever put, by id.
        standing: the means that the bot holds.
        names: how teams and parents are called.
        thresholds: each team's, by id.

    """

    releases: tuple[Release, ...]
    parts: dict[int, Part]
    standing: tuple[Standing, ...]
    names: dict[Source, str]
    thresholds: dict[int, int]

    def name(self, source: Source) -> str:
        """Return how a team or parent is called, also one that is gone."""
        kind = "parent" if source.is_parent else "team"
        return self.names.get(source, f"{kind} {source.id}")
