"""What people read of several owners: who says that a model is theirs too, where they differ."""

import json
from typing import Final

from bot.delivery.domain import Message
from bot.handover import before_places as places
from bot.handover.before_places import Apart, Compared
from bot.handover.cases import Case
from bot.handover.co_owners.blind import Kept
from bot.handover.co_owners.blind_service import ToAnswer, ToSettle
from bot.handover.domain import Model
from bot.handover.interview import messages as interview_messages
from bot.handover.owners import OwnerClaim, OwnerStanding
from bot.slack import blocks, inputs
from bot.slack.blocks import Block
from bot.slack.inputs import Values
from bot.slack.mrkdwn import escape, mention

APART_TITLE: Final = "Each owner apart"
COMPARE_TITLE: Final = "Where owners differ"

_LONGEST_SHOWN: Final = 1400
_KEPT: Final = "kept"


def claim_asked(claim: OwnerClaim, model: Model) -> Message:
    """Return what an owner or lead is asked when somebody says that a model is theirs too."""
    who, name = mention(claim.user_id), f"*{escape(model.title)}*"
    by = mention(claim.decided_by or "")
    # What stands in a button tells whether whoever presses it has seen what was said before.
    value = str(claim.id) if claim.standing is OwnerStanding.ASKED else f"{claim.id}:1"
    label = "Theirs" if model.owner_id is None else "Theirs too"
    yes = blocks.button(label, action_id=places.THEIRS, value=value, is_chosen=True)
    no = blocks.button("Not theirs", action_id=places.NOT_THEIRS, value=value)
    row: list[Block] = []
    match claim.standing:
        case OwnerStanding.OWNER:
            text, row = f"{who} owns {name} too, as {by} said.", [no]
        case OwnerStanding.DECLINED:
            text, row = f"{name} isn't {who}'s, as {by} said.", [yes]
        case OwnerStanding.FORMER:
            text = f"{who} owned {name} before. Nothing is asked of you any more."
        case OwnerStanding.FIRST:
            text = f"{name} is {who}'s, as {by} said."
        case _ if model.owner_id is None:
            text = (
                f"*{who} says that {name} is theirs.* Nobody owns it, and they aren't in its team. "
                "An owner reads its card, is asked about it, and hands it over one day."
            )
            row = [yes, no]
        case _:
            text = (
                f"*{who} says that {name} is theirs too.* A second owner is asked the critical "
                "questions apart from the first, and counts for nothing until a drill."
            )
            row = [yes, no]
    shown = [blocks.section(text), *([blocks.actions(row)] if row else [])]
    return Message(f"Who owns {escape(model.title)}?", tuple(shown))


def claim_stored(claim: OwnerClaim, model: Model) -> Message:
    """Return what somebody reads who said that a model is theirs too."""
    name = f"*{escape(model.title)}*"
    if model.owner_id is None:
        text = (
            f"Stored. You aren't in the team that runs {name}, so its leads are asked whether it "
            "is yours. One of them is enough."
        )
    elif claim.standing is OwnerStanding.OWNER:
        text = f"You own {name} too, as {mention(claim.decided_by or '')} said."
    else:
        text = (
            f"Stored. {mention(model.owner_id or '')} and the leads are asked whether "
            f"{name} is yours too; one of them is enough."
        )
    return Message(text, (blocks.section(text),))


def claim_decided(claim: OwnerClaim, model: Model) -> Message:
    """Return what somebody is told who said that a model is theirs, once it is decided."""
    name, by = f"*{escape(model.title)}*", mention(claim.decided_by or "")
    shows = f"`/mlops model {model.name}` shows it."
    match claim.standing:
        case OwnerStanding.OWNER:
            text = (
                f"{by} says that {name} is yours too. When it changes hands, you are asked the "
                f"critical questions apart from the first owner. {shows}"
            )
        case OwnerStanding.FIRST:
            text = (
                f"{by} says that {name} is yours. You are asked about it from now on, and hand it "
                f"over one day. {shows}"
            )
        case OwnerStanding.DECLINED:
            text = (
                f"{by} says that {name} isn't yours. If that is a mistake, talk to them: they or "
                "a lead of its team can change it."
            )
        case _:
            text = f"What you asked about {name} is over. {shows}"
    return Message(f"About {escape(model.title)}", (blocks.section(text),))


