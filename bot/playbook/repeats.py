"""Finds what two pages both say: the same question, or a paragraph that is nearly the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.knowledge.files import Finding
from bot.playbook.domain import BlockKind
from bot.playbook.loader import PageFile, PlaybookReading
from bot.text.words import words

_SHORTEST: Final = 15
_RUN: Final = 4
_ALIKE: Final = 0.6
"""The share of runs of four words that two paragraphs have in common, of all they have."""

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class _Paragraph:
    file: PageFile
    line: int
    runs: Runs


def repeated_questions(reading: PlaybookReading) -> Iterator[Finding]:
    """Yield a finding for each question that an earlier page, or the page itself, has too."""
    first: dict[str, PageFile] = {}
    for file in reading.files.values():
        for number, question in enumerate(file.page.questions):
            plain = " ".join(words(question))
            if plain in first:
                where = first[plain].page.path
                message = f"The same question stands on {where}; leave it to one of the two."
                line = _line_of(file, number)
                yield Finding(file.file, line, message)
            first.setdefault(plain, file)


def _line_of(file: PageFile, number: int) -> int:
    if file.document is None:
        return 1
    content = file.document.content
    places: list[tuple[str | int, ...]] = [
        *(("questions", i) for i in range(len(content.questions))),
        *(
            ("answers", anchor, i)
            for anchor, own in content.answers.items()
            for i in range(len(own))
        ),
    ]
    return file.document.line_of(places[number])


def repeated_paragraphs(reading: PlaybookReading) -> Iterator[Finding]:
    """Yield a finding for each paragraph that is nearly the same as one on an earlier page."""
    seen: list[_Paragraph] = []
    having: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for paragraph in _paragraphs(reading):
        shared = Counter(number for run in paragraph.runs for number in having.get(run, ()))
        for number, count in shared.most_common(1):
            other = seen[number]
            if count / len(paragraph.runs | other.runs) >= _ALIKE:
                message = (
                    f"This is nearly what stands on {other.file.page.path}, line {other.line}; "
                    "say it in one place and link to it."
                )
                yield Finding(paragraph.file.file, paragraph.line, message)
        for run in paragraph.runs:
            having[run].append(len(seen))
        seen.append(paragraph)


def _paragraphs(reading: PlaybookReading) -> Iterator[_Paragraph]:
    for file in reading.files.values():
        for section in file.page.sections:
            for block in section.blocks:
                found = words(block.words)
                if block.kind is not BlockKind.CODE and len(found) >= _SHORTEST:
                    runs = zip(*(found[start:] for start in range(_RUN)), strict=False)
                    yield _Paragraph(file, block.line, frozenset(runs))
