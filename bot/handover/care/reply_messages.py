"""What an owner is asked of their card once a week, and the form in which they mend it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.delivery.domain import Message
from bot.handover.cards.section import Section
from bot.handover.cards.sections import SECTIONS
from bot.handover.care.reply_service import Lack
from bot.handover.domain import ModelError
from bot.slack import blocks, inputs
from bot.slack.blocks import Block
from bot.slack.inputs import Values
from bot.slack.mrkdwn import escape, mention
from bot.slack.values import read_fields

MEND: Final = "reply.mend"
MENDED: Final = "reply.mended"

PREFIX: Final = "modelreply"
"""How the keys of deliveries begin."""

MOST_LACKS: Final = 3
_TITLE: Final = "Your model's card"
_LONGEST_INITIAL: Final = 3_000
_GARBLED: Final = "This doesn't say which model it is for, so nothing changed."


@dataclass(frozen=True)
class Mending:
    """What a button or form is about: a section of a model, or a question that it left open."""

    model_id: int
    section_id: str
    question_id: int
    is_added: bool = True

    def dump(self) -> str:
        """Return it as a button or a form keeps it."""
        return json.dumps([self.model_id, self.section_id, self.question_id, self.is_added])

    @classmethod
    def load(cls, text: object) -> "Mending":
        """Read what a button or a form kept.

        Raises:
            ModelError: it is about nothing.

        """
        fields = read_fields(text, int, str, int, bool)
        if fields is None:
            raise ModelError(_GARBLED)
        return cls(*fields)


def reply_key(user_id: str, week: str) -> str:
    """Return the key of what an owner is asked in a week."""
    return f"{PREFIX}:{user_id}:{week}"


def to_mend(lacks: Sequence[Lack]) -> Message:
    """Return what an owner is asked of their cards, a few things at a time."""
    if not lacks:
        text = "*Your models' cards*: what was asked here is answered. Thank you."
        return Message("Your models' cards", (blocks.section(text),))
    return Message(
        "Your models' cards lack something",
        (blocks.section("*What your models' cards lack*"), *lack_blocks(lacks)),
    )


def lack_blocks(lacks: Sequence[Lack]) -> list[Block]:
    """Return a paragraph with a button for each of a few things that cards lack."""
    shown = [_lack(lack) for lack in lacks[:MOST_LACKS]]
    if len(lacks) > MOST_LACKS:
        shown.append(blocks.context(f"{len(lacks) - MOST_LACKS} more come once these are done."))
    return shown


def _lack(lack: Lack) -> Block:
    name = escape(lack.case.model.title[:60])
    if lack.question is not None:
        people = "1 person" if lack.askers == 1 else f"{lack.askers} people"
        text = f"*{name}*: {people} asked “{escape(lack.question.wording[:300])}”"
    else:
        title = "" if lack.section is None else lack.section.title
        who = "Somebody named in it is gone" if lack.said_by is None else mention(lack.said_by)
        said = who if lack.said_by is None else f"{who} says that it isn't so"
        text = f"*{name} · {title}*: {said}"
    section_id = "" if lack.section is None else lack.section.id
    question_id = 0 if lack.question is None else lack.question.id
    value = Mending(lack.case.model.id, section_id, question_id).dump()
    return blocks.section(text, beside=blocks.button("Answer", action_id=MEND, value=value))


def mend_form(lack: Lack) -> Block:
    """Return the form: which section, and what it is to say; a changed one shows what it said."""
    section, question = lack.section, lack.question
    before = "" if section is None else (_text_of(lack, section))
    is_added = question is not None or len(before) > _LONGEST_INITIAL
    options = {each.id: blocks.option(each.title, each.id) for each in SECTIONS}
    initial = None if section is None else options[section.id]
    head = (
        f"*{escape(lack.case.model.title[:60])}*: “{escape(question.wording)}”"
        if question is not None
        else f"*{escape(lack.case.model.title[:60])}*"
    )
    note = "It stands below what the section says." if is_added else "It replaces what stands here."
    mending = Mending(
        lack.case.model.id,
        "" if section is None else section.id,
        0 if question is None else question.id,
        is_added,
    )
    fields = [blocks.section(head)]
    if question is not None:
        fields.append(
            blocks.field(
                "Where on the card?",
                blocks.choice("section", list(options.values()), initial=initial),
                block_id="section",
            )
        )
    elif section is not None:
        fields.append(blocks.section(f"*{section.title}*\n{section.question}"))
    initial_text = "" if is_added else before
    fields.append(
        blocks.field(
            "What is right",
            blocks.text_input("words", initial=initial_text, is_long=True),
            block_id="words",
            hint=f"{note} Never paste a secret.",
        )
    )
    return blocks.modal(
        _TITLE,
        fields,
        callback_id=MENDED,
        submit="Store it",
        private_metadata=mending.dump(),
    )


def _text_of(lack: Lack, section: Section) -> str:
    text = lack.case.texts.get(section.id)
    return "" if text is None else text.text


def read_mending(values: Values, mending: Mending) -> tuple[str, str]:
    """Return which section somebody chose, and what they wrote."""
    chosen = inputs.read_text(values, "section") or mending.section_id
    return chosen, inputs.read_text(values, "words")


def mended() -> Block:
    """Return what the form becomes."""
    text = "*Stored.* One other person is asked whether it is right; then `/mlops ask` tells it."
    return blocks.modal(_TITLE, [blocks.section(text)])


def refused() -> dict[str, str]:
    """Return what is said where a secret stands."""
    words = "This looks like a password, key or token, so nothing was stored. Say where it is kept."
    return {"words": words}
