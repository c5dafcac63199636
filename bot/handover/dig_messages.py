"""What people read of a model without an owner: what is left of it, and what they are asked."""

from collections.abc import Sequence

from bot.delivery.domain import Message
from bot.handover import handover_messages
from bot.handover import handover_places as places
from bot.handover.cards.sections import find_section
from bot.handover.cases import Case
from bot.handover.knowers import Evidence
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention


def dig(case: Case, user_id: str) -> Message:
    """Return what somebody reads who may know something of a model without an owner."""
    name = escape(case.model.title)
    asked = [f"• {each}" for each in _list_questions(case.list_to_dig(user_id))]
    if not asked:
        text = f"*{name}*: nothing more is asked of you. What you wrote is kept as inferred."
        return Message(f"About {name}", (blocks.section(text),))
    noun = "One answer helps" if len(asked) == 1 else "Two answers help"
    text = (
        f"*Nobody owns {name} any more.* You may know something of it. {noun}, kept as inferred "
        "with your name until somebody has tried them. Not knowing is an answer, too.\n"
        + "\n".join(asked)
    )
    return Message(f"Do you know {name}?", (blocks.section(text), _answer(case, "Answer")))


def to_lead(case: Case, words: str, user_id: str) -> Message:
    """Return what a lead reads of it: who is asked, what can be decided, what is left to them."""
    message = handover_messages.to_decide(case, words)
    asked = [user for user in case.asked if user not in case.inactive]
    said = (
        f"Asked: {', '.join(mention(user) for user in asked)}."
        if asked
        else "Nobody is known who could be asked."
    )
    left = case.list_to_dig(user_id)
    shown = [*message.blocks, blocks.context(said)]
    if left:
        shown.append(_answer(case, f"Answer what is left ({len(left)})"))
    return Message(message.text, tuple(shown))


def with_evidence(message: Message, evidence: Evidence) -> Message:
    """Return a message with what is left of the model below it."""
    lines = [
        *([f"Link: {escape(evidence.link)}"] if evidence.link else []),
        *_line("Versions", evidence.versions),
        *_line("Tags and aliases", evidence.tags),
        *_line("Confirmed on its card", evidence.accepted),
        *_line("Asked of its card in vain", [f"“{each}”" for each in evidence.questions]),
    ]
    text = "\n".join(lines) or "Nothing is left of it: no link, no registry, no card."
    return Message(
        message.text, (*message.blocks, blocks.context(f"*What is left*\n{text}"[:1900]))
    )


def _line(title: str, found: Sequence[str]) -> list[str]:
    return [f"{title}: {escape(', '.join(each[:120] for each in found))}"] if found else []


def _list_questions(section_ids: Sequence[str]) -> list[str]:
    sections = [find_section(each) for each in section_ids]
    return [section.question for section in sections if section is not None]


def _answer(case: Case, label: str) -> Block:
    button = blocks.button(label, action_id=places.DIG, value=str(case.model.id))
    return blocks.actions([button])
