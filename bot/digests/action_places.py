"""What the buttons of actions and wins carry back, and the keys of their deliveries."""

import re
from dataclasses import dataclass
from typing import Final

from bot.digests.actions import ActionError, Reply
from bot.slack.values import read_id

IMPROVE: Final = "digest.improve"
DECLARED: Final = "action.declared"
REPLY: Final = re.compile(r"^action\.(done|still|dropped)$")
ADD_WORDS: Final = "action.words"
WORDED: Final = "action.worded"
TAKE_BACK: Final = "win.taken_back"
TOLD: Final = "win.told"

ANNOUNCEMENT: Final = "action"
ASKING: Final = "asking"
INHERITANCE: Final = "inherited"
WIN: Final = "win"
"""How the keys begin of what a team, an owner and an heir are told, and of wins."""


@dataclass(frozen=True)
class ImproveButton:
    """What *We'll improve this* carries back: a practice, and the team where it is known."""

    practice: str
    team_id: int | None = None

    def dump(self) -> str:
        """Return the button's value."""
        return self.practice if self.team_id is None else f"{self.team_id}:{self.practice}"

    @classmethod
    def load(cls, value: object) -> "ImproveButton":
        """Read a button's value; a practice that is unknown is found out by whoever looks it up."""
        team, colon, practice = str(value or "").rpartition(":")
        return cls(practice, read_id(team) if colon else None)


@dataclass(frozen=True)
class TeamKey:
    """Which action or win it is, and the person or channel it goes to."""

    id: int
    address: str

    def dump_announcement(self) -> str:
        """Return the delivery key of what a team is told of an action."""
        return f"{ANNOUNCEMENT}:{self.id}:{self.address}"

    def dump_asking(self, number: int) -> str:
        """Return the delivery key of the question to its owner, of this number."""
        return f"{ASKING}:{self.id}:{number}:{self.address}"

    def dump_inheritance(self, before: str) -> str:
        """Return the delivery key of what tells its heir whose it was."""
        return f"{INHERITANCE}:{self.id}:{before}:{self.address}"


def read_key(key: str) -> int:
    """Return the action or win that a delivery key is about."""
    return int(key.split(":")[1])


def read_before(key: str) -> str:
    """Return whose an inherited action was, from the key of what tells its heir."""
    return key.split(":")[2]


def win_key(win_id: int) -> str:
    """Return the delivery key of a win in the team's channel."""
    return f"{WIN}:{win_id}"


def asking_keys(action_id: int) -> tuple[str, ...]:
    """Return how the keys begin of what asks an action's owner."""
    return (f"{ASKING}:{action_id}:", f"{INHERITANCE}:{action_id}:")


def read_button(value: object) -> int:
    """Return the action or win that a button belongs to.

    Raises:
        ActionError: it names none.

    """
    found = read_id(value)
    if found is None:
        raise ActionError("This button doesn't say what it is for, so nothing changed.")
    return found


def read_reply(action_id: str) -> Reply:
    """Return what somebody answered, from the id of the button they pressed."""
    return Reply(action_id.rpartition(".")[2])
