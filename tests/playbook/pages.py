"""Pages and a playbook for tests, without any file."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from bot.knowledge.files import Finding
from bot.playbook.domain import Answer, Block, BlockKind, Outcome, Page, Passage, Section
from bot.playbook.shelf import Reading, Shelf

EVERY = "Retrain weekly."


def a_section(
    heading: str = "Retraining", *, anchor: str = "retraining", markdown: str = EVERY
) -> Section:
    block = Block(BlockKind.PARAGRAPH, markdown, markdown, line=3)
    return Section(heading, anchor, trail=("Retraining",), blocks=(block,), line=1)


def a_page(
    *sections: Section, path: str = "process/retraining.md", title: str = "Retraining"
) -> Page:
    return Page(path=path, title=title, sections=sections or (a_section(),))


def an_answer(
    outcome: Outcome = Outcome.ANSWERED, *pages: Page, quote: str = EVERY, score: float = 1.0
) -> Answer:
    passages = tuple(Passage(page, page.sections[0], score) for page in pages or (a_page(),))
    is_answered = outcome is Outcome.ANSWERED
    return Answer(outcome, 0.9, passages, quote=quote if is_answered else "")


NOTHING = Answer(Outcome.NOT_COVERED, 0.0)


@dataclass
class FixedPlaybook:
    """Answers the questions that it knows, word for word."""

    answers: dict[str, Answer] = field(default_factory=dict)
    pages: tuple[Page, ...] = (a_page(),)
    times_asked: int = 0

    def ask(self, question: str, *, limit: int = 10) -> Answer:
        self.times_asked += 1
        return self.answers.get(question, NOTHING)


def _set_event() -> Event:
    event = Event()
    event.set()
    return event


@dataclass
class Bookcase:
    """A shelf in a folder of the test's own, and what is read of it next."""

    folder: Path
    playbook: FixedPlaybook = field(default_factory=FixedPlaybook)
    findings: tuple[Finding, ...] = ()
    reads: int = 0
    fault: Exception | None = None
    may_be_read: Event = field(default_factory=_set_event)

    def read(self) -> Reading:
        self.reads += 1
        self.may_be_read.wait(5)
        if self.fault is not None:
            raise self.fault
        return Reading(self.playbook, self.findings)

    def open(self, *, patience: float = 30) -> Shelf:
        return Shelf([self.folder], self.read, patience=patience)

    def write(self, text: str, *, name: str = "page.md") -> None:
        (self.folder / "playbook").mkdir(parents=True, exist_ok=True)
        (self.folder / "playbook" / name).write_text(text, "utf-8")
