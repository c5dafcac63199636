"""Finds the page of an anti-pattern, and where on it stands what to do first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Protocol

from bot.playbook.domain import Page, Section
from bot.playbook.shelf import Shelf

_FOLDER: Final = "antipatterns"
_FIRST: Final = re.compile(r"\bfirst\b|\bstart\b", re.IGNORECASE)


class Pages(Protocol):
    """The playbook in use."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page there is now."""
        ...


class ShelfPages:
    """The pages of whichever playbook is in use just now."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page there is now."""
        return self._shelf.playbook.pages


@dataclass(frozen=True)
class KindPage:
    """An anti-pattern as its page has it; `first` is the section that says what to do first."""

    id: str
    page: Page
    first: Section

    @property
    def name(self) -> str:
        """As people read it."""
        return self.page.title


def list_kinds(pages: Sequence[Page]) -> Mapping[str, KindPage]:
    """Return the anti-patterns that have a page, by id, in the order of their names."""
    found = sorted(
        (page for page in pages if _is_antipattern(page)), key=lambda page: page.title.casefold()
    )
    ids = [PurePosixPath(page.path).stem for page in found]
    return {
        kind: KindPage(kind, page, _find_first(page)) for kind, page in zip(ids, found, strict=True)
    }


def _is_antipattern(page: Page) -> bool:
    return PurePosixPath(page.path).parent == PurePosixPath(_FOLDER) and bool(page.sections)


def _find_first(page: Page) -> Section:
    named = (section for section in page.sections if _FIRST.search(section.heading))
    return next(named, page.sections[0])
