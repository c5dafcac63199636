"""Pages of markdown in sections, and the three ways in which a question can be answered."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a piece of a section is, as far as quoting it goes."""

    PARAGRAPH = "paragraph"
    ENTRIES = "entries"
    TABLE = "table"
    CODE = "code"
    QUOTE = "quote"
    PICTURE = "picture"


@dataclass(frozen=True)
class Block:
    """A piece of a section: its words, and the markdown they were written in.

    Args:
        kind: what it is.
        words: as people read it, without markup.
        markdown: as it stands in the file, comments and labels left out.
        line: where it begins in the file.

    """

    kind: BlockKind
    words: str
    markdown: str
    line: int


@dataclass(frozen=True)
class Section:
    """What stands below one heading, up to the next.

    Args:
        heading: as people read it; the page's title for what stands above the first heading.
        anchor: the heading's part of a link, as GitHub makes it; empty at the top of a page.
        trail: the headings around it, the page's title first.
        blocks: what it says, in order.
        line: of the heading.

    """

    heading: str
    anchor: str
    trail: tuple[str, ...]
    blocks: tuple[Block, ...]
    line: int

    @property
    def words(self) -> str:
        """Everything it says, as people read it."""
        return "\n".join(block.words for block in self.blocks)


@dataclass(frozen=True)
class Page:
    """A markdown file.

    Args:
        path: inside the playbook, with forward slashes.
        title: from the front matter, else the first heading, else the file's name.
        summary: one sentence, if the front matter has one.
        covers: the points of the sources that it covers.
        practices: the practices that it is about.
        questions: what people would type.
        answers: the anchors of sections that answer some of them, each with its questions.
        examples: what people would say who have the problem; anti-patterns have them.
        related: pages to read next, by path inside the playbook.
        sections: in order; those without a word of their own are left out.

    """

    path: str
    title: str
    sections: tuple[Section, ...]
    summary: str = ""
    covers: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    MAYBE = "maybe"
    NOT_COVERED = "not-covered"
    COMPANY_FACT = "company-fact"


@dataclass(frozen=True)
class Passage:
    """A section that was found for a question; the higher its score, the better it fits."""

    page: Page
    section: Section
    score: float


@dataclass(frozen=True)
class Answer:
    """What the playbook says to a question, in its own words.

    Args:
        outcome: answered, maybe covered, not covered, or a fact about a company.
        confidence: from 0 to 1, how sure it is that the first passage answers the question.
        quote: the first passage's own sentences, where it is given as the answer.
        passages: the best sections first, whatever the outcome.
        reason: what the person is told where it is not answered.

    """

    outcome: Outcome
    confidence: float
    passages: tuple[Passage, ...] = ()
    quote: str = ""
    reason: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the first passage is given as the answer."""
        return self.outcome is Outcome.ANSWERED
