"""The anti-patterns that comments are read for, the samples they are known by, what is heard."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class AntiPattern:
    """A way of working that does harm, as its page names it.

    Args:
        id: the name of its files.
        name: as people read it.
        dimension: culture, process or tools.
        summary: what it is, in a sentence.
        page: its page's path inside the playbook.
        signs: titles and questions of the page, which say in passing what it is about.

    """

    id: str
    name: str
    dimension: str
    summary: str
    page: str
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """A comment written for the recogniser to learn from.

    Args:
        text: as somebody would write it.
        shows: ids of the anti-patterns that it shows; none is an answer.
        lacks: ids that it is known to lack; empty where it lacks all that it does not show.
        manner: how it is written, or what kind of comment without an anti-pattern it is.

    """

    text: str
    shows: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    manner: str = ""


@dataclass(frozen=True)
class Catalogue:
    """Every anti-pattern an installation knows, and every sample of them."""

    antipatterns: tuple[AntiPattern, ...]
    samples: tuple[Sample, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The anti-patterns' ids, in order."""
        return tuple(antipattern.id for antipattern in self.antipatterns)


class HeardKind(StrEnum):
    """What people were heard to write about: what is known to do harm, or something new."""

    ANTI_PATTERN = "anti-pattern"
    THEME = "theme"


@dataclass(frozen=True)
class Heard:
    """What enough people of a team wrote about, in the twelve weeks that run.

    Args:
        id: the anti-pattern's id, or the theme's.
        name: as people read it.
        kind: which of the two it is.
        band: that at least so many people stand behind it: 5, 10, 15 and so on.
        before: the band of the twelve weeks before; 0 where there were fewer than five.
        page: the path of the page that helps, inside the playbook.
        summary: what to do about it, in a sentence; of a theme its keywords.

    """

    id: str
    name: str
    kind: HeardKind
    band: int
    before: int
    page: str | None
    summary: str