def ask_apart(case: Case, count: int) -> Message:
    """Return what asks a second owner for their own words."""
    first = mention(case.handover.owner_id or "")
    text = (
        f"*{escape(case.model.title)} changes hands, and you own it too.* {count} questions, the "
        f"same that {first} is asked, three at a time. You aren't shown their answers, nor they "
        "yours: only where you differ is shown to you both and the leads, since that is what no "
        "card tells."
    )
    button = blocks.button("Answer apart", action_id=places.APART, value=str(case.model.id))
    return Message(
        f"{escape(case.model.title)}: your own words",
        (blocks.section(text), blocks.actions([button])),
    )


def apart_over(case: Case) -> Message:
    """Return what stands in place of the questions once all are answered or none is asked."""
    text = (
        f"*{escape(case.model.title)}*: nothing is asked of you apart just now. Answers are kept."
    )
    return Message(text, (blocks.section(text),))


def apart_form(asked: ToAnswer, *, count: int) -> Block:
    """Return the form of one question to a second owner; it shows nobody else's words."""
    kept = Apart(asked.case.model.id, asked.section.id, count)
    return interview_messages.section_form(
        asked.case,
        asked.section,
        note=f"{asked.remaining} more after this one. Nobody else's answer is shown here.",
        title=APART_TITLE,
        callback_id=places.APART_ANSWERED,
        private_metadata=json.dumps(kept.dump()),
    )


def differ(case: Case, count: int) -> Message:
    """Return what owners and leads read once owners say different things of one model."""
    noun = "question" if count == 1 else "questions"
    text = (
        f"*The owners of {escape(case.model.title)} differ on {count} {noun}.* Asked apart, they "
        "say something else: that is knowledge no card has. One of you says what is right."
    )
    button = blocks.button("Compare", action_id=places.COMPARE, value=str(case.model.id))
    return Message(
        f"The owners of {escape(case.model.title)} differ",
        (blocks.section(text), blocks.actions([button])),
    )


def agreed(case: Case) -> Message:
    """Return what stands in its place once all of it is settled."""
    text = f"*{escape(case.model.title)}*: what its owners said differently is settled."
    return Message(text, (blocks.section(text),))


def compare_form(asked: ToSettle) -> Block:
    """Return the form in which two answers stand side by side."""
    first, other = asked.disagreement.first, asked.disagreement.other
    who, too = mention(first.author_id), mention(other.user_id)
    options = [
        blocks.option("The first one", Kept.FIRST),
        blocks.option("The second one", Kept.OTHER),
        blocks.option("Both belong on the card", Kept.BOTH),
    ]
    kept = Compared(asked.case.model.id, other.section_id, other.user_id)
    return blocks.modal(
        COMPARE_TITLE,
        [
            blocks.section(
                f"*{escape(asked.case.model.title)} · {asked.section.title}*\n"
                f"{asked.section.question}"
            ),
            blocks.section(f"*1. {who}*\n{_words(first.text)}"),
            blocks.section(f"*2. {too}*\n{_words(other.text)}"),
            blocks.context(f"{asked.remaining} more after this one."),
            blocks.field(
                "Which is right?",
                blocks.choice(_KEPT, options),
                block_id=f"{other.section_id}.{_KEPT}",
            ),
        ],
        callback_id=places.COMPARED,
        submit="Store it",
        private_metadata=json.dumps(kept.dump()),
    )


def read_kept(section_id: str, values: Values) -> Kept | None:
    """Return whose words stay, as somebody chose."""
    chosen = inputs.read_text(values, f"{section_id}.{_KEPT}")
    return Kept(chosen) if chosen in set(Kept) else None


def _words(text: str) -> str:
    if not text:
        return "_Doesn't know._"
    shown = interview_messages.quote(text)
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + " …"
