"""Takes markdown apart into sections, whatever dialect it is written in.

CommonMark with tables, and what handbooks add to it: MyST labels, roles and directives, HTML and
its comments, Setext headings.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.playbook.domain import Block, BlockKind, Section

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_LABEL: Final = re.compile(r"^\([^()\s]+\)=[ \t]*$", re.MULTILINE)
_ROLE: Final = re.compile(r"\{[\w:.+-]+\}(?=`)")
_TARGET: Final = re.compile(r"\s*<[^<>]*>$")
_OPTION: Final = re.compile(r"^\s*(?::[\w-]+:.*|---)$", re.MULTILINE)
_DIRECTIVE: Final = re.compile(r"^\{[\w:.+-]+\}\s*(?P<title>.*)$")
_NOT_IN_ANCHORS: Final = re.compile(r"[^\w\- ]")
_KINDS: Final = {
    "paragraph_open": BlockKind.PARAGRAPH,
    "blockquote_open": BlockKind.QUOTE,
    "bullet_list_open": BlockKind.ENTRIES,
    "ordered_list_open": BlockKind.ENTRIES,
    "table_open": BlockKind.TABLE,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.PARAGRAPH,
}


@dataclass(frozen=True)
class Outline:
    """A text's sections, and the anchor of every heading, those without text included."""

    first_heading: str
    sections: tuple[Section, ...]
    anchors: frozenset[str]
    links: tuple[tuple[str, int], ...]


def outline(text: str, *, title: str, first_line: int = 1) -> Outline:
    """Take a page's markdown apart.

    Args:
        text: the markdown, without front matter.
        title: the page's title, if its front matter has one.
        first_line: the line of the file on which the text begins.

    """
    walk = _Walk(text.splitlines(), title=title, shift=first_line)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for group in _top_level(tokens):
        walk.take(group)
    return walk.outline()


def anchor_of(heading: str) -> str:
    """Return what GitHub makes of a heading in a link."""
    return _NOT_IN_ANCHORS.sub("", heading.strip().lower()).replace(" ", "-")


@dataclass
class _Draft:
    """A section while its blocks are gathered."""

    heading: str
    anchor: str
    level: int
    line: int
    blocks: list[Block] = field(default_factory=list)


class _Walk:
    """One pass over the top level of a page."""

    def __init__(self, lines: Sequence[str], *, title: str, shift: int) -> None:
        self._lines, self._shift, self._title = lines, shift, title
        self._drafts = [_Draft(heading=title, anchor="", level=0, line=shift)]
        self._seen = {""}  # The top of the page; a heading of signs only gets a number behind it.
        self._links: list[tuple[str, int]] = []

    def take(self, group: Sequence[Token]) -> None:
        """Take in one heading, or one block."""
        first = group[0]
        self._gather_links(group)
        if first.type == "heading_open":
            heading = _plain(_inline_words(group[1]))
            self._drafts.append(
                _Draft(heading, self._new_anchor(heading), int(first.tag[1:]), self._line(first))
            )
        elif first.type in _KINDS:
            self._take_block(group)

    def outline(self) -> Outline:
        """Return what was gathered; headings without a word below them make no section."""
        headings = [draft for draft in self._drafts if draft.level]
        first = headings[0].heading if headings else ""
        sections = tuple(self._sections(self._title or first))
        return Outline(first, sections, frozenset(self._seen), tuple(self._links))

    def _take_block(self, group: Sequence[Token]) -> None:
        first = group[0]
        words, markdown = _words(group), self._markdown(first)
        if first.type == "html_block":
            # Nobody wants to read tags.
            words = markdown = " ".join(html.unescape(words).split())
        if words:
            kind = BlockKind.PICTURE if _is_picture(group) else _KINDS[first.type]
            self._drafts[-1].blocks.append(Block(kind, words, markdown, self._line(first)))

    def _sections(self, title: str) -> Iterator[Section]:
        around: list[_Draft] = []
        for draft in self._drafts:
            while around and around[-1].level >= draft.level:
                around.pop()
            if draft.blocks:
                trail = [title, *(outer.heading for outer in around if outer.level)]
                yield Section(
                    heading=draft.heading or title,
                    anchor=draft.anchor,
                    trail=tuple(dict.fromkeys(name for name in trail if name)),
                    blocks=tuple(draft.blocks),
                    line=draft.line,
                )
            around.append(draft)

    def _new_anchor(self, heading: str) -> str:
        plain = anchor = anchor_of(heading)
        count = 0
        while anchor in self._seen:
            count += 1
            anchor = f"{plain}-{count}"
        self._seen.add(anchor)
        return anchor

    def _gather_links(self, group: Sequence[Token]) -> None:
        line = self._line(group[0])
        for token in group:
            if token.map is not None:
                line = token.map[0] + self._shift
            for child in token.children or ():
                if child.type == "link_open":
                    self._links.append((str(child.attrGet("href") or ""), line))

    def _markdown(self, token: Token) -> str:
        begin, end = token.map or (0, 0)
        text = "\n".join(self._lines[begin:end])
        if token.type in {"fence", "code_block"}:
            return text.strip("\n")
        return _LABEL.sub("", _COMMENT.sub("", text)).strip("\n")

    def _line(self, token: Token) -> int:
        return (token.map[0] if token.map else 0) + self._shift


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _is_picture(group: Sequence[Token]) -> bool:
    shown = [child for token in group for child in token.children or () if child.content.strip()]
    return bool(shown) and all(child.type == "image" for child in shown)


def _words(group: Sequence[Token]) -> str:
    parts = [_token_words(token) for token in group]
    return "\n".join(part for part in parts if part)


def _token_words(token: Token) -> str:
    if token.type == "inline":
        return _plain(_LABEL.sub("", _inline_words(token)))
    if token.type in {"html_block", "fence", "code_block"}:
        directive = _DIRECTIVE.match(token.info.strip())
        if directive is not None:
            return _plain(f"{directive['title']}\n{_OPTION.sub('', token.content)}")
        if token.type == "html_block":
            return _plain(token.content)
        return token.content.strip()
    return ""


def _inline_words(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or ():
        if child.type == "code_inline" and parts and _ROLE.search(parts[-1] + "`"):
            parts[-1] = _ROLE.sub("", parts[-1] + "`").removesuffix("`")
            parts.append(_TARGET.sub("", child.content))
        elif child.type in {"text", "code_inline", "image"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak", "html_inline"}:
            parts.append(child.content if child.type == "html_inline" else "\n")
    return "".join(parts)


def _plain(text: str) -> str:
    return _TAG.sub(" ", _COMMENT.sub(" ", text)).strip()
