"""Reads as much of a playbook as can be read, for a bot that runs on whatever is broken."""

from pathlib import Path

from bot.knowledge.files import KnowledgeError
from bot.playbook.loader import read_pages
from bot.playbook.playbook import Playbook
from bot.playbook.search_words import SearchWords, load_search_words
from bot.playbook.shelf import PAGES, Reading


def read_playbook(*knowledge: Path) -> Reading:
    """Return the playbook of knowledge folders, and what is wrong with what is left out of it."""
    pages = read_pages(*(folder / PAGES for folder in knowledge if (folder / PAGES).is_dir()))
    findings = list(pages.findings)
    try:
        search_words = load_search_words(*knowledge)
    except KnowledgeError as error:
        findings.extend(error.findings)
        search_words = SearchWords()
    return Reading(Playbook(pages.pages, search_words), tuple(findings))
