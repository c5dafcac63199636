"""Reads what helps the search beyond the pages: words that mean the same, and how people ask.

`words.yaml` and `phrasings.yaml` of a knowledge folder; what a point of `sources.yaml` says counts
as a phrasing too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from bot.knowledge.files import (
    Document,
    FileModel,
    Finding,
    KnowledgeError,
    OneLine,
    Slug,
    read_document,
)
from bot.knowledge.sources import load_sources
from bot.text.synonyms import Synonyms
from bot.text.words import words

WORDS: Final = "words.yaml"
PHRASINGS: Final = "phrasings.yaml"
_SOURCES: Final = "sources.yaml"


class WordsFile(FileModel):
    """The whole of `words.yaml`."""

    mean_the_same: tuple[Annotated[tuple[OneLine, ...], Field(min_length=2)], ...]


class PhrasingsFile(FileModel):
    """The whole of `phrasings.yaml`: how people put it when they are after a point."""

    points: dict[Slug, tuple[OneLine, ...]]


@dataclass(frozen=True)
class SearchWords:
    """What the search knows beside the pages; phrasings go by the point they are after."""

    synonyms: Synonyms = field(default_factory=Synonyms)
    phrasings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_search_words(*folders: Path) -> SearchWords:
    """Return what all folders have; a folder without the files adds nothing.

    Raises:
        KnowledgeError: a file is not in the form it should have.

    """
    groups: list[tuple[str, ...]] = []
    phrasings: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for folder in folders:
        if (folder / WORDS).exists():
            groups.extend(read_document(folder / WORDS, WordsFile).content.mean_the_same)
        if (folder / PHRASINGS).exists():
            content = read_document(folder / PHRASINGS, PhrasingsFile).content
            for point, entries in content.points.items():
                phrasings[point] += entries
        if (folder / _SOURCES).exists():
            for said in load_sources(folder / _SOURCES).points:
                phrasings[said.id] += (said.says,)
    return SearchWords(Synonyms(groups), dict(phrasings))


def check_search_words(*folders: Path, points: frozenset[str]) -> Iterator[Finding]:
    """Yield what is wrong with the files of knowledge folders.

    Args:
        folders: the knowledge folders.
        points: the points that there are.

    """
    for folder in folders:
        try:
            if (folder / WORDS).exists():
                read_document(folder / WORDS, WordsFile)
            if (folder / PHRASINGS).exists():
                phrasings = read_document(folder / PHRASINGS, PhrasingsFile)
                yield from _phrasing_faults(phrasings, points)
        except KnowledgeError as error:
            yield from error.findings


def _phrasing_faults(
    document: Document[PhrasingsFile], points: frozenset[str]
) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for point, entries in document.content.points.items():
        if point not in points:
            message = f"There is no point `{point}` in sources.yaml; correct it or take it out."
            yield document.finding(("points", point), message)
        for number, entry in enumerate(entries):
            plain = " ".join(words(entry))
            if plain in first:
                message = f"The same stands under `{first[plain]}`; leave it to one of the two."
                yield document.finding(("points", point, number), message)
            first.setdefault(plain, point)
