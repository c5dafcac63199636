"""What the pulse asks about: practices, their statements, and the scales they are answered on."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

STEPS = 5
MAX_WORDS = 20
MAX_OPTION_CHARACTERS = 24
MAX_PACKS = 10
"""As many as one form's checkboxes can show."""
MAX_PACK_CHARACTERS = 75
"""What Slack shows of a checkbox's name, and of the line below it."""
TRUST = "trust"
"""What stands where a statement's practice would, of the one that asks whether answering helps."""
FEWEST_IN_PACK = 3
"""A statement may stay open for three weeks; with fewer it would be asked again meanwhile."""


class Dimension(StrEnum):
    """The three sides of maturity."""

    CULTURE = "culture"
    PROCESS = "process"
    TOOLS = "tools"


@dataclass(frozen=True)
class Scale:
    """Five options in order; the first scores 1 and the last, always the good end, scores 5."""

    id: str
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """One sentence that a member answers; its meaning never changes under the same id."""

    id: str
    practice_id: str
    text: str
    scale: Scale
    covers: tuple[str, ...]


@dataclass(frozen=True)
class Practice:
    """Something mature teams do, with what a visitor could see at each of five steps."""

    id: str
    dimension: Dimension
    name: str
    meaning: str
    anchors: tuple[str, ...]
    page: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class PackPractice:
    """A practice of a pack. It belongs to no dimension, so that no score can take it in."""

    id: str
    name: str
    meaning: str
    anchors: tuple[str, ...]
    page: str | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Pack:
    """Practices beside the core, which a team's leads can have asked about as well."""

    id: str
    name: str
    meaning: str
    practices: tuple[PackPractice, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, practice by practice."""
        return tuple(statement for practice in self.practices for statement in practice.statements)


@dataclass(frozen=True)
class StatementBank:
    """Everything there is to ask, in the order of the files: dimension, practice, statement.

    `practices` is the core, which everything that counts or compares is made of; the packs stand
    beside it, and so does the one statement on whether anything will come of the answers.
    """

    practices: tuple[Practice, ...]
    packs: tuple[Pack, ...] = ()
    trust: Statement | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the core; the first of each practice is the one to ask first."""
        return tuple(statement for practice in self.practices for statement in practice.statements)

    def list_practices(self, dimension: Dimension) -> tuple[Practice, ...]:
        """Return the practices of one dimension."""
        return tuple(practice for practice in self.practices if practice.dimension is dimension)

    def list_packs(self, pack_ids: Collection[str]) -> tuple[Pack, ...]:
        """Return the packs among these ids that the bank (still) has, in the bank's order."""
        return tuple(pack for pack in self.packs if pack.id in pack_ids)


def wording_faults(text: str) -> tuple[str, ...]:
    """Return what makes a statement's wording unfit to be asked, each as a sentence."""
    faults: list[str] = []
    words = len(text.split())
    if words > MAX_WORDS:
        faults.append(
            f"The statement has {words} words; {MAX_WORDS} can be read in three seconds: cut it."
        )
    if not text.endswith("."):
        faults.append("The statement should end with a full stop; add it.")
    if ". " in text:
        faults.append("The statement should be one sentence; cut it, or make two statements of it.")
    if text[:1].islower():
        faults.append("The statement should begin with a capital letter.")
    return tuple(faults)


def wording_advice(text: str) -> tuple[str, ...]:
    """Return what a person should look at again in a wording that is not wrong as such."""
    if "and" in text.lower().replace(",", " ").split():
        return (
            "The statement has an 'and': if one half could be true without the other, "
            "make two statements of it.",
        )
    return ()
