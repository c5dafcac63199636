"""Looks over the playbook's pages: what they name, link, repeat and leave out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from bot.knowledge.files import Finding
from bot.playbook.links import broken_links, orphans
from bot.playbook.loader import PageFile, PlaybookReading
from bot.playbook.repeats import repeated_paragraphs, repeated_questions

ANTIPATTERNS: Final = "antipatterns/"
NOT_WRITTEN: Final = "Not written yet"
"""What stands in a draft where somebody is to write."""
_FEWEST_EXAMPLES: Final = 3
_FEWEST_QUESTIONS: Final = 3
_FEWEST_WORDS: Final = 250
_FEWEST_SECTIONS: Final = 2


@dataclass(frozen=True)
class Names:
    """What pages may name.

    Args:
        points: ids of the points of the sources.
        practices: practices, with the page that each names.
        dimensions: the dimensions of an anti-pattern.

    """

    points: frozenset[str]
    practices: Mapping[str, str | None]
    dimensions: tuple[str, ...]


def check_pages(reading: PlaybookReading, names: Names) -> tuple[Finding, ...]:
    """Return what is wrong with the pages, by file and line."""
    named = frozenset(page for page in names.practices.values() if page)
    found = chain(
        reading.findings,
        *(_check_page(file, reading, names) for file in reading.files.values()),
        orphans(reading, named=named),
        repeated_questions(reading),
        repeated_paragraphs(reading),
        _same_but_for_case(reading),
    )
    return tuple(sorted(found, key=lambda finding: (str(finding.file), finding.line)))


def _check_page(file: PageFile, reading: PlaybookReading, names: Names) -> Iterator[Finding]:
    yield from _unknown(file, "covers", file.page.covers, names.points, "point in sources.yaml")
    yield from _unknown(file, "practices", file.page.practices, names.practices, "practice")
    yield from _unknown_sections(file)
    yield from _few_questions(file)
    yield from _related(file, reading)
    yield from broken_links(file, reading)
    yield from _thin(file)
    yield from _unwritten(file)
    yield from _as_an_antipattern(file, names)


def _unknown(
    file: PageFile,
    name: str,
    values: tuple[str, ...],
    known: frozenset[str] | Mapping[str, str | None],
    what: str,
) -> Iterator[Finding]:
    for number, value in enumerate(values):
        if value not in known:
            message = f"There is no {what} `{value}`; correct it or take it out."
            yield _at(file, (name, number), message)
        elif value in values[:number]:
            yield _at(file, (name, number), f"`{value}` stands here twice; take one out.")


def _unknown_sections(file: PageFile) -> Iterator[Finding]:
    known = {section.anchor for section in file.page.sections}
    for anchor, _ in file.page.answers:
        if anchor not in known:
            message = f"The page has no section `{anchor}`; it has {_listed(known)}."
            yield _at(file, ("answers", anchor), message)


def _related(file: PageFile, reading: PlaybookReading) -> Iterator[Finding]:
    for number, path in enumerate(file.page.related):
        place = ("related", number)
        if path == file.page.path:
            yield _at(file, place, "The page is related to itself; take that out.")
        elif path not in reading.files:
            yield _at(file, place, f"There is no page `{path}`; correct the link.")
        elif path in file.page.related[:number]:
            yield _at(file, place, f"`{path}` stands here twice; take one out.")


def _same_but_for_case(reading: PlaybookReading) -> Iterator[Finding]:
    """Tell pages that are one file on some machines: neither replaces the other on this one."""
    known: dict[str, str] = {}
    for path in sorted(reading.files):
        first = known.setdefault(path.casefold(), path)
        if first != path:
            message = f"Only capitals tell this path from that of `{first}`; rename one of them."
            yield Finding(reading.files[path].file, 1, message)


def _thin(file: PageFile) -> Iterator[Finding]:
    words = sum(len(section.words.split()) for section in file.page.sections)
    if words < _FEWEST_WORDS or len(file.page.sections) < _FEWEST_SECTIONS:
        yield Finding(
            file.file,
            1,
            f"The page has {words} words in {len(file.page.sections)} sections; that tells nobody "
            f"enough. Write at least {_FEWEST_WORDS} in {_FEWEST_SECTIONS}, or join it to another.",
        )


def _unwritten(file: PageFile) -> Iterator[Finding]:
    if NOT_WRITTEN in file.page.summary:
        yield _at(file, ("summary",), "The summary is not written yet; write it.")
    for section in file.page.sections:
        if NOT_WRITTEN in section.words:
            message = f"The section “{section.heading}” is not written yet; write it."
            yield Finding(file.file, section.line, message)


def _few_questions(file: PageFile) -> Iterator[Finding]:
    if len(file.page.questions) < _FEWEST_QUESTIONS:
        message = f"`questions` and `answers` need at least {_FEWEST_QUESTIONS} together; add some."
        yield _at(file, ("questions",), message)


def _as_an_antipattern(file: PageFile, names: Names) -> Iterator[Finding]:
    if file.document is None:
        return
    content = file.document.content
    if not file.page.path.startswith(ANTIPATTERNS):
        for name in ("dimension", "examples", "counterexamples"):
            if getattr(content, name):
                yield _at(file, (name,), f"Only an anti-pattern has `{name}`; take it out.")
        return
    if content.dimension not in names.dimensions:
        choices = ", ".join(names.dimensions)
        yield _at(file, ("dimension",), f"`dimension` should be one of {choices}; write it so.")
    for name, entries in (
        ("examples", content.examples),
        ("counterexamples", content.counterexamples),
    ):
        if len(entries) < _FEWEST_EXAMPLES:
            message = f"`{name}` needs at least {_FEWEST_EXAMPLES}; add what is missing."
            yield _at(file, (name,), message)
    for number, entry in enumerate(content.counterexamples):
        if entry in content.examples:
            message = "This is an example and a counterexample at once; decide."
            yield _at(file, ("counterexamples", number), message)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _at(file: PageFile, path: tuple[str | int, ...], message: str) -> Finding:
    if file.document is None:
        return Finding(Path(file.file), 1, message)
    return file.document.finding(path, message)
