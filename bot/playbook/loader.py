"""Reads the playbook's pages from folders of markdown, each laid over the ones before it.

Pages in our own form are held to it; any other folder is read as far as it can be.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from bot.knowledge.files import Document, Finding, KnowledgeError, read_text
from bot.playbook.domain import Page
from bot.playbook.front_matter import FrontMatter, read_front_matter, read_loosely, split
from bot.playbook.markdown import Outline, outline

_SUFFIXES: Final = frozenset({".md", ".markdown"})


@dataclass(frozen=True)
class PageFile:
    """A page and what its file says about itself, for whoever checks it.

    Args:
        file: where it was read.
        page: what was read.
        outline: its headings and links.
        document: the front matter with its lines, if it has one in our form.

    """

    file: Path
    page: Page
    outline: Outline
    document: Document[FrontMatter] | None = None


@dataclass
class PlaybookReading:
    """The pages that could be read, by path, and what is wrong with the others."""

    files: dict[str, PageFile] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page, in the order of their paths."""
        return tuple(self.files[path].page for path in sorted(self.files))


def load_pages(*folders: Path) -> tuple[Page, ...]:
    """Return the pages of playbook folders in our form; the same path replaces.

    Raises:
        KnowledgeError: with every fault found in the folders.

    """
    reading = read_pages(*folders)
    if reading.findings:
        raise KnowledgeError(tuple(reading.findings))
    return reading.pages


def read_pages(*folders: Path) -> PlaybookReading:
    """Read the pages in our form that can be read, and say what is wrong with the others."""
    reading = PlaybookReading()
    for folder in folders:
        _read_folder(folder, reading, is_ours=True)
    return reading


def read_any_markdown(folder: Path) -> PlaybookReading:
    """Read any folder of markdown; the findings are about files that had to be left out."""
    reading = PlaybookReading()
    _read_folder(folder, reading, is_ours=False)
    return reading


def _read_folder(folder: Path, reading: PlaybookReading, *, is_ours: bool) -> None:
    for file in _markdown_files(folder):
        path = file.relative_to(folder).as_posix()
        if (fault := _fault_of_link(file, folder)) is not None:
            reading.findings.append(Finding(file, 1, fault))
            continue
        try:
            reading.files[path] = _read_ours(file, path) if is_ours else _read_any(file, path)
        except KnowledgeError as error:
            reading.findings.extend(error.findings)


def _markdown_files(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "node_modules")))
        for name in sorted(files):
            if Path(name).suffix.lower() in _SUFFIXES and not name.startswith("."):
                yield Path(where) / name


def _fault_of_link(file: Path, folder: Path) -> str | None:
    try:
        target = file.resolve(strict=True)
    except FileNotFoundError:
        return (
            "This is a link to nowhere; put the file here instead." if file.is_symlink() else None
        )
    except (OSError, RuntimeError):  # Which of them a loop raises depends on the Python.
        return "This link leads back to itself; put the file here instead."
    if not target.is_relative_to(folder.resolve()):
        return "This is a link to a file outside the folder; put a copy here instead."
    return None


def _read_ours(file: Path, path: str) -> PageFile:
    front, body, first_line = split(read_text(file))
    document = read_front_matter(front, file=file)
    content = document.content
    parts = outline(body, title=content.title, first_line=first_line)
    page = Page(
        path=path,
        title=content.title,
        sections=parts.sections,
        summary=content.summary,
        covers=content.covers,
        practices=content.practices,
        questions=(*content.questions, *chain.from_iterable(content.answers.values())),
        answers=tuple(content.answers.items()),
        related=tuple(inside(path, link) for link in content.related),
        examples=content.examples,
    )
    return PageFile(file, page, parts, document)


def _read_any(file: Path, path: str) -> PageFile:
    front, body, first_line = split(read_text(file, is_lenient=True))
    loose = read_loosely(front)
    if loose is None:
        body, first_line = f"{front}\n{body}" if front else body, 1
    own = loose or Page(path=path, title="", sections=())
    parts = outline(body, title=own.title, first_line=first_line)
    title = own.title or parts.first_heading or file.stem.replace("-", " ").replace("_", " ")
    if not own.title and not parts.first_heading:
        parts = outline(body, title=title, first_line=first_line)
    return PageFile(file, replace(own, path=path, title=title, sections=parts.sections), parts)


def inside(path: str, link: str) -> str:
    """Return the path inside the playbook of a link that stands on the page at `path`."""
    return os.path.normpath(str(Path(path).parent / link)).replace(os.sep, "/")
