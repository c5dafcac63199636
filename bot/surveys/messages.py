"""What people see of the pulse: the sheet with its buttons, a comment's form, the summary."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, moment
from bot.surveys.domain import (
    LONGEST_COMMENT,
    WEEKS_OPEN,
    AnswerError,
    Choice,
    Item,
    OwnAnswer,
    ReleasedItem,
    Round,
    Sheet,
    Summary,
)
from bot.teams.domain import FEWEST_TO_SHOW

SCORE: Final = re.compile(r"^pulse\.score\.")
COMMENT: Final = "pulse.comment"
COMMENTED: Final = "pulse.commented"

PRIVACY: Final = "\n".join(
    [
        "*What is stored, and who sees what*",
        "• An answer is stored with its statement, your choice, and a code for you that nobody can "
        "read without two secrets. No name, no time.",
        f"• You, your team and its leads see the same averages, once {FEWEST_TO_SHOW} members have "
        "scored a statement (leads don't count). Nobody is shown who answered, nor what a comment "
        "says.",
        "• When an average is shown, one of the two secrets is destroyed. From then on nobody can "
        "tell who answered, not even whoever runs this bot.",
        f"• A statement with fewer stays open, for {WEEKS_OPEN} weeks at most. Then its answers "
        "are deleted unseen.",
        "• Until then, whoever runs this bot could work it out: with the database and the other "
        "secret, or from the bot's own messages to you.",
        "• Slack keeps what passes through it, as your workspace's settings say.",
    ]
)
STORED_NOT_DRAWN: Final = (
    "Stored. This message doesn't show it: it is an older one, or Slack didn't take the change."
)
COMMENT_KEPT: Final = (
    "Stored without your name. Once the statement closes, nothing ties it to you or to your "
    "answer. Nobody is shown your words. Leave out names and secrets."
)


_HELD: Final = (
    f"Still open, because fewer than {FEWEST_TO_SHOW} members have scored them (leads don't "
    "count). They stand below the next statements:"
)
_UNSHOWN: Final = (
    f"Closed without being shown: in {WEEKS_OPEN} weeks fewer than {FEWEST_TO_SHOW} members scored "
    "them. Their answers are deleted unseen:"
)
_ABOUT_HELD: Final = (
    "Still open from earlier weeks, because too few have answered to show an average. If you "
    "answered, yours is kept; pressing changes it."
)


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
    def load(cls, value: str) -> "ItemPlace":
        """Read a button's value.

        Raises:
            AnswerError: it names no item.

        """
        round_id, _, item_id = value.partition(":")
        if not round_id.isdecimal() or not item_id.isdecimal():
            raise AnswerError(
                "That wasn't stored: the button doesn't say which statement it is for."
            )
        return cls(int(round_id), int(item_id))


@dataclass(frozen=True)
class CommentForm:
    """What a comment's form remembers: the item, and the message to show the result in."""

    place: ItemPlace
    channel: str
    ts: str

    def dump(self) -> str:
        """Return the form's private text."""
        return json.dumps([self.place.dump(), self.channel, self.ts])

    @classmethod
    def load(cls, text: str) -> "CommentForm":
        """Read the form's private text."""
        place, channel, ts = json.loads(text)
        return cls(ItemPlace.load(place), channel, ts)


def sheet_key(round_: Round, user_id: str) -> str:
    """Return the delivery key of a person's sheet."""
    return f"pulse:{round_.team_id}:{round_.week}:{user_id}"


def sheet(sheet: Sheet) -> Message:
    """Return the direct message with a person's five statements, as answered so far."""
    title = f"{sheet.team_name}: five statements, about a minute"
    shown: list[Block] = [blocks.header(title), blocks.context(_promise(sheet))]
    for number, answer in enumerate(sheet.answers, start=1):
        if number == len(sheet.fresh) + 1:
            shown += [blocks.divider(), blocks.context(_ABOUT_HELD)]
        shown += _asked(number, answer, sheet.round)
    shown += [blocks.divider(), blocks.context(_progress(sheet))]
    return Message(escape(title), tuple(shown))


def _promise(sheet: Sheet) -> str:
    lead = "" if sheet.counts else " You lead this team, so yours doesn't count towards the five."
    return (
        f"One press stores an answer. Only averages are shown, once {FEWEST_TO_SHOW} members have "
        f"answered; the stored row holds no name.{lead}"
    )


