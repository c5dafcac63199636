"""The ids of buttons, forms and deliveries of handovers, and the values that they carry."""

from dataclasses import dataclass
from typing import ClassVar, Final, Self

from bot.handover.rules.sessions import Question
from bot.handover.rules.states import HandoverError
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.values import read_fields, read_id, read_ids

PREFIX: Final = "handover"
"""How the keys of deliveries begin."""

DATED: Final = "handover.dated"
ANSWER: Final = "handover.answer"
ANSWERED: Final = "handover.answered"
FOLLOWED: Final = "handover.followed"
DIG: Final = "handover.dig"
RETELL: Final = "handover.retell"
RETOLD: Final = "handover.retold"
MARK: Final = "handover.mark"
MARKED: Final = "handover.marked"
DRILL: Final = "handover.drill"
DRILLED: Final = "handover.drilled"
SUCCESSOR: Final = "handover.successor"
SUCCEEDED: Final = "handover.succeeded"
WAIVE: Final = "handover.waive"
WAIVED: Final = "handover.waived"
FREEZE: Final = "handover.freeze"
RETIRE: Final = "handover.retire"
RECLAIM: Final = "handover.reclaim"
MOVE: Final = "handover.move"
MOVED: Final = "handover.moved"
CALL: Final = "handover.call"
CARD: Final = "handover.card"
CARD_SECTION: Final = "handover.card_section"

_GARBLED: Final = "This doesn't say which model it is for, so nothing changed."


@dataclass(frozen=True)
class Key:
    """A delivery of handovers: what kind, of which row, which turn of it, and to whom."""

    prefix: ClassVar[str] = PREFIX
    kind: str
    id: int
    turn: int
    user_id: str

    def dump(self) -> str:
        """Return the delivery's key."""
        return f"{self.prefix}:{self.kind}:{self.id}:{self.turn}:{self.user_id}"

    @classmethod
    def load(cls, key: str) -> Self:
        """Read a delivery's key."""
        _, kind, id_, turn, user_id = key.split(":")
        return cls(kind, int(id_), int(turn), user_id)


PLAN: Final = "plan"
SESSION: Final = "session"
STATE: Final = "state"
REMIND: Final = "remind"
NAMED: Final = "named"
PAIR: Final = "pair"
MISSED: Final = "missed"
FIVE_LEFT: Final = "five_left"
ONE_LEFT: Final = "one_left"
LATE: Final = (MISSED, FIVE_LEFT, ONE_LEFT)


def read_model(value: object) -> int:
    """Return the model that a button or form is about.

    Raises:
        HandoverError: it names none.

    """
    found = read_id(value)
    if found is None:
        raise HandoverError(_GARBLED)
    return found


def read_section(value: object) -> tuple[int, str]:
    """Return the model and the section of its card that a button names.

    Raises:
        HandoverError: it names none.

    """
    model, _, section_id = value.partition(":") if isinstance(value, str) else ("", "", "")
    return read_model(model), section_id


def read_session(value: object) -> tuple[int, int]:
    """Return the last day's id and the session's number that a button names.

    Raises:
        HandoverError: it names none.

    """
    ids = read_ids(value, count=2)
    if ids is None:
        raise HandoverError(_GARBLED)
    return ids[0], ids[1]


def card_button(model_id: int) -> Block:
    """Return the button that shows a model's card."""
    return blocks.button("Read the card", action_id=CARD, value=str(model_id))


@dataclass(frozen=True)
class Asking:
    """What a question's form remembers: the question, and the session it belongs to, if to one."""

    question: Question
    leaving_id: int = 0
    number: int = 0

    def dump(self) -> list[int | str]:
        """Return it as a form keeps it."""
        return [self.question.model_id, self.question.section_id, self.leaving_id, self.number]

    @classmethod
    def load(cls, text: object) -> "Asking":
        """Read what a form kept.

        Raises:
            HandoverError: it is not of a question.

        """
        fields = read_fields(text, int, str, int, int)
        if fields is None:
            raise HandoverError(_GARBLED)
        return cls(Question(fields[0], fields[1]), fields[2], fields[3])


def read_leaving(value: object) -> int:
    """Return which last day a button or form is about.

    Raises:
        HandoverError: it names none.

    """
    found = read_id(value)
    if found is None:
        raise HandoverError("This doesn't say which handover it is for, so nothing changed.")
    return found


def read_part(text: object) -> Question:
    """Return which section of which model a form is about.

    Raises:
        HandoverError: it names none.

    """
    fields = read_fields(text, int, str)
    if fields is None:
        raise HandoverError(_GARBLED)
    return Question(fields[0], fields[1])
