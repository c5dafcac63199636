"""What a lead reads of their models, alone: the worst first, with the reason beside each."""

from collections.abc import Iterable
from typing import Final

from bot.handover.card_messages import VERDICTS
from bot.handover.figures import Line
from bot.handover.handover_messages import decisions, room
from bot.handover.lead_view import LeadView, Loss
from bot.handover.outlooks import Outlook
from bot.handover.rules.states import AFTERWARDS, UNDER_WAY, State
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape_within, mention

_MOST: Final = 20
_MOST_DECIDED: Final = 4
_LONGEST_NAME: Final = 60
_LONGEST_REASON: Final = 150
_MOST_CHARACTERS: Final = 2800
_NOTE: Final = (
    "Only accepted sections count, and 49% is the most while a critical one is open. Proven: a "
    "drill passed in the last 180 days. Feared: so many of the members who answered would least "
    "like to be paged for it, as the team was told. Dates are seen by you, the owner and those "
    "named."
)


def lead_blocks(view: LeadView) -> list[Block]:
    """Return the lead's part of `/mlops models`."""
    lines = [_line(line) for line in view.lines[:_MOST]]
    if len(view.lines) > _MOST:
        lines.append(f"… and {len(view.lines) - _MOST} more, none of them worse.")
    shown = [blocks.section("*For leads, worst first*"), *_paragraphs(lines)]
    undecided = [line for line in view.lines if _is_undecided(line)]
    for line in undecided[:_MOST_DECIDED]:
        shown.append(blocks.section(f"*{_name(line.name)}*: what can be done"))
        shown.append(decisions(line.model_id, has_ended=line.state in AFTERWARDS))
    shown += [_outlook(outlook) for outlook in view.outlooks[:5]]
    if view.risks:
        shown += _paragraphs(["*Accepted risks*", *(_risk(line) for line in view.risks[:10])])
    if view.losses:
        shown += _paragraphs(["*Lost with their owner*", *map(_loss, view.losses[:10])])
    if view.unread:
        names = ", ".join(_name(name) for name in view.unread[:8])
        more = f" and {len(view.unread) - 8} more" if len(view.unread) > 8 else ""
        text = f"*Answers that nobody reads:* {names}{more}. `/mlops model NAME` names a reader."
        shown.append(blocks.section(text))
    return [*shown, blocks.context(_NOTE)]


def short_lead_blocks(view: LeadView) -> list[Block]:
    """Return the same in short, for App Home."""
    lines = [_line(line) for line in view.lines[:5]]
    if len(view.lines) > 5:
        lines.append(f"… and {len(view.lines) - 5} more, none of them worse.")
    shown = [blocks.header("Models"), *_paragraphs(lines)]
    shown += [_outlook(outlook) for outlook in view.outlooks[:3]]
    if view.risks:
        shown += _paragraphs(["*Accepted risks*", *(_risk(line) for line in view.risks[:3])])
    return [*shown, blocks.context("`/mlops models` shows all of it, with what can be done.")]


def _is_undecided(line: Line) -> bool:
    """Whether a handover of it waits for its lead; nobody is named, or its owner is gone."""
    state = line.state
    return state in AFTERWARDS or (state in UNDER_WAY and state is not State.DRILL)


def _outlook(outlook: Outlook) -> Block:
    head = f"*{mention(outlook.owner_id)} until {outlook.last_day}*"
    return blocks.section(f"{head}\n{room(outlook.plan, outlook.cases)}")


def _line(line: Line) -> str:
    card = line.documented
    parts = [
        f"*{_name(line.name)}*: {VERDICTS[line.verdict]}",
        f"documented {card.accepted}%",
        *([f"{card.unreviewed}% more answered, unread"] if card.unreviewed else []),
        f"proven {len(line.factor.proven)}, claimed {len(line.factor.claimed)}",
        *([f"{line.days_left} working days left"] if line.days_left is not None else []),
        *(["feared by " + line.feared_by] if line.feared_by is not None else []),
    ]
    return "• " + " · ".join(parts)


def _risk(line: Line) -> str:
    if line.waiver is None:
        return ""
    reason = escape_within(line.waiver.reason, _LONGEST_REASON)
    return (
        f"• *{_name(line.name)}*, signed by {mention(line.waiver.signed_by)} until "
        f"{line.waiver.expires_on}: {reason}"
    )


def _loss(loss: Loss) -> str:
    noun = "question" if loss.questions == 1 else "questions"
    people = "person" if loss.askers == 1 else "people"
    return f"• *{_name(loss.name)}*: {loss.questions} {noun} of {loss.askers} {people}, unanswered"


def _name(name: str) -> str:
    return escape_within(name, _LONGEST_NAME)


def _paragraphs(lines: Iterable[str]) -> list[Block]:
    """Return lines in as few paragraphs as Slack takes."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < _MOST_CHARACTERS:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [blocks.section(text) for text in texts]
