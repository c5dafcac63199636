"""What leads read of a handover that is late, and what they can do about it."""

from datetime import date
from typing import Final

from bot.delivery.domain import Message
from bot.handover import handover_messages
from bot.handover import handover_places as places
from bot.handover.cases import Case
from bot.handover.outlooks import Outlook
from bot.slack import blocks, inputs
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention

_MOVE_TITLE: Final = "Move the session"


def late(kind: str, outlook: Outlook, cases: tuple[Case, ...]) -> Message:
    """Return what a lead reads when time runs out: what is open, and what can be done."""
    said = {
        places.MISSED: "hasn't answered in two sessions",
        places.FIVE_LEFT: "is in their last five working days",
        places.ONE_LEFT: "has one working day left; nothing more is sent to you before it",
    }
    head = f"*{mention(outlook.owner_id)} {said[kind]}.*"
    shown = [blocks.section(head)]
    for case in cases[:6]:
        count = len(case.handover.open_critical)
        name = escape(case.model.title)
        successor = case.handover.successor_id
        who = "no successor" if successor is None else f"{mention(successor)} is to run it"
        noun = "section is" if count == 1 else "sections are"
        still = f"{count} critical {noun} open" if count else "nobody has passed the drill"
        shown.append(blocks.section(f"*{name}*: {still}, {who}."))
        shown.append(handover_messages.decisions(case.model.id))
    value = "" if outlook.leaving is None else str(outlook.leaving.id)
    row = [
        blocks.button("Move the session", action_id=places.MOVE, value=value),
        blocks.button("Suggest a call", action_id=places.CALL, value=value),
    ]
    advice = "A call of an hour between the two answers more than a form."
    return Message("A handover is late", (*shown, blocks.actions(row), blocks.context(advice)))


def move_form(outlook: Outlook, *, initial: date) -> Block:
    """Return the form in which a lead chooses a day for the next session."""
    leaving_id = "" if outlook.leaving is None else str(outlook.leaving.id)
    return blocks.modal(
        _MOVE_TITLE,
        [
            blocks.section(f"On which day is {mention(outlook.owner_id)} asked next?"),
            blocks.field("Day", inputs.day("day", initial=initial.isoformat()), block_id="day"),
        ],
        callback_id=places.MOVED,
        submit="Move it",
        private_metadata=leaving_id,
    )


def session_moved(outlook: Outlook, day: date) -> Block:
    """Return what that form becomes."""
    text = (
        f"*Stored.* {mention(outlook.owner_id)} is asked on {day}, with their message of the day."
    )
    return blocks.modal(_MOVE_TITLE, [blocks.section(text)])


def call_suggested(cases: tuple[Case, ...], viewer: str) -> Message:
    """Return what owner and successors read whom a lead wants to sit together."""
    lines = []
    for case in cases:
        both = (case.handover.owner_id, case.handover.successor_id)
        other = next((user for user in both if user not in (viewer, None)), None)
        with_whom = "" if other is None else f" with {mention(other)}"
        lines.append(f"• *{escape(case.model.title[:60])}*{with_whom}")
    text = (
        "*An hour together would help.* A lead suggests a call, with the card open beside you:\n"
        + "\n".join(lines)
    )
    return Message("A call is suggested", (blocks.section(text),))
