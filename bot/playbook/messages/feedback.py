"""What is said back to somebody who judged an answer, had it shown, or wants to be told."""

from typing import Any, Final

from bot.delivery.domain import Message
from bot.playbook.messages.places import REASON_GIVEN, load_question, shorten
from bot.playbook.questions import LONGEST_REASON, Asked, Question
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape

HELPED: Final = (
    "Stored: it helped. Nobody is shown that it was you; for a week it is kept, so that a second "
    "press replaces the first."
)
WILL_TELL: Final = (
    "You'll be told when a page covers this, in your working hours. That it is you who waits is "
    "stored until four weeks after, and shown to nobody."
)
SHOWN_ALREADY: Final = "This answer has been shown in the channel already."
CONTINUED: Final = (
    "It goes on in your direct messages with mlops-bot: what you write there next is read together "
    "with it."
)
NOT_ANSWERED_NOW: Final = (
    "The playbook has changed since and answers this otherwise now, so nothing was shown. Ask "
    "again, and show that."
)
ARCHIVED: Final = "This channel is archived, so nothing can be shown in it any more."
NOT_SHOWN: Final = "Slack didn't take it, so nothing was shown. Press again in a minute."
MAYBE_SHOWN: Final = (
    "Slack didn't say whether it took this. Look at the channel, and press again only if the "
    "answer isn't there."
)
STRANGER: Final = (
    "The playbook belongs to another workspace than yours, so it answers its own people only. "
    "One of them can ask here."
)
NOT_POSTED: Final = "Slack didn't take this where you asked, so here it is:"
TOO_LATE: Final = "Slack didn't take this when you asked, so here it is now:"

_TITLE: Final = "It did not help"
_LONGEST_SHOWN: Final = 300


def words(text: str) -> Message:
    """Return a text as a message."""
    return Message(text, (blocks.section(text),))


def continuing(asked: Asked, answer: Message) -> tuple[Block, ...]:
    """Return an answer as it begins a conversation: below the question."""
    question = escape(shorten(asked.text, _LONGEST_SHOWN))
    return (blocks.context(f"You asked: {question}"), *answer.blocks)


def why_form(question: Question) -> Block:
    """Return the form that asks why an answer did not help."""
    shown = escape(shorten(question.text, _LONGEST_SHOWN))
    return blocks.modal(
        _TITLE,
        [
            blocks.section(f"It is stored that this did not help:\n>{shown}"),
            blocks.field(
                "What was missing or wrong?",
                blocks.text_input("reason", longest=LONGEST_REASON, is_long=True),
                block_id="reason",
                hint="Whoever keeps the pages reads it, without your name.",
                is_optional=True,
            ),
        ],
        callback_id=REASON_GIVEN,
        submit="Store the reason",
        close="Leave it at that",
        private_metadata=str(question.id),
    )


def read_why_form(view: dict[str, Any]) -> tuple[int, str]:
    """Return the question and the reason.

    Raises:
        AskError: the form names no question.

    """
    reason = view["state"]["values"]["reason"]["reason"]["value"] or ""
    return load_question(view["private_metadata"]), reason


def reason_kept() -> Block:
    """Return the modal that says the reason is stored."""
    return blocks.modal(
        _TITLE, [blocks.section("Stored. Whoever keeps the pages reads it, without your name.")]
    )
