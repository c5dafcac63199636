"""Writes a card as a markdown file, always in the same bytes, and reads it back or says why not.

Readers of Hugging Face model cards load its front matter: everything of ours stands below
`handover`, and whatever else people put there stays.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, NoReturn

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.errors import UserFacingError
from bot.handover.cards.card import HEADINGS, Card, CardSection, Heading
from bot.handover.cards.text import escape, find_end_of_code, opens_code, unescape
from bot.handover.domain import Basis, SectionState, Tier
from bot.knowledge import faults
from bot.knowledge.yaml_tree import YamlFaultsError, read_tree

SCHEMA: Final = 1
_UNANSWERED: Final = "_Not answered yet._"
_UNKNOWN: Final = "_Nobody knows yet._"
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.S)


class CardError(UserFacingError):
    """A card that can't be read; the text names file, line and remedy."""


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


_Words = Annotated[str, BeforeValidator(_as_text)]


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _SectionKeys(_Known):
    state: SectionState
    author: _Words
    version: int = Field(ge=1)
    source: Basis
    answered_at: date
    gap: bool = False
    model_version: _Words = ""
    confirmed_by: _Words | None = None
    confirmed_at: date | None = None


class _HandoverKeys(_Known):
    schema_: int = Field(alias="schema", ge=1, le=SCHEMA)
    model: _Words
    title: _Words
    tier: Tier
    team: _Words | None = None
    owner: _Words | None = None
    successor: _Words | None = None
    state: _Words
    link: _Words = ""
    other_names: tuple[_Words, ...] = ()
    sections: dict[str, _SectionKeys] = {}
    checksum: _Words = ""


class _Front(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)
    handover: _HandoverKeys


def write_card(card: Card, *, headings: Sequence[Heading] = HEADINGS) -> str:
    """Return a card's file; the same card makes the same bytes."""
    body = _body(card, headings)
    front = {**card.extra, "handover": _handover_keys(card, checksum=_checksum(body))}
    lines = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1_000_000)
    return f"---\n{lines}---\n\n{body}"


def read_card(text: str, *, file: Path, headings: Sequence[Heading] = HEADINGS) -> Card:
    """Return the card that a file holds.

    Raises:
        CardError: somebody has edited it so that it can't be read.

    """
    return _read(text, file, headings)


def is_as_written(text: str, *, file: Path) -> bool:
    """Whether the sections of a card stand there as the bot wrote them.

    Raises:
        CardError: its front matter can't be read.

    """
    plain = text.replace("\r\n", "\n")
    keys, _, front = _front(plain, file)
    return keys.checksum == _checksum(plain[front:].removeprefix("\n"))


def _handover_keys(card: Card, *, checksum: str) -> dict[str, object]:
    keys: dict[str, object] = {
        "schema": SCHEMA,
        "model": card.name,
        "title": card.title,
        "tier": int(card.tier),
        "team": card.team,
        "owner": card.owner,
        "successor": card.successor,
        "state": card.state,
    }
    if card.link:
        keys["link"] = card.link
    if card.other_names:
        keys["other_names"] = list(card.other_names)
    keys["sections"] = {section.id: _section_keys(section) for section in card.sections}
    return {**keys, "checksum": checksum}


def _section_keys(section: CardSection) -> dict[str, object]:
    keys: dict[str, object] = {
        "state": section.state.value,
        "author": section.author,
        "version": section.version,
        "source": section.basis.value,
        "answered_at": section.answered_on,
    }
    if section.is_gap:
        keys["gap"] = True
    if section.model_version:
        keys["model_version"] = section.model_version
    return {**keys, "confirmed_by": section.confirmed_by, "confirmed_at": section.confirmed_on}


def _body(card: Card, headings: Sequence[Heading]) -> str:
    answers = {section.id: section for section in card.sections}
    parts = [f"## {each.title}\n\n{_words(answers.get(each.id))}\n" for each in headings]
    return "\n".join([f"# {card.title}\n", *parts])


def _words(section: CardSection | None) -> str:
    if section is None:
        return _UNANSWERED
    return escape(section.text) or (_UNKNOWN if section.is_gap else _UNANSWERED)


def _checksum(body: str) -> str:
    # A letter in front, or an editor's YAML may take some of them for numbers.
    return f"s{sha256(body.encode()).hexdigest()[:16]}"


