"""What a lead reads of a handover that is proposed; nothing begins before they say so."""

from bot.delivery.domain import Message
from bot.handover import before_places as places
from bot.handover.proposals.domain import ProposalKind
from bot.handover.proposals.service import Proposed
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention


def proposed(found: Proposed) -> Message:
    """Return what a lead is asked, and sees again once it is decided."""
    if found.proposal.kind is ProposalKind.GUEST:
        title, text, labels = _guest(found)
    else:
        title, text, labels = _rotation(found)
    declined_by = found.proposal.declined_by
    row: list[Block] = []
    if found.has_begun:
        text = f"{text}\n*It has begun.*"
    elif declined_by is not None:
        text = f"{text}\n*Not now*, as {mention(declined_by)} said."
    elif found.is_over:
        text = f"{text}\nThis proposal is over."
    else:
        value = str(found.proposal.id)
        row = [
            blocks.button(labels[0], action_id=places.START, value=value, is_chosen=True),
            blocks.button(labels[1], action_id=places.NOT_NOW, value=value),
        ]
    shown = [blocks.section(text), *([blocks.actions(row)] if row else [])]
    return Message(title, tuple(shown))


def _guest(found: Proposed) -> tuple[str, str, tuple[str, str]]:
    owner = mention(found.proposal.owner_id)
    names = ", ".join(f"*{escape(case.model.title)}*" for case in found.cases[:12])
    text = (
        f"*{owner}'s guest account ends after {found.proposal.day}, Slack says.* They own {names}. "
        "Whether they leave is yours to know: nothing is asked of them before you set the day."
    )
    return "A guest's account ends", text, ("Set the last day", "They stay")


def _rotation(found: Proposed) -> tuple[str, str, tuple[str, str]]:
    name = escape(found.cases[0].model.title) if found.cases else "a model"
    owner = mention(found.proposal.owner_id)
    text = (
        f"*Rotate {name} this quarter?* Fewer than two people have shown that they can run it, "
        f"and {owner} is here to ask. It is the flow of a handover without anybody leaving: twenty "
        "working days, then a drill. If the drill isn't passed by then, it stays theirs."
    )
    return "A model to rotate", text, ("Start", "Not this quarter")
