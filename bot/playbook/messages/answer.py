"""What somebody sees who has asked: the playbook's own words, or that it does not cover this."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from bot.delivery.domain import Message
from bot.playbook.domain import Answer, Outcome
from bot.playbook.messages.places import (
    CONTINUE,
    DID_NOT_HELP,
    HELPED,
    SHOW,
    TELL,
    Links,
    name_section,
    named,
    shorten,
)
from bot.playbook.messages.quoting import is_shortened, quoted, whole
from bot.playbook.questions import LONGEST_QUESTION, Asked, is_question
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention, mentions

LONGEST_QUOTE: Final = 5_000
_LONGEST_SHOWN: Final = 300
_NEXT_BEST: Final = 2
_CLOSEST: Final = 3

SHORTENED: Final = "Not all of the section: the sentences that fit the question, in their order."
HOW_TO_ASK: Final = (
    "Ask in your own words, and get the section of the playbook that answers it: "
    "`/mlops ask how often should we retrain` shows it to you alone, a mention of mlops-bot in a "
    "channel is answered in its thread, and in direct messages you just write. `/mlops help` lists "
    "the rest."
)
ASK_PEOPLE: Final = (
    "That is about your company, and the playbook holds practice only: not who owns what, what is "
    "down, or any password. Somebody on your team knows"
)


class Place(StrEnum):
    """Where an answer is shown."""

    ALONE = "alone"
    THREAD = "thread"
    DIRECT = "direct"
    CHANNEL = "channel"


def reply(
    asked: Asked,
    links: Links,
    *,
    place: Place,
    asker: str = "",
    leads: Sequence[str] = (),
    note: Block | None = None,
) -> Message:
    """Return the answer to a question.

    Args:
        asked: the question and what the playbook says.
        links: where the pages can be read.
        place: where it is shown; in a channel it says who had it shown.
        asker: that person.
        leads: who leads the team of the place, for what only people know.
        note: what is said of a model's card first.

    """
    above = () if note is None else (note,)
    if asked.answer.outcome is Outcome.COMPANY_FACT:
        told = _words(_ask_people(tuple(leads)))
        return Message(told.text, (*above, *told.blocks))
    if not is_question(asked.text):
        return _words(HOW_TO_ASK)
    shown = [*_opening(asked, place, asker), *_body(asked, links), *_buttons(asked, place)]
    return Message(_spoken(asked), (*above, *shown))


def _words(text: str) -> Message:
    return Message(text, (blocks.section(text),))


def _ask_people(leads: tuple[str, ...]) -> str:
    if leads:
        return f"{ASK_PEOPLE}: the team of this channel is led by {mentions(leads)}."
    return f"{ASK_PEOPLE}: ask in its channel, or whoever is on call."


def _opening(asked: Asked, place: Place, asker: str) -> Iterator[Block]:
    question = escape(shorten(asked.text, _LONGEST_SHOWN))
    if place is Place.CHANNEL:
        yield blocks.section(f"{mention(asker)} asked the playbook: {question}")
    elif place is Place.ALONE:
        yield blocks.context(f"You asked: {question}")
    if asked.after:
        before = escape(shorten(asked.after, _LONGEST_SHOWN))
        yield blocks.context(f"Read together with what was asked before: {before}")
    if asked.is_cut:
        yield blocks.context(f"Only the first {LONGEST_QUESTION:,} characters were read.")


def _body(asked: Asked, links: Links) -> Iterator[Block]:
    answer = asked.answer
    if answer.is_answered:
        yield from _quotation(answer, links)
        return
    yield blocks.section(_verdict(answer))
    if answer.outcome is Outcome.NOT_COVERED and answer.passages:
        yield blocks.context("Nearest pages:")
    for passage in answer.passages[:_CLOSEST]:
        yield named(passage.page, passage.section, links)


def _quotation(answer: Answer, links: Links) -> Iterator[Block]:
    best = answer.passages[0]
    yield named(best.page, best.section, links)
    everything = whole(best.section.blocks)
    words = answer.quote.strip() or everything
    yield blocks.markdown(quoted(words, best.page, links, most=LONGEST_QUOTE))
    if is_shortened(words, everything, most=LONGEST_QUOTE):
        yield blocks.context(SHORTENED)
    if others := answer.passages[1 : 1 + _NEXT_BEST]:
        yield blocks.context("See also:")
    for passage in others:
        yield named(passage.page, passage.section, links)


def _verdict(answer: Answer) -> str:
    if answer.outcome is Outcome.MAYBE:
        return "The playbook may not cover this. The closest sections:"
    noted = (
        "The playbook doesn't cover this. The gap is noted, without your name, for whoever keeps "
        "the pages."
    )
    if answer.passages:
        return noted
    return f"{noted} No word of it is on any page: other words may find something."


def _buttons(asked: Asked, place: Place) -> Iterator[Block]:
    if asked.question is None:
        return
    value = str(asked.question.id)
    is_found = asked.answer.outcome in (Outcome.ANSWERED, Outcome.MAYBE)
    row: list[tuple[str, str]] = []
    if is_found:
        row += [("Helped", HELPED), ("Did not help", DID_NOT_HELP)]
    if not asked.answer.is_answered:
        row.append(("Tell me when this is covered", TELL))
    if place is Place.ALONE:
        row.append(("Continue in DM", CONTINUE))
        if is_found:
            row.append(("Show in channel", SHOW))
    if row:
        yield blocks.actions(
            [blocks.button(label, action_id=action_id, value=value) for label, action_id in row]
        )


def _spoken(asked: Asked) -> str:
    """Return what notifications and screen readers say."""
    answer = asked.answer
    if not answer.is_answered:
        return _verdict(answer)
    best = answer.passages[0]
    words = answer.quote.strip() or best.section.words
    name = name_section(best.page, best.section)
    return escape(f"{name}: {shorten(words, _LONGEST_SHOWN)}")
