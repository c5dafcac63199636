"""Reads the points that the knowledge must cover, and tells which of them are not covered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - the file's field is called `date`
from pathlib import Path

from pydantic import Field, StrictBool

from bot.knowledge.files import (
    Document,
    FileModel,
    Finding,
    KnowledgeError,
    OneLine,
    Slug,
    read_document,
)


@dataclass(frozen=True)
class Point:
    """One thing that a source document says, and where in `sources.yaml` it stands."""

    id: str
    source_id: str
    says: str
    is_asked: bool
    file: Path
    line: int

    def finding(self, message: str) -> Finding:
        """Return a finding about it, which names file and line."""
        return Finding(self.file, self.line, message)


@dataclass(frozen=True)
class Source:
    """A document whose points the knowledge covers."""

    id: str
    title: str
    author: str
    date: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Sources:
    """Every source, in the file's order."""

    sources: tuple[Source, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point of every source."""
        return tuple(point for source in self.sources for point in source.points)

    @property
    def point_ids(self) -> frozenset[str]:
        """What `covers` may name."""
        return frozenset(point.id for point in self.points)


@dataclass(frozen=True)
class Coverage:
    """Which points nothing covers, and which names in `covers` are no points."""

    uncovered: tuple[Point, ...]
    unknown: tuple[str, ...]

    @property
    def unasked(self) -> tuple[Point, ...]:
        """The uncovered points that a statement has to ask about."""
        return tuple(point for point in self.uncovered if point.is_asked)


class _PointEntry(FileModel):
    says: OneLine
    ask: StrictBool = False


class _SourceEntry(FileModel):
    title: OneLine
    author: OneLine
    date: Date | int
    points: dict[Slug, _PointEntry] = Field(min_length=1)


class _SourceFile(FileModel):
    sources: dict[Slug, _SourceEntry] = Field(min_length=1)


def load_sources(file: Path) -> Sources:
    """Return what `knowledge/sources.yaml` holds.

    Raises:
        KnowledgeError: with every fault found in the file.

    """
    document = read_document(file, _SourceFile)
    findings = _repeated_points(document)
    if findings:
        raise KnowledgeError(findings)
    return Sources(tuple(_source(document, source_id) for source_id in document.content.sources))


def coverage(sources: Sources, covers: Iterable[str]) -> Coverage:
    """Compare the points with what statements or pages say that they cover."""
    covered = frozenset(covers)
    return Coverage(
        uncovered=tuple(point for point in sources.points if point.id not in covered),
        unknown=tuple(sorted(covered - sources.point_ids)),
    )


def _source(document: Document[_SourceFile], source_id: str) -> Source:
    entry = document.content.sources[source_id]
    points = tuple(
        Point(
            id=point_id,
            source_id=source_id,
            says=point.says,
            is_asked=point.ask,
            file=document.file,
            line=document.line_of(("sources", source_id, "points", point_id)),
        )
        for point_id, point in entry.points.items()
    )
    return Source(
        id=source_id, title=entry.title, author=entry.author, date=str(entry.date), points=points
    )


def _repeated_points(document: Document[_SourceFile]) -> tuple[Finding, ...]:
    """Point ids stand alone in `covers`, so they are unique over all sources."""
    first_in: dict[str, str] = {}
    findings: list[Finding] = []
    for source_id, source in document.content.sources.items():
        for point_id in source.points:
            if point_id in first_in:
                message = (
                    f"The point `{point_id}` also stands under `{first_in[point_id]}`; "
                    "rename one of the two."
                )
                path = ("sources", source_id, "points", point_id)
                findings.append(document.finding(path, message))
            first_in.setdefault(point_id, source_id)
    return tuple(findings)
