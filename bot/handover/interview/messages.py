"""What people read in an interview: the session, one question at a time, and one more at most."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.delivery.domain import Message
from bot.handover import handover_places as places
from bot.handover.cards.lints import Doubt, FollowUp
from bot.handover.cards.section import Field, Kind, Section, Written
from bot.handover.cards.sections import find_section
from bot.handover.cases import Case
from bot.handover.handover_places import Asking
from bot.handover.interview.service import Next
from bot.handover.rules.leaving import Asked
from bot.slack import blocks, inputs
from bot.slack.blocks import Block
from bot.slack.inputs import Values
from bot.slack.mrkdwn import escape, escape_within

DONT_KNOW: Final = "dont_know"
LATER: Final = "later"

_FROM_REGISTRY: Final = (
    "Filled in from the registry. Store it if it is so, or write what is; a confirmation takes up "
    "no question."
)
_INSTEAD: Final = "instead"
_EXTRA: Final = "extra"
_PERSON: Final = re.compile(r"&lt;@([UW][A-Z0-9]+)&gt;")
_FOLLOW_UPS: Final = {
    Doubt.MORTAL: "“{said}” may go with your account. Where would a colleague find it?",
    Doubt.INACTIVE: "The account of {said} is switched off. Who has taken over?",
    Doubt.DEAD_LINK: "“{said}” opens from few machines. Is there a link for the whole team?",
    Doubt.HEDGE: "You wrote “{said}”. What about the other times?",
    Doubt.EVASIVE: "“{said}” is short. What would somebody need who has never seen this model?",
}


def session(asked: Asked, cases: dict[int, Case]) -> Message:
    """Return the message that asks an owner to a session."""
    lines = []
    for question in asked.questions:
        section = find_section(question.section_id)
        case = cases.get(question.model_id)
        if section is not None and case is not None:
            lines.append(f"• *{escape_within(case.model.title, 150)}*: {section.question}")
    count = len(lines)
    noun = "question" if count == 1 else "questions"
    minutes = "Twenty minutes" if count > 3 else "Ten minutes"
    text = (
        f"*{count} {noun} before your models change hands.* {minutes}, and each answer is stored "
        "as you go.\n" + "\n".join(lines)
    )
    button = blocks.button(
        "Answer", action_id=places.ANSWER, value=f"{asked.leaving_id}:{asked.number}"
    )
    return Message(
        f"{count} {noun} about your models", (blocks.section(text), blocks.actions([button]))
    )


def question_form(asked: Next, asking: Asking) -> Block:
    """Return the form of one question."""
    after = f"{asked.remaining} more after this one." if asked.remaining else "The last for today."
    above = [blocks.context(_FROM_REGISTRY)] if asked.known else []
    if asked.lacking:
        above.append(
            blocks.section(f"*In the drill the card lacked*\n{escape_within(asked.lacking, 2_500)}")
        )
    if asked.in_vain:
        lines = "\n".join(f"• {escape_within(each, 800)}" for each in asked.in_vain)
        above.append(blocks.section(f"*Others asked, and the card could not tell*\n{lines}"))
    return section_form(
        asked.case,
        asked.section,
        note=after,
        above=above,
        known=asked.known,
        title="Before it changes hands",
        callback_id=places.ANSWERED,
        private_metadata=json.dumps(asking.dump()),
    )


def section_form(  # noqa: PLR0913 - what stands in a form, piece by piece
    case: Case,
    section: Section,
    *,
    note: str,
    title: str,
    callback_id: str,
    private_metadata: str,
    above: Sequence[Block] = (),
    known: Mapping[str, str] | None = None,
) -> Block:
    """Return the form of one section, whoever is asked for it.

    `above` stands before its fields, and `known` in them, by field.
    """
    filled = known or {}
    options = [blocks.option("I don't know", DONT_KNOW), blocks.option("Ask me later", LATER)]
    instead = blocks.field(
        "Or instead",
        blocks.choice(_INSTEAD, options),
        block_id=_id(section, _INSTEAD),
        is_optional=True,
    )
    return blocks.modal(
        title,
        [
            blocks.section(f"*{escape(case.model.title)} · {section.title}*\n{section.question}"),
            blocks.context(f"*Enough is:* {section.enough}", f"{note} Never paste a secret."),
            *above,
            *(_field(section, field, filled.get(field.id, "")) for field in section.fields),
            instead,
        ],
        callback_id=callback_id,
        submit="Store my answer",
        private_metadata=private_metadata,
    )


def quote(text: str) -> str:
    """Return an answer as a message shows it, people by name."""
    return _PERSON.sub(r"<@\1>", escape(text.replace("**", "*")))


def _id(section: Section, field_id: str) -> str:
    """Return a block's id; it names the section, or Slack would keep the last one's words."""
    return f"{section.id}.{field_id}"


def _field(section: Section, field: Field, known: str) -> Block:
    return blocks.field(
        field.label,
        _element(field, known),
        block_id=_id(section, field.id),
        hint=field.hint or None,
        is_optional=True,  # “I don't know” is an answer; what is missing is said by the bot.
    )


def _element(field: Field, known: str) -> Block:
    match field.kind:
        case Kind.PEOPLE:
            return blocks.people(field.id)
        case Kind.DATE:
            return inputs.day(field.id)
        case Kind.NUMBER:
            return inputs.number(field.id, is_decimal=True)
        case Kind.URL:
            return inputs.address(field.id, initial=known)
    return blocks.text_input(field.id, initial=known, is_long=field.kind is Kind.LONG)


def read_instead(section: Section, values: Values) -> str:
    """Return what somebody chose in place of an answer, if anything."""
    return inputs.read_text(values, _id(section, _INSTEAD))


def read_answer(section: Section, values: Values) -> Written:
    """Return what somebody filled in."""
    held = {field.id: inputs.read(values, _id(section, field.id)) for field in section.fields}
    tidy = {name: v.strip() if isinstance(v, str) else v for name, v in held.items()}
    return Written(section, {name: value for name, value in tidy.items() if value})


def missing(written: Written) -> dict[str, str]:
    """Return what is said under each field that needs something."""
    words = "Write a line, or choose “I don't know” below."
    return {_id(written.section, field.id): words for field in written.list_missing()}


def secret(section: Section, field_id: str) -> dict[str, str]:
    """Return what is said under a field in which a secret stands."""
    words = (
        "This looks like a password, key or token, so nothing was stored. Write where it is kept "
        "instead. If it is real, change it: Slack has seen it."
    )
    return {_id(section, field_id): words}


def extra_secret() -> dict[str, str]:
    """Return what is said under a follow-up in which a secret stands."""
    return {_EXTRA: "This looks like a secret, so it was not stored. Write where it is kept."}


def follow_up_form(follow_up: FollowUp, asking: Asking) -> Block:
    """Return the form of the one question more; the answer is stored already."""
    question = _FOLLOW_UPS[follow_up.doubt].format(said=_said(follow_up))
    return blocks.modal(
        "One thing more",
        [
            blocks.section(f"Your answer is stored.\n{question}"),
            blocks.field(
                "Add a line",
                blocks.text_input(_EXTRA, longest=1000, is_long=True),
                block_id=_EXTRA,
                hint="Leave it empty if the answer stands as it is.",
                is_optional=True,
            ),
        ],
        callback_id=places.FOLLOWED,
        submit="Go on",
        private_metadata=json.dumps(asking.dump()),
    )


def _said(follow_up: FollowUp) -> str:
    if follow_up.doubt is Doubt.INACTIVE:
        return follow_up.evidence
    return escape(follow_up.evidence)


def read_extra(values: Values) -> str:
    """Return what somebody added."""
    return inputs.read_text(values, _EXTRA)


def done(words: str = "That is all for today. Each answer is stored.") -> Block:
    """Return what stands in place of a question when there is none."""
    return blocks.modal("Before it changes hands", [blocks.section(words)])
