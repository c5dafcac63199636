"""Reads what stands above a page: in our own form strictly, in any other as far as it helps."""

import re
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from bot.knowledge.files import (
    Document,
    FileModel,
    Finding,
    KnowledgeError,
    OneLine,
    Slug,
    parse_document,
)
from bot.knowledge.yaml_tree import YamlFaultsError, read_tree
from bot.playbook.domain import Page

_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_LINK: Final = re.compile(r"(\.\./|[a-z0-9-]+/)*[a-z0-9-]+\.md")


def _page_link(value: str) -> str:
    if not _LINK.fullmatch(value):
        raise ValueError(
            "should be a link from this page to another, like `../tools/monitoring.md`."
        )
    return value


class FrontMatter(FileModel):
    """The form of our own pages; the last three are an anti-pattern's.

    `questions` are what people would type to find the page, and `answers` those that one of its
    sections answers, under the section's anchor.
    """

    title: OneLine
    summary: OneLine
    covers: tuple[Slug, ...]
    practices: tuple[Slug, ...]
    questions: Annotated[tuple[OneLine, ...], Field(min_length=1)]
    answers: dict[str, Annotated[tuple[OneLine, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    related: Annotated[tuple[Annotated[str, AfterValidator(_page_link)], ...], Field(min_length=1)]
    dimension: str | None = None
    examples: tuple[OneLine, ...] = ()
    counterexamples: tuple[OneLine, ...] = ()


def split(text: str) -> tuple[str, str, int]:
    """Return front matter, the rest, and the line on which the rest begins."""
    found = _FRONT.match(text)
    if found is None:
        return "", text, 1
    return found[1], text[found.end() :], text.count("\n", 0, found.end()) + 1


def read_front_matter(front: str, *, file: Path) -> Document[FrontMatter]:
    """Return a page's front matter in our form.

    Raises:
        KnowledgeError: with every fault found in it.

    """
    if not front.strip():
        message = "The page has no front matter; begin it with `---` and `title:`."
        raise KnowledgeError((Finding(file, 1, message),))
    return parse_document(front, FrontMatter, file=file, first_line=2)


def read_loosely(front: str) -> Page | None:
    """Return what any front matter says about its page, or None if it is none."""
    if not front.strip():
        return None
    try:
        value = read_tree(front).value
    except YamlFaultsError:
        # It looks like front matter of some other kind: nobody would read it as the page's text.
        return Page(path="", title="", sections=()) if ":" in front else None
    if not isinstance(value, dict):
        return None
    return Page(
        path="",
        title=_text(value.get("title")),
        sections=(),
        summary=_text(value.get("summary")) or _text(value.get("description")),
        covers=_texts(value.get("covers")),
        practices=_texts(value.get("practices")),
        questions=_texts(value.get("questions")),
        related=_texts(value.get("related")),
        examples=_texts(value.get("examples")),
    )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(text for text in map(_text, value) if text)
