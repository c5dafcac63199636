"""Reads the anti-patterns of knowledge folders: their pages, and comments to learn from."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from bot.antipatterns.comment_files import FOLDER, CommentReading
from bot.antipatterns.domain import AntiPattern, Catalogue, Sample
from bot.knowledge.files import Finding, KnowledgeError
from bot.playbook.loader import PageFile, PlaybookReading, read_pages
from bot.playbook.opening import FOLDER as PLAYBOOK

_PAGES: Final = "antipatterns"


def load_catalogue(*folders: Path) -> Catalogue:
    """Return the anti-patterns of knowledge folders, each laid over the ones before it.

    Raises:
        KnowledgeError: with every fault found in pages of anti-patterns and in comments.

    """
    pages = read_pages(*_page_folders(folders))
    comments = _read_comments(folders, pages)
    findings = (*pages.findings, *comments.findings)
    if findings:
        raise KnowledgeError(findings)
    files = _by_id(pages)
    return Catalogue(
        antipatterns=tuple(_antipattern(name, file) for name, file in files.items()),
        samples=(
            *(sample for name, file in files.items() for sample in _of_page(name, file)),
            *comments.samples,
        ),
    )


def check_comments(*folders: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the comments of knowledge folders; pages are checked elsewhere."""
    reading = _read_comments(folders, read_pages(*_page_folders(folders)))
    # The recogniser does without, so it is no fault of a file that is read.
    empty = (
        Finding(folder / FOLDER / f"{name}.yaml", 1, "There are no comments here yet; write some.")
        for name, samples in sorted(reading.files.items())
        for folder in reversed(folders)
        if not samples and (folder / FOLDER / f"{name}.yaml").exists()
    )
    return (*reading.findings, *empty)


def _page_folders(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    # Only these pages are read, since a start should not wait for the others.
    wanted = (folder / PLAYBOOK / _PAGES for folder in folders)
    return tuple(folder for folder in wanted if folder.is_dir())


def _read_comments(folders: tuple[Path, ...], pages: PlaybookReading) -> CommentReading:
    reading, ids = CommentReading(), frozenset(_by_id(pages))
    # A page that can't be read has an id all the same; its comments are no fault of theirs.
    ids |= {finding.file.stem for finding in pages.findings}
    for folder in folders:
        reading.add_folder(folder / FOLDER, ids)
    return reading


def _by_id(pages: PlaybookReading) -> dict[str, PageFile]:
    return {PurePosixPath(path).stem: pages.files[path] for path in sorted(pages.files)}


def _antipattern(name: str, file: PageFile) -> AntiPattern:
    page = file.page
    return AntiPattern(
        id=name,
        name=page.title,
        dimension=(file.document.content.dimension if file.document else None) or "",
        summary=page.summary,
        page=f"{_PAGES}/{page.path}",
        signs=(page.title, *page.questions),
    )


def _of_page(name: str, file: PageFile) -> Iterator[Sample]:
    if file.document is None:
        return
    content = file.document.content
    for text in content.examples:
        yield Sample(text, (name,), manner="example")
    for text in content.counterexamples:
        # What looks like this one may well be its neighbour.
        yield Sample(text, (), lacks=(name,), manner="counterexample")
