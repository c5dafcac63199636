"""The ids of buttons, forms and deliveries of what happens before anybody leaves."""

from dataclasses import dataclass
from typing import ClassVar, Final

from bot.handover.handover_places import Key
from bot.handover.rules.states import HandoverError
from bot.slack.values import read_fields, read_ids

PREFIX: Final = "before"
"""How the keys of deliveries begin."""

MINE_TOO: Final = "model.mine_too"
THEIRS: Final = "model.theirs"
NOT_THEIRS: Final = "model.not_theirs"
APART: Final = "before.apart"
APART_ANSWERED: Final = "before.apart_answered"
COMPARE: Final = "before.compare"
COMPARED: Final = "before.compared"
START: Final = "before.start"
NOT_NOW: Final = "before.not_now"
AWAY: Final = "before.away"
AWAY_NOTHING: Final = "before.away_nothing"
AWAY_WRITTEN: Final = "before.away_written"

CLAIM: Final = "claim"
DECIDED: Final = "decided"
ASKED_APART: Final = "apart"
DIFFERENT: Final = "different"
PROPOSED: Final = "proposed"
STOOD_IN: Final = "stood_in"
GAPS: Final = "gaps"

_GARBLED: Final = "This doesn't say what it is about, so nothing changed."


class BeforeKey(Key):
    """A delivery of what happens before anybody leaves."""

    prefix: ClassVar[str] = PREFIX


def read_row(value: object) -> int:
    """Return the row that a button is about.

    Raises:
        HandoverError: it names none.

    """
    ids = read_ids(value, count=1)
    if ids is None:
        raise HandoverError(_GARBLED)
    return ids[0]


def read_claim(value: object) -> tuple[int, bool]:
    """Return the claim that a button is about, and whether it stood below what somebody said.

    Raises:
        HandoverError: it names none.

    """
    both = read_ids(value, count=2)
    return (both[0], True) if both is not None else (read_row(value), False)


@dataclass(frozen=True)
class Apart:
    """What the form of a second owner's question remembers; `count` is how many came before it."""

    model_id: int
    section_id: str
    count: int = 0

    def dump(self) -> list[int | str]:
        """Return it as a form keeps it."""
        return [self.model_id, self.section_id, self.count]

    @classmethod
    def load(cls, text: object) -> "Apart":
        """Read what a form kept.

        Raises:
            HandoverError: it is not of such a question.

        """
        fields = read_fields(text, int, str, int)
        if fields is None:
            raise HandoverError(_GARBLED)
        return cls(*fields)


@dataclass(frozen=True)
class Compared:
    """What the form remembers in which two answers stand side by side."""

    model_id: int
    section_id: str
    user_id: str

    def dump(self) -> list[int | str]:
        """Return it as a form keeps it."""
        return [self.model_id, self.section_id, self.user_id]

    @classmethod
    def load(cls, text: object) -> "Compared":
        """Read what a form kept.

        Raises:
            HandoverError: it is not of two answers.

        """
        fields = read_fields(text, int, str, str)
        if fields is None:
            raise HandoverError(_GARBLED)
        return cls(*fields)
