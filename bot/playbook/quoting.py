"""Chooses, of a section, the sentences that answer a question: its own, in their order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from bot.playbook.domain import Block, BlockKind, Section
from bot.text.words import terms

_WHOLE: Final = 1_200
"""What is no longer is quoted whole: a sentence or two left out save less than they confuse."""
_ENOUGH: Final = 900
"""Of what is longer, about so many characters are quoted."""
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)([\"”’)*_]*)\s+(?=[\"“(*_\[`]*[A-Z0-9])"
)
_ENTRY: Final = re.compile(r"^(?=(?:[-*+]|\d{1,3}[.)])\s)", re.MULTILINE)
_FENCED: Final = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class _Piece:
    """A sentence, an entry of a list, a table or a snippet."""

    text: str
    block: int
    worth: float


def quote(section: Section, wanted: Mapping[str, float]) -> str:
    """Return the section's markdown, or the part of it that fits the question.

    Args:
        section: what is quoted.
        wanted: the question's terms, and how much each tells.

    """
    pieces = [
        _Piece(text, number, _worth(text, wanted))
        for number, block in enumerate(section.blocks)
        for text in _texts(block)
        if block.kind is not BlockKind.PICTURE
    ]
    return _joined(pieces, sorted(_chosen(pieces)), section.blocks)


def _chosen(pieces: Sequence[_Piece]) -> set[int]:
    if sum(len(piece.text) for piece in pieces) <= _WHOLE:
        return set(range(len(pieces)))
    # A section's first sentence says what it is about; the others are lost without it.
    chosen, length = {0}, len(pieces[0].text) if pieces else 0
    for place in sorted(range(1, len(pieces)), key=lambda place: (-pieces[place].worth, place)):
        if length + len(pieces[place].text) <= _ENOUGH:
            chosen.add(place)
            length += len(pieces[place].text)
    return chosen if pieces else set()


def _worth(text: str, wanted: Mapping[str, float]) -> float:
    found = set(terms(text))
    told = sum(weight for term, weight in wanted.items() if term in found)
    # Long pieces hold more words by chance; what they gain by them is damped.
    return told / sqrt(8 + len(found))


def _texts(block: Block) -> Iterator[str]:
    if block.kind is BlockKind.PARAGRAPH:
        whole = " ".join(block.markdown.split())
        yield from _sentences(whole)
    elif block.kind is BlockKind.ENTRIES and not _FENCED.search(block.markdown):
        yield from (part.rstrip() for part in _ENTRY.split(block.markdown) if part.strip())
    else:
        yield block.markdown


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.end(1)]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _joined(pieces: Sequence[_Piece], places: Sequence[int], blocks: Sequence[Block]) -> str:
    """Put pieces together; where something is left out between two, a new paragraph begins."""
    text = ""
    for number, place in enumerate(places):
        piece = pieces[place]
        before = pieces[places[number - 1]] if number else piece
        if not number:
            text = piece.text
        elif piece.block == before.block and place == places[number - 1] + 1:
            is_prose = blocks[piece.block].kind is BlockKind.PARAGRAPH
            text += (" " if is_prose else "\n") + piece.text
        elif piece.block == before.block and blocks[piece.block].kind is BlockKind.ENTRIES:
            text += f"\n{piece.text}"
        else:
            text += f"\n\n{piece.text}"
    return text
