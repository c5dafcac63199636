"""Opens a playbook: the knowledge folders' own, or any folder of markdown."""

from pathlib import Path
from typing import Final

from bot.errors import UserFacingError
from bot.knowledge.files import Finding
from bot.playbook.loader import load_pages, read_any_markdown
from bot.playbook.playbook import Playbook
from bot.playbook.search_words import load_search_words

FOLDER: Final = "playbook"


def open_playbook(*knowledge: Path) -> Playbook:
    """Return the playbook of knowledge folders, each laid over the ones before it.

    Raises:
        KnowledgeError: pages or the search's words need mending; all faults are told.

    """
    folders = [folder / FOLDER for folder in knowledge if (folder / FOLDER).is_dir()]
    return Playbook(load_pages(*folders), load_search_words(*knowledge))


def open_any(folder: Path, *, words_from: Path) -> tuple[Playbook, tuple[Finding, ...]]:
    """Return a playbook of any folder of markdown, and what had to be left out of it.

    Args:
        folder: where the markdown is.
        words_from: the knowledge folder whose words help the search.

    Raises:
        UserFacingError: the folder is absent, or has no page that can be read.

    """
    if not folder.is_dir():
        raise UserFacingError(f"There is no folder {folder}.")
    reading = read_any_markdown(folder)
    if not reading.pages:
        left_out = "".join(f"\n{finding}" for finding in reading.findings)
        raise UserFacingError(f"There is no markdown to read in {folder}.{left_out}")
    return Playbook(reading.pages, load_search_words(words_from)), tuple(reading.findings)
