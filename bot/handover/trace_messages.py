"""What App Home says of somebody's name in models, cards and handovers, and what becomes of it."""

from typing import Final

from bot.handover.trace_service import Traces
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape

_MOST_NAMED: Final = 5


def stored_traces(traces: Traces) -> list[Block]:
    """Return where somebody's name stands, each with what leaving or erasing does to it."""
    lines = [f"• {line}" for line in _lines(traces)]
    if not lines:
        return []
    return [blocks.section("\n".join(["With your name, in models and handovers:", *lines]))]


def _lines(traces: Traces) -> list[str]:
    said = [
        (len(traces.models) + traces.co_owned, _owned(traces)),
        (
            traces.suggested,
            f"Models you were suggested for: {traces.suggested}. It stays, so that you aren't "
            "asked twice; erased, your name goes.",
        ),
        (
            traces.written + traces.confirmed + traces.blind,
            f"Answers in cards: {traces.written} that you gave, {traces.confirmed} that you said "
            f"are right, {traces.blind} beside another owner's. They stay when you leave; erased, "
            "they stay without your name.",
        ),
        (
            traces.next_for,
            f"Successor or stand-in of {traces.next_for}. When you leave, somebody else is asked "
            "for; erasing waits until the handover names you no more.",
        ),
        (
            traces.proofs,
            f"Sections you explained and drills you recorded: {traces.proofs}. They stay when you "
            "leave; erased, the drills are deleted.",
        ),
        (
            traces.read,
            f"Cards and sections you were asked to read: {traces.read}. They stay; erased, they "
            "are without your name.",
        ),
        (
            int(traces.has_last_day),
            "A last day of yours, which you and the leads see. It is deleted ninety days after, "
            "and at once when it is cancelled or you are erased.",
        ),
    ]
    return [line for count, line in said if count]


def _owned(traces: Traces) -> str:
    names = [escape(name) for name in traces.models[:_MOST_NAMED]]
    if left := len(traces.models) - len(names):
        names.append(f"{left} more")
    with_others = f" With another owner: {traces.co_owned}." if traces.co_owned else ""
    own = f"Models you own: {', '.join(names)}." if names else ""
    return (
        f"{own}{with_others} Your name stays there until somebody else takes them; erased, they "
        "are nobody's."
    ).strip()
