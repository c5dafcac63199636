"""What the sheet's buttons carry back, and the keys under which its messages are delivered."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.slack.mrkdwn import escape
from bot.slack.values import read_id, read_ids
from bot.surveys.domain import AnswerError, Choice, Round

SCORE: Final = re.compile(r"^pulse\.score\.")
COMMENT: Final = "pulse.comment"
LATER: Final = "pulse.later"
SKIP: Final = "pulse.skip"
TAKE_PART: Final = "pulse.take_part"

SHEET: Final = "pulse"
REMINDER: Final = "remind"
SUMMARY: Final = "summary"
"""How the keys of sheets, reminders and summaries begin."""

MOST_REMINDERS: Final = 2


@dataclass(frozen=True)
class SheetKey:
    """Whose sheet it is, of which team and week (its Monday)."""

    team_id: int
    week: date
    user_id: str

    def dump(self) -> str:
        """Return the delivery key of the sheet."""
        return f"{SHEET}:{self.team_id}:{self.week}:{self.user_id}"

    def dump_reminder(self, number: int) -> str:
        """Return the delivery key of one of its reminders, from 1."""
        return f"{REMINDER}:{self.team_id}:{self.week}:{self.user_id}:{number}"

    def dump_reminders(self) -> tuple[str, ...]:
        """Return the delivery keys of all its reminders."""
        return tuple(self.dump_reminder(number) for number in range(1, MOST_REMINDERS + 1))

    def dump_summary(self) -> str:
        """Return the delivery key of the week's summary to a person or channel."""
        return f"{SUMMARY}:{self.team_id}:{self.week}:{self.user_id}"

    @classmethod
    def of(cls, round_: Round, user_id: str) -> "SheetKey":
        """Return the key of somebody's sheet of a round."""
        return cls(round_.team_id, round_.week, user_id)

    @classmethod
    def load(cls, key: str) -> "SheetKey":
        """Read the delivery key of a sheet, a reminder or a summary."""
        _, team_id, week, user_id, *_ = key.split(":")
        return cls(int(team_id), date.fromisoformat(week), user_id)


def read_round_button(value: object) -> int:
    """Return the round that a button belongs to.

    Raises:
        AnswerError: the button carries no round.

    """
    round_id = read_id(value)
    if round_id is None:
        raise AnswerError("This button doesn't say which week it is for, so nothing changed.")
    return round_id


@dataclass(frozen=True)
class ScoreButton:
    """What a score's button carries back: the sheet it stands on, the item and the choice."""

    round_id: int
    item_id: int
    choice: Choice

    def dump(self) -> str:
        """Return the button's value."""
        return f"{self.round_id}:{self.item_id}:{self.choice}"

    @classmethod
    def load(cls, value: str) -> "ScoreButton":
        """Read a button's value.

        Raises:
            AnswerError: it names no item, or something that cannot be answered.

        """
        where, _, choice = value.rpartition(":")
        place = ItemPlace.load(where)
        if choice not in set(Choice):
            raise AnswerError(
                f"That wasn't stored: “{escape(choice[:20])}” is not an answer. A score is from 1 "
                "to 5."
            )
        return cls(place.round_id, place.item_id, Choice(choice))


@dataclass(frozen=True)
class ItemPlace:
    """An item, and the round on whose sheet it stands."""

    round_id: int
    item_id: int

    def dump(self) -> str:
        """Return a button's value."""
        return f"{self.round_id}:{self.item_id}"

    @classmethod
    def load(cls, value: object) -> "ItemPlace":
        """Read a button's value.

        Raises:
            AnswerError: it names no item.

        """
        ids = read_ids(value, count=2)
        if ids is None:
            raise AnswerError("That wasn't stored: this doesn't say which statement it is for.")
        return cls(*ids)
