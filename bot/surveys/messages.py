"""What people see of the pulse: the sheet with its buttons, a comment's form, the summary."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, moment
from bot.surveys.domain import (
    FEWEST_TO_SHOW,
    LONGEST_COMMENT,
    AnswerError,
    Choice,
    OwnAnswer,
    ReleasedItem,
    Round,
    Sheet,
    Summary,
)

SCORE: Final = re.compile(r"^pulse\.score\.")
COMMENT: Final = "pulse.comment"
COMMENTED: Final = "pulse.commented"

COMMENT_KEPT: Final = (
    "Stored without your name; once the week is over nothing ties it to you or to your answer. "
    "Nobody is shown your words. Leave out names and secrets."
)


@dataclass(frozen=True)
class ScoreButton:
    """What a score's button carries back: the item and the choice."""

    item_id: int
    choice: Choice

    def dump(self) -> str:
        """Return the button's value."""
        return f"{self.item_id}:{self.choice}"

    @classmethod
    def load(cls, value: str) -> "ScoreButton":
        """Read a button's value.

        Raises:
            AnswerError: it names no item, or something that cannot be answered.

        """
        item, _, choice = value.partition(":")
        if not item.isdecimal():
            raise AnswerError(
                "That wasn't stored: the button doesn't say which statement it is for."
            )
        if choice not in set(Choice):
            raise AnswerError(
                f"That wasn't stored: “{escape(choice[:20])}” is not an answer. A score is from 1 "
                "to 5."
            )
        return cls(int(item), Choice(choice))


@dataclass(frozen=True)
class CommentForm:
    """What a comment's form remembers: the item, and the message to show the result in."""

    item_id: int
    channel: str
    ts: str

    def dump(self) -> str:
        """Return the form's private text."""
        return f"{self.item_id}:{self.channel}:{self.ts}"

    @classmethod
    def load(cls, text: str) -> "CommentForm":
        """Read the form's private text."""
        item, channel, ts = text.split(":")
        return cls(int(item), channel, ts)


def sheet_key(round_: Round, user_id: str) -> str:
    """Return the delivery key of a person's sheet."""
    return f"pulse:{round_.team_id}:{round_.week}:{user_id}"


def sheet(sheet: Sheet) -> Message:
    """Return the direct message with a person's five statements, as answered so far."""
    title = f"{sheet.team_name}: five statements, about a minute"
    shown: list[Block] = [
        blocks.header(title),
        blocks.context(_promise(sheet)),
    ]
    for number, answer in enumerate(sheet.answers, start=1):
        shown += _asked(number, answer)
    shown += [blocks.divider(), blocks.context(_progress(sheet))]
    return Message(title, tuple(shown))


def _promise(sheet: Sheet) -> str:
    lead = "" if sheet.counts else " You lead this team, so yours doesn't count towards the five."
    return (
        f"One press stores an answer. Only averages are shown, once {FEWEST_TO_SHOW} members have "
        f"answered; the stored row holds no name.{lead}"
    )


def _asked(number: int, own: OwnAnswer) -> list[Block]:
    item = own.item
    lines = [f"*{number}. {escape(item.text)}*", escape(item.question)]
    if own.choice is not None:
        lines.append(f"Stored: *{escape(item.label(own.choice))}*")
    if own.comment is not None:
        lines.append("Comment stored.")
    buttons = [_score_button(own, choice) for choice in Choice]
    comment = "Comment" if own.comment is None else "Edit comment"
    buttons.append(blocks.button(comment, action_id=COMMENT, value=str(item.id)))
    return [
        blocks.section("\n".join(lines)),
        blocks.actions(buttons, block_id=f"item.{item.id}"),
    ]


def _score_button(own: OwnAnswer, choice: Choice) -> Block:
    return blocks.button(
        own.item.label(choice),
        action_id=f"pulse.score.{choice}",
        value=ScoreButton(own.item.id, choice).dump(),
        is_chosen=own.choice is choice,
    )


def _progress(sheet: Sheet) -> str:
    total = len(sheet.answers)
    stored = f"All {total}" if sheet.stored == total else f"{sheet.stored} of {total}"
    return f"{stored} stored. You can change an answer until {moment(sheet.round.closes_at)}."


def closed_sheet(summary: Summary) -> Message:
    """Return what a sheet becomes once its week is over: the same for everyone who was asked."""
    title = f"{summary.team_name}, {_week(summary.round.week)}: closed"
    where = (
        f"The averages are in <#{summary.channel_id}>."
        if summary.is_private
        else "The averages are in a message of their own here."
    )
    text = (
        f"*{escape(summary.team_name)}, {_week(summary.round.week)}* is closed. What was answered "
        f"can no longer be traced to anyone, and has been taken off this message. {where}"
    )
    return Message(title, (blocks.section(text),))


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


def read_item_id(value: str) -> int:
    """Return the item that a comment's button belongs to.

    Raises:
        AnswerError: it names none.

    """
    if not value.isdecimal():
        raise AnswerError("The button doesn't say which statement it is for, so nothing happened.")
    return int(value)


def summary(summary: Summary) -> Message:
    """Return what a week showed: the same words for the team and its leads."""
    title = f"{summary.team_name}, {_week(summary.round.week)}"
    shown: list[Block] = [blocks.header(title)]
    shown += [blocks.section(_figure(released)) for released in summary.released]
    if not summary.released:
        shown.append(blocks.section("No average can be shown for this week."))
    if summary.unshown:
        shown.append(blocks.section(_unshown(summary)))
    shown.append(
        blocks.context(
            f"Averages from 1 to 5, of {FEWEST_TO_SHOW}+ members' answers and any leads'. Team and "
            "leads see the same. Who said what is not kept."
        )
    )
    return Message(title, tuple(shown))


def _figure(released: ReleasedItem) -> str:
    return (
        f"*{released.mean}*  {escape(released.item.text)}\n"
        f"{escape(released.words)} · {FEWEST_TO_SHOW}+ answers"
    )


def _unshown(summary: Summary) -> str:
    lines = [f"• {escape(item.text)}" for item in summary.unshown]
    reason = (
        f"Not shown, because fewer than {FEWEST_TO_SHOW} members scored them (leads don't count). "
        "Those answers are deleted unseen:"
    )
    return "\n".join([reason, *lines])


def _week(monday: date) -> str:
    return f"week of {monday.day} {monday:%B %Y}"