def _read(text: str, file: Path, headings: Sequence[Heading]) -> Card:
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    keys, extra, end = _front(plain, file)
    bodies = _Body(plain[end:], file, plain.count("\n", 0, end) + 1).read(headings)
    known = {heading.id for heading in headings}
    for section_id in keys.sections.keys() - known:
        _fail(file, 1, f"`{section_id}` is no section of a card. Correct its spelling.")
    sections = []
    for heading in headings:
        line, words = bodies[heading.id]
        about = keys.sections.get(heading.id)
        if about is not None:
            sections.append(_section(heading.id, about, words))
        elif words not in ("", _UNANSWERED):
            _fail(
                file,
                line,
                f"“{heading.title}” has words, but `handover` doesn't say whose they are. Answer "
                "it in Slack, or take the words out.",
            )
    return Card(
        name=keys.model,
        title=keys.title,
        tier=keys.tier,
        state=keys.state,
        owner=keys.owner,
        successor=keys.successor,
        team=keys.team,
        link=keys.link,
        other_names=keys.other_names,
        sections=tuple(sections),
        extra=extra,
    )


def _section(section_id: str, about: _SectionKeys, words: str) -> CardSection:
    is_empty = words in ("", _UNKNOWN if about.gap else _UNANSWERED)
    return CardSection(
        id=section_id,
        text="" if is_empty else unescape(words),
        author=about.author,
        state=about.state,
        version=about.version,
        basis=about.source,
        answered_on=about.answered_at,
        is_gap=about.gap,
        model_version=about.model_version,
        confirmed_by=about.confirmed_by,
        confirmed_on=about.confirmed_at,
    )


def _front(text: str, file: Path) -> tuple[_HandoverKeys, Mapping[str, object], int]:
    """Return what is ours of the front matter, what is not, and where it ends."""
    found = _FRONT.match(text)
    if found is None:
        _fail(file, 1, "A card begins with a line of three dashes, and a second one ends its head.")
    try:
        tree = read_tree(found.group(1), first_line=2)
        front = _Front.model_validate(tree.value)
    except YamlFaultsError as error:
        _fail(file, error.faults[0].line, error.faults[0].message)
    except ValidationError as error:
        fault = faults.faults(error, tree)[0]
        _fail(file, fault.line, fault.message)
    return front.handover, front.model_extra or {}, found.end()


class _Body:
    """What stands below the front matter, heading by heading."""

    def __init__(self, text: str, file: Path, first_line: int) -> None:
        self._lines = text.split("\n")
        self._file = file
        self._first_line = first_line

    def read(self, headings: Sequence[Heading]) -> dict[str, tuple[int, str]]:
        """Return the line and the words of each section."""
        ids = {heading.title: heading.id for heading in headings}
        starts: dict[str, int] = {}
        ends: dict[str, int] = {}
        current, number = "", 0
        while number < len(self._lines):
            line = self._lines[number]
            if line.startswith("## "):
                title = line[3:].strip()
                if title not in ids:
                    self._fail(number, f"“{title}” is no section of a card. Put \\ before ##.")
                if ids[title] in starts:
                    self._fail(number, f"“{title}” stands here a second time. Keep one of the two.")
                ends[current], current = number, ids[title]
                starts[current] = number
            number = self._after(number)
        ends[current] = len(self._lines)
        for heading in headings:
            if heading.id not in starts:
                self._fail(len(self._lines) - 1, f"“## {heading.title}” is missing. Put it back.")
        return {
            id_: (
                self._first_line + start,
                "\n".join(self._lines[start + 1 : ends[id_]]).strip("\n").rstrip(),
            )
            for id_, start in starts.items()
        }

    def _after(self, number: int) -> int:
        """Return the line to go on with: behind a code block, what is in it is no heading."""
        if not opens_code(self._lines[number]):
            return number + 1
        end = find_end_of_code(self._lines, number)
        if end is None:
            self._fail(number, "The code block that begins here never ends. Close it.")
        return end + 1

    def _fail(self, number: int, message: str) -> NoReturn:
        _fail(self._file, self._first_line + number, message)


def _fail(file: Path, line: int, message: str) -> NoReturn:
    raise CardError(f"{file}:{line}: {message}")
