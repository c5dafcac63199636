"""Puts the playbook's own markdown into a message: its words stay, and point where they can."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.playbook.domain import Block, Page
from bot.playbook.messages.places import Links

_REFERENCE: Final = re.compile(r"<(?=[@#!])")
_LINK: Final = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s]+)\)")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_FENCE: Final = re.compile(r"```|~~~")
_LONGEST_FENCE: Final = 8


def quoted(markdown: str, page: Page, links: Links, *, most: int) -> str:
    """Return markdown as a message may hold it, cut between lines where it is too long."""
    first, *rest = in_parts(pointed(markdown, page, links), most=most - 2) or ["…"]
    return f"{first}\n…" if rest else first


def is_shortened(words: str, everything: str, *, most: int) -> bool:
    """Whether what is quoted of a section leaves some of it out."""
    said, whole_said = "".join(words.split()), "".join(everything.split())
    return len(said) < len(whole_said) or len(words) > most


def pointed(markdown: str, page: Page, links: Links) -> str:
    """Return markdown whose links lead somewhere from Slack too.

    Those inside the playbook lead to where its pages can be read, or are left as words. What would
    call people in Slack is shown instead.
    """

    def point(link: re.Match[str]) -> str:
        words, target = link.groups()
        if _ELSEWHERE.match(target):
            return link.group()
        path, _, anchor = target.partition("#")
        if links.base is None or target.startswith("/"):
            return str(words)
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
        inside = inside if path else page.path
        return f"[{words}]({links.base}{inside}{'#' if anchor else ''}{anchor})"

    return _REFERENCE.sub("&lt;", _LINK.sub(point, markdown))


def in_parts(text: str, *, most: int) -> list[str]:
    """Return markdown in parts of at most `most` characters, cut between lines if that can be.

    A snippet that is cut is closed, and opened again in the next part.
    """
    parts: list[str] = []
    kept, fence = "", ""
    for line in _lines(text, most // 2):
        ending = f"\n{fence[:3]}" if fence else ""
        if kept and len(kept) + 1 + len(line) + len(ending) + _LONGEST_FENCE > most:
            parts.append(kept + ending)
            kept = fence
        if found := _FENCE.match(line):
            fence = "" if fence else found[0]
        kept = f"{kept}\n{line}" if kept else line
    return [*parts, kept] if kept.strip() else parts


def whole(section_blocks: Sequence[Block]) -> str:
    """Return a section's markdown."""
    return "\n\n".join(block.markdown or block.words for block in section_blocks)


def _lines(text: str, most: int) -> Iterator[str]:
    for line in text.splitlines():
        yield line[:most]
        yield from (line[start : start + most] for start in range(most, len(line), most))
