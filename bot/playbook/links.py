"""Follows the links between pages: which lead nowhere, and which pages nothing leads to."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from bot.knowledge.files import Finding
from bot.playbook.loader import PageFile, PlaybookReading, inside

_ABSOLUTE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def broken_links(file: PageFile, reading: PlaybookReading) -> Iterator[Finding]:
    """Yield a finding for each link of a page to a page, file or heading that is not there."""
    for target, line in file.outline.links:
        if _ABSOLUTE.match(target):
            continue
        fault = _fault(file, unquote(target), reading)
        if fault:
            yield Finding(file.file, line, fault)


def orphans(reading: PlaybookReading, *, named: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each page that no other page links to and no practice names.

    Args:
        reading: the pages.
        named: the pages that practices name.

    """
    reached = set(named)
    for path, file in reading.files.items():
        reached.update(target for target in _targets(file) if target != path)
    for path, file in reading.files.items():
        if path not in reached:
            message = "No other page links here, and no practice names it; link it from one."
            yield Finding(file.file, 1, message)


def _fault(file: PageFile, target: str, reading: PlaybookReading) -> str:
    path, _, anchor = target.partition("#")
    if path.startswith("/"):
        return f"`{target}` begins with a slash; link relative to this page."
    aim = inside(file.page.path, path) if path else file.page.path
    linked = reading.files.get(aim)
    if linked is None:
        is_file = not path.endswith(".md") and (file.file.parent / path).is_file()
        return "" if is_file else f"`{target}` leads nowhere; correct the link."
    if anchor and anchor not in linked.outline.anchors:
        return f"There is no heading `#{anchor}` on {aim}; correct the link."
    return ""


def _targets(file: PageFile) -> Iterator[str]:
    yield from file.page.related
    for target, _ in file.outline.links:
        if not _ABSOLUTE.match(target):
            yield inside(file.page.path, unquote(target).partition("#")[0])
