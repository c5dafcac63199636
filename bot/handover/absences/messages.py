"""What is asked of whoever stood in for an owner, and what the owner reads of it."""

from typing import Final

from bot.delivery.domain import Message
from bot.handover import before_places as places
from bot.handover.absences.domain import Absence, AbsenceStanding
from bot.handover.domain import Model
from bot.slack import blocks, inputs
from bot.slack.blocks import Block
from bot.slack.inputs import Values
from bot.slack.mrkdwn import escape, mention

TITLE: Final = "While they were away"

_GAPS: Final = "gaps"
_LONGEST: Final = 2000


def stood_in(absence: Absence, model: Model) -> Message:
    """Return what a deputy is asked, and sees again once it is answered."""
    owner, name = mention(absence.owner_id), escape(model.title)
    row: list[Block] = []
    match absence.standing:
        case AbsenceStanding.ASKED:
            text = (
                f"*What could you not answer about {name} while {owner} was away?* It becomes what "
                "its card has to say. Nobody is measured by it."
            )
            value = str(absence.id)
            row = [
                blocks.button("Write it down", action_id=places.AWAY, value=value, is_chosen=True),
                blocks.button("Nothing", action_id=places.AWAY_NOTHING, value=value),
            ]
        case AbsenceStanding.ANSWERED:
            text = f"*{name}*: stored. {owner} reads what was missing."
        case AbsenceStanding.NOTHING:
            text = f"*{name}*: nothing was missing while {owner} was away."
        case _:
            text = f"*{name}*: this question is over."
    shown = [blocks.section(text), *([blocks.actions(row)] if row else [])]
    return Message(f"{escape(model.title)} while its owner was away", tuple(shown))


def away_form(absence: Absence, model: Model) -> Block:
    """Return the form in which a deputy writes what they could not answer."""
    return blocks.modal(
        TITLE,
        [
            blocks.section(
                f"*What could you not answer about {escape(model.title)} while "
                f"{mention(absence.owner_id)} was away?*"
            ),
            blocks.field(
                "A line for each",
                blocks.text_input(_GAPS, longest=_LONGEST, is_long=True),
                block_id=_GAPS,
                hint="As you were asked it, or as you asked yourself. Never paste a secret.",
            ),
        ],
        callback_id=places.AWAY_WRITTEN,
        submit="Store it",
        private_metadata=str(absence.id),
    )


def read_gaps_form(values: Values) -> str:
    """Return what a deputy wrote."""
    return inputs.read_text(values, _GAPS)


def refused(words: str) -> dict[str, str]:
    """Return what is said under the field."""
    return {_GAPS: words}


def stored(absence: Absence, model: Model) -> str:
    """Return what the form becomes."""
    count = len(absence.gaps)
    noun = "gap stands" if count == 1 else "gaps stand"
    return (
        f"*Stored.* {count} {noun} beside the card of *{escape(model.title)}*, and "
        f"{mention(absence.owner_id)} reads them."
    )


def to_owner(absence: Absence, model: Model) -> Message:
    """Return what an owner reads who is back: what nobody could answer without them."""
    deputy = mention(absence.deputy_id or "")
    lines = "\n".join(f"• {escape(gap[:300])}" for gap in absence.gaps[:8])
    text = (
        f"*While you were away, {deputy} could not answer this about {escape(model.title)}.*\n"
        f"{lines}\nIt is kept beside the card, and stands above the question it belongs to when "
        "you hand the model over. Telling them now is quicker."
    )
    return Message(f"Gaps of {escape(model.title)}", (blocks.section(text),))
