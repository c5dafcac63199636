"""Checks that every file in a knowledge folder is well formed and every point is covered."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.antipatterns.catalogue import check_comments
from bot.antipatterns.concept_file import check_concepts
from bot.knowledge.files import Finding, KnowledgeError
from bot.knowledge.sources import Point, Sources, coverage, load_sources
from bot.playbook.checking import Names, check_pages
from bot.playbook.loader import PlaybookReading, read_pages
from bot.playbook.opening import FOLDER
from bot.playbook.search_words import check_search_words
from bot.surveys.bank.domain import Dimension, StatementBank
from bot.surveys.bank.statement_bank import BankReading, read_bank

_SOURCES: Final = "sources.yaml"


@dataclass(frozen=True)
class KnowledgeReport:
    """What the check found; `is_sound` decides whether it passed.

    Args:
        findings: faults, to be mended.
        advice: wordings that a person should look at again; no faults.
        unasked_points: points marked `ask: true` that no statement covers.
        unwritten_points: points that no playbook page covers.
        absent_pages: pages that practices name and the playbook does not have.
        is_whole: whether the folder stands for itself, rather than laid over another.

    """

    findings: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    practices: int
    statements: int
    packs: int
    pages: int
    points: int
    unasked_points: tuple[Point, ...]
    unwritten_points: tuple[Point, ...]
    absent_pages: tuple[str, ...]
    is_whole: bool

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong, and nothing is missing that is to be asked or written.

        What an installation retires is its own affair, so a folder laid over another may leave
        points unasked and unwritten.
        """
        missing = self.unasked_points or self.unwritten_points or self.absent_pages
        return not (self.findings or (self.is_whole and missing))


def check_knowledge(folder: Path, *, over: Path | None = None) -> KnowledgeReport:
    """Read everything in a knowledge folder and say what is wrong or missing.

    Args:
        folder: such as the shipped `knowledge/`.
        over: the folder that this one is laid over, if it is an installation's own.

    """
    folders = (folder,) if over is None else (over, folder)
    reading = read_bank(*folders)
    findings = list(reading.findings)
    try:
        sources = load_sources(folders[0] / _SOURCES)
    except KnowledgeError as error:
        findings.extend(error.findings)
        sources = Sources(())
    else:
        findings.extend(_unknown_points(reading, sources))
        findings.extend(check_search_words(*folders, points=sources.point_ids))
    pages = read_pages(*(path / FOLDER for path in folders if (path / FOLDER).is_dir()))
    if reading.findings or not sources.points:
        # What pages name can't be looked up in what could not be read.
        findings.extend(pages.findings)
    else:
        # A page may stay about a practice that an installation doesn't ask about any more.
        banks = (reading.bank,) if over is None else (read_bank(over).bank, reading.bank)
        findings.extend(check_pages(pages, _names(banks, sources)))
    findings.extend(check_comments(*folders))
    findings.extend(check_concepts(*folders))
    asked = (mention.point_id for mention in reading.mentions if mention.is_core)
    return KnowledgeReport(
        findings=tuple(findings),
        advice=reading.advice,
        practices=len(reading.bank.practices),
        statements=len(reading.bank.statements),
        packs=len(reading.bank.packs),
        pages=len(pages.files),
        points=len(sources.points),
        # Statements that could not be read may ask about any of them.
        unasked_points=() if reading.findings else coverage(sources, asked).unasked,
        unwritten_points=coverage(sources, _written(pages)).uncovered,
        absent_pages=_absent_pages(pages, reading.bank),
        is_whole=over is None,
    )


def is_laid_over(folder: Path) -> bool:
    """Whether a folder is an installation's own: those have no sources of their own."""
    return not (folder / _SOURCES).exists()


def _unknown_points(reading: BankReading, sources: Sources) -> tuple[Finding, ...]:
    unknown = coverage(sources, (mention.point_id for mention in reading.mentions)).unknown
    return tuple(
        Finding(
            mention.file,
            mention.line,
            f"There is no point `{mention.point_id}` in sources.yaml; correct it or take it out.",
        )
        for mention in reading.mentions
        if mention.point_id in unknown
    )


def _names(banks: tuple[StatementBank, ...], sources: Sources) -> Names:
    practices: dict[str, str | None] = {}
    for bank in banks:
        practices.update((practice.id, practice.page) for practice in bank.practices)
        for pack in bank.packs:
            practices.update((practice.id, practice.page) for practice in pack.practices)
    return Names(sources.point_ids, practices, tuple(Dimension))


def _written(pages: PlaybookReading) -> tuple[str, ...]:
    return tuple(point for page in pages.pages for point in page.covers)


def _absent_pages(pages: PlaybookReading, bank: StatementBank) -> tuple[str, ...]:
    named = [practice.page for practice in bank.practices]
    named += [practice.page for pack in bank.packs for practice in pack.practices if practice.page]
    return tuple(page for page in dict.fromkeys(named) if page and page not in pages.files)
