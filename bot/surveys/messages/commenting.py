"""The form in which somebody comments on a statement."""

import json
from dataclasses import dataclass
from typing import Any, Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape
from bot.slack.values import read_fields
from bot.surveys.comment_reading import FEWEST_AUTHORS
from bot.surveys.domain import LONGEST_COMMENT, WEEKS_OPEN, Comment, OwnAnswer
from bot.surveys.messages.places import ItemPlace
from bot.text.masking import MASK

COMMENTED: Final = "pulse.commented"

_WHEN_THE_LINK_DIES: Final = (
    f"The code is destroyed when the average is shown, or after {WEEKS_OPEN} weeks."
)

_THE_OPERATOR_READS: Final = "Whoever runs this bot can read your words in its database."

_MASKED: Final = (
    f"What looked like a key or a password was taken out before, and reads “{MASK}” now. Slack has "
    "still seen it: change it where it is used."
)

_MAY_SHOW: Final = blocks.option(
    "Show my words to the team and its leads, without my name",
    "may-show",
    description=f"Only together with the comments of {FEWEST_AUTHORS - 1} other people or more",
)


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
    def load(cls, text: object) -> "CommentForm":
        """Read the form's private text.

        Raises:
            AnswerError: it names no item.

        """
        place, channel, ts = read_fields(text, str, str, str) or ("", "", "")
        return cls(ItemPlace.load(place), channel, ts)


def comment_kept(own: OwnAnswer) -> str:
    """Say what a comment's row holds, whom it is shown to, and when nothing ties it to anybody."""
    shown = (
        "You allow that team and leads read your words, without your name, together with those of "
        f"{FEWEST_AUTHORS - 1} other people or more."
        if own.may_show
        else "Neither team nor leads are shown your words."
    )
    masked = f" {_MASKED}" if MASK in (own.comment or "") else ""
    return (
        "Comment stored. Its row: the statement, your words, a code in place of your name; no "
        f"time.{masked} {shown} {_THE_OPERATOR_READS} {_WHEN_THE_LINK_DIES}"
    )


def _what_is_stored(own: OwnAnswer) -> str:
    said = (
        "The row holds the statement, your words and a code in place of your name; no time. "
        f"{_WHEN_THE_LINK_DIES} After that no row ties your words to you or to your answer; only a "
        "code that counts you for what they were read as, and for time they name as lost, is kept "
        "apart, for up to twelve weeks (`/mlops privacy`). "
        f"Team and leads are shown your words only with the tick. {_THE_OPERATOR_READS} Leave out "
        "names and secrets."
    )
    if own.item.is_open:
        said += (
            " In this open round the average isn't anonymous. Your words are shown no more than in "
            "any other."
        )
    return said


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
            blocks.field(
                "May your words be shown?",
                blocks.checkboxes(
                    "may_show", [_MAY_SHOW], initial=[_MAY_SHOW] if own.may_show else []
                ),
                block_id="may_show",
                hint="You can change this for as long as the statement is open.",
                is_optional=True,
            ),
            blocks.context(_what_is_stored(own)),
        ],
        callback_id=COMMENTED,
        submit="Store my comment",
        close="Cancel",
        private_metadata=form.dump(),
    )


def read_comment_form(view: dict[str, Any]) -> tuple[CommentForm, Comment]:
    """Return what the form remembers, and the comment."""
    values = view["state"]["values"]
    text = values["text"]["text"]["value"] or ""
    # A form that was opened before the bot was upgraded has no box to tick.
    ticked = values.get("may_show", {}).get("may_show", {}).get("selected_options")
    return CommentForm.load(view["private_metadata"]), Comment(text, may_show=bool(ticked))
