"""What a lead reads of their models, alone: the worst first, with the reason beside each."""

from typing import Final

from bot.handover.figures import Line, Verdict
from bot.handover.handover_messages import room
from bot.handover.lead_view import LeadView
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape_within, mention

_MOST: Final = 20
_LONGEST_NAME: Final = 80
_LONGEST_REASON: Final = 150
_WORDS: Final = {
    Verdict.ORPHANED: "orphaned",
    Verdict.LEAVING_UNSAFE: "being handed over, nobody proven",
    Verdict.ONE_HEAD: "one head",
    Verdict.STALE: "stale",
    Verdict.UNOWNED: "nobody's",
    Verdict.SAFE: "safe",
}


def lead_blocks(view: LeadView) -> list[Block]:
    """Return the lead's part of `/mlops models`."""
    lines = [_line(line) for line in view.lines[:_MOST]]
    if len(view.lines) > _MOST:
        lines.append(f"… and {len(view.lines) - _MOST} more, none of them worse.")
    shown = [blocks.section("*For leads, worst first*"), *_chunks(lines)]
    shown += [
        blocks.section(
            f"*{mention(outlook.owner_id)} until {outlook.last_day}*\n"
            f"{room(outlook.plan, outlook.cases)}"
        )
        for outlook in view.outlooks[:2]
    ]
    if view.risks:
        carried = "\n".join(_risk(line) for line in view.risks[:10])
        shown.append(blocks.section(f"*Accepted risks*\n{carried}"))
    note = (
        "Only accepted sections count, and 49% is the most while a critical one is open. Proven: a "
        "drill passed in the last 180 days. Dates are seen by you, the owner and those named."
    )
    return [*shown, blocks.context(note)]


def _line(line: Line) -> str:
    card = line.documented
    parts = [
        f"*{escape_within(line.name, _LONGEST_NAME)}*: {_WORDS[line.verdict]}",
        f"documented {card.accepted}%",
        *([f"{card.unreviewed}% more answered, unread"] if card.unreviewed else []),
        f"proven {len(line.factor.proven)}, claimed {len(line.factor.claimed)}",
        *([f"{line.days_left} working days left"] if line.days_left is not None else []),
    ]
    return "• " + " · ".join(parts)


def _risk(line: Line) -> str:
    if line.waiver is None:
        return ""
    name, reason = (
        escape_within(line.name, _LONGEST_NAME),
        escape_within(line.waiver.reason, _LONGEST_REASON),
    )
    return (
        f"• *{name}*, signed by {mention(line.waiver.signed_by)} until "
        f"{line.waiver.expires_on}: {reason}"
    )


def _chunks(lines: list[str]) -> list[Block]:
    """Return lines in paragraphs of ten, since Slack takes 3,000 characters in each."""
    return [blocks.section("\n".join(lines[n : n + 10])) for n in range(0, len(lines), 10)]
