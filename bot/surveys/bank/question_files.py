"""The shape of the files in `knowledge/questions/`, before they become a statement bank."""

import re
from typing import Annotated

from pydantic import AfterValidator

from bot.knowledge.files import FileModel, OneLine, Slug
from bot.surveys.bank.domain import (
    MAX_OPTION_CHARACTERS,
    MAX_PACK_CHARACTERS,
    STEPS,
    Dimension,
)

_STATEMENT_ID = re.compile(r"[a-z0-9-]+\.[a-z0-9]+(-[a-z0-9]+)*")
_PAGE = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*/)+[a-z0-9]+(-[a-z0-9]+)*\.md")


def _statement_id(value: str) -> str:
    if len(value) > 100 or not _STATEMENT_ID.fullmatch(value):
        raise ValueError(
            "should be the practice, a full stop and a name of its own, "
            "like `simple-first.baseline-first`."
        )
    return value


def _page(value: str) -> str:
    if not _PAGE.fullmatch(value):
        raise ValueError(
            "should be a path inside the playbook, like `culture/exec-sponsorship.md`."
        )
    return value


def _five(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(values) != STEPS:
        raise ValueError(
            f"should have exactly {STEPS} entries, the best one last, but has {len(values)}."
        )
    if len({value.casefold() for value in values}) != STEPS:
        raise ValueError("has the same entry twice; word the steps apart.")
    return values


def _fits_a_button(value: str) -> str:
    if len(value) > MAX_OPTION_CHARACTERS:
        raise ValueError(
            f"has {len(value)} characters; a phone's button shows {MAX_OPTION_CHARACTERS}: "
            "shorten it."
        )
    return value


def _fits_a_checkbox(value: str) -> str:
    if len(value) > MAX_PACK_CHARACTERS:
        raise ValueError(
            f"has {len(value)} characters; a form shows {MAX_PACK_CHARACTERS}: shorten it."
        )
    return value


FiveLines = Annotated[tuple[OneLine, ...], AfterValidator(_five)]
Option = Annotated[OneLine, AfterValidator(_fits_a_button)]
PackLine = Annotated[OneLine, AfterValidator(_fits_a_checkbox)]


class ScaleEntry(FileModel):
    """A scale under its id."""

    question: OneLine
    options: Annotated[tuple[Option, ...], AfterValidator(_five)]


class ScaleFile(FileModel):
    """The whole of `scales.yaml`."""

    scales: dict[Slug, ScaleEntry]


class StatementEntry(FileModel):
    """A statement in its practice's list."""

    id: Annotated[str, AfterValidator(_statement_id)]
    text: OneLine
    scale: Slug
    covers: tuple[Slug, ...] = ()


class PracticeEntry(FileModel):
    """A practice; only one that is known from a folder below may leave out what it keeps."""

    id: Slug
    name: OneLine | None = None
    meaning: OneLine | None = None
    anchors: FiveLines | None = None
    page: Annotated[str, AfterValidator(_page)] | None = None
    statements: tuple[StatementEntry, ...] = ()


class PracticesFile(FileModel):
    """What files of practices share; `retire` names what a folder below has and is not asked."""

    retire: tuple[OneLine, ...] = ()
    practices: tuple[PracticeEntry, ...] = ()


class QuestionFile(PracticesFile):
    """The whole of a dimension's file."""

    dimension: Dimension


class TrustFile(FileModel):
    """The whole of `trust.yaml`."""

    statement: StatementEntry


class PackFile(PracticesFile):
    """The whole of a pack's file; what is known from a folder below may be left out."""

    id: Slug
    name: PackLine | None = None
    meaning: PackLine | None = None