def _asked(number: int, own: OwnAnswer, round_: Round) -> list[Block]:
    item = own.item
    lines = [f"*{number}. {escape(item.text)}*", escape(item.question)]
    if own.choice is not None:
        lines.append(f"Stored: *{escape(item.label(own.choice))}*")
    if own.comment is not None:
        lines.append("Comment stored.")
    buttons = [_score_button(own, choice, round_) for choice in Choice]
    comment = "Comment" if own.comment is None else "Edit comment"
    place = ItemPlace(round_.id, item.id)
    buttons.append(blocks.button(comment, action_id=COMMENT, value=place.dump()))
    return [
        blocks.section("\n".join(lines)),
        blocks.actions(buttons, block_id=f"item.{item.id}"),
    ]


def _score_button(own: OwnAnswer, choice: Choice, round_: Round) -> Block:
    return blocks.button(
        own.item.label(choice),
        action_id=f"pulse.score.{choice}",
        value=ScoreButton(round_.id, own.item.id, choice).dump(),
        is_chosen=own.choice is choice,
    )


def _progress(sheet: Sheet) -> str:
    total = len(sheet.fresh)
    stored = sum(answer.choice is not None for answer in sheet.fresh)
    so_far = f"All {total}" if stored == total else f"{stored} of {total}"
    return f"{so_far} stored. You can change an answer until {moment(sheet.round.closes_at)}."


def closed_sheet(summary: Summary) -> Message:
    """Return what a sheet becomes once its week is over: the same for everyone who was asked."""
    title = f"{summary.team_name}, {_week(summary.round.week)}: closed"
    text = (
        f"*{escape(summary.team_name)}, {_week(summary.round.week)}* is over, and its answers have "
        "been taken off this message. What is shown can no longer be traced to anyone; what still "
        "has too few answers stays open below the next statements. The averages have a message of "
        f"their own: in <#{summary.channel_id}> where that is private, otherwise here."
    )
    return Message(escape(title), (blocks.section(text),))


def comment_form(own: OwnAnswer, form: CommentForm) -> Block:
    """Return the form in which somebody comments on a statement."""
    return blocks.modal(
        "Comment",
        [
            blocks.section(f"*{escape(own.item.text)}*"),
            blocks.field(
                "What is behind it?",
                blocks.text_input(
                    "text", initial=own.comment or "", longest=LONGEST_COMMENT, is_long=True
                ),
                block_id="text",
                hint="Leave it empty to remove your comment." if own.comment else None,
                is_optional=True,
            ),
            blocks.context(COMMENT_KEPT),
        ],
        callback_id=COMMENTED,
        submit="Store my comment",
        close="Cancel",
        private_metadata=form.dump(),
    )


def read_comment_form(view: dict[str, Any]) -> tuple[CommentForm, str]:
    """Return what the form remembers, and the comment."""
    text = view["state"]["values"]["text"]["text"]["value"] or ""
    return CommentForm.load(view["private_metadata"]), text


def summary(summary: Summary) -> Message:
    """Return what a week showed: the same words for the team and its leads."""
    title = f"{summary.team_name}, {_week(summary.round.week)}"
    shown: list[Block] = [blocks.header(title)]
    shown += [blocks.section(_figure(released)) for released in summary.released]
    if not summary.released:
        shown.append(blocks.section("No average can be shown this week."))
    shown += _listed(_HELD, summary.held)
    shown += _listed(_UNSHOWN, summary.unshown)
    shown.append(
        blocks.context(
            f"Averages from 1 to 5, of {FEWEST_TO_SHOW}+ members' answers and any leads'. Team and "
            "leads see the same. Who said what is not kept."
        )
    )
    return Message(escape(title), tuple(shown))


def _figure(released: ReleasedItem) -> str:
    return (
        f"*{released.mean}*  {escape(released.item.text)}\n"
        f"{escape(released.words)} · {FEWEST_TO_SHOW}+ answers"
    )


def _listed(reason: str, items: Sequence[Item]) -> list[Block]:
    if not items:
        return []
    return [blocks.section("\n".join([reason, *(f"• {escape(item.text)}" for item in items)]))]


def _week(monday: date) -> str:
    return f"week of {monday.day} {monday:%B %Y}"
