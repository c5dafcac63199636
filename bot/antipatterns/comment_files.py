"""Reads `comments/<id>.yaml` and `comments/none.yaml`: samples by how they are written.

A folder laid over another replaces its files by name, as it does pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import model_validator

from bot.antipatterns.domain import Sample
from bot.knowledge.files import (
    Document,
    FileModel,
    Finding,
    KnowledgeError,
    OneLine,
    Slug,
    read_document,
)

FOLDER: Final = "comments"
NONE: Final = "none"


class Style(StrEnum):
    """How a comment that shows an anti-pattern is written."""

    PLAIN = "plain"
    TERSE = "terse"
    ALLUSIVE = "allusive"
    SARCASTIC = "sarcastic"
    MISSPELT = "misspelt"


class Kind(StrEnum):
    """What a comment is about that shows no anti-pattern."""

    RESOLVED = "resolved"
    PRAISED = "praised"
    NEGATED = "negated"
    OTHER_PEOPLE = "other_people"
    QUESTION = "question"
    HOW_TO = "how_to"
    TECHNICAL_TALK = "technical_talk"
    OTHER_COMPLAINT = "other_complaint"
    CHAT = "chat"


class Written(FileModel):
    """A comment; as text alone, or with further anti-patterns that it shows."""

    text: OneLine
    also: tuple[Slug, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: object) -> object:
        # A union would complain twice about each fault.
        return value if isinstance(value, dict) else {"text": value}


class AntiPatternComments(FileModel):
    """The whole of `<id>.yaml`."""

    comments: dict[Style, tuple[Written, ...]]


class OtherComments(FileModel):
    """The whole of `none.yaml`."""

    comments: dict[Kind, tuple[OneLine, ...]]


@dataclass(frozen=True)
class ReadSample:
    """A sample, and where it stands."""

    sample: Sample
    _document: Document[AntiPatternComments] | Document[OtherComments]
    _path: tuple[str | int, ...]

    def finding(self, message: str) -> Finding:
        """Return a finding about it."""
        return self._document.finding(self._path, message)


class CommentReading:
    """The samples of comment files by their file's name, and what is wrong with the files."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[ReadSample, ...]] = {}
        self._findings: list[Finding] = []

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Every sample, in the order of the files' names."""
        return tuple(read.sample for read in self._in_order())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the files, and comments that stand in two places."""
        return (*self._findings, *self._repeats())

    def add_folder(self, folder: Path, ids: frozenset[str]) -> None:
        """Read a folder's files over those before it; `ids` are the anti-patterns there are."""
        for file in sorted(folder.glob("*.yaml")):
            try:
                self.files[file.stem] = tuple(self._read(file, ids))
            except KnowledgeError as error:
                self._findings.extend(error.findings)

    def _read(self, file: Path, ids: frozenset[str]) -> Iterator[ReadSample]:
        if file.stem == NONE:
            return _read_others(file)
        if file.stem not in ids:
            message = f"There is no anti-pattern `{file.stem}`; rename the file or add its page."
            raise KnowledgeError((Finding(file, 1, message),))
        document = read_document(file, AntiPatternComments)
        self._findings.extend(_unknown(document, ids))
        return _read_own(document)

    def _in_order(self) -> Iterator[ReadSample]:
        for name in sorted(self.files):
            yield from self.files[name]

    def _repeats(self) -> Iterator[Finding]:
        first: dict[str, str] = {}
        for name in sorted(self.files):
            for read in self.files[name]:
                text = plain(read.sample.text)
                if text in first:
                    yield read.finding(
                        f"The same comment stands in {first[text]}.yaml before; take one out, "
                        "and name a second anti-pattern with `also`."
                    )
                first.setdefault(text, name)


def plain(text: str) -> str:
    """Return what two comments share that differ in case and spaces only."""
    return " ".join(text.casefold().split())


def _read_own(document: Document[AntiPatternComments]) -> Iterator[ReadSample]:
    for style, entries in document.content.comments.items():
        for number, entry in enumerate(entries):
            shows = tuple(dict.fromkeys((document.file.stem, *entry.also)))
            sample = Sample(entry.text, shows, manner=style.value)
            yield ReadSample(sample, document, ("comments", style.value, number))


def _read_others(file: Path) -> Iterator[ReadSample]:
    document = read_document(file, OtherComments)
    for kind, texts in document.content.comments.items():
        for number, text in enumerate(texts):
            sample = Sample(text, (), manner=kind.value)
            yield ReadSample(sample, document, ("comments", kind.value, number))


def _unknown(document: Document[AntiPatternComments], ids: frozenset[str]) -> Iterator[Finding]:
    for style, entries in document.content.comments.items():
        for number, entry in enumerate(entries):
            for place, name in enumerate(entry.also):
                path = ("comments", style.value, number, "also", place)
                if name not in ids:
                    message = f"There is no anti-pattern `{name}`; correct it or take it out."
                    yield document.finding(path, message)
                elif name == document.file.stem:
                    message = f"`{name}` is what the file is about already; take it out."
                    yield document.finding(path, message)
