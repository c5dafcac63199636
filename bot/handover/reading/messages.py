"""What people read of a card: each section with who stands behind it, and what is open."""

from typing import Final

from bot.handover import handover_places as places
from bot.handover.card_messages import because
from bot.handover.cards.section import Section
from bot.handover.cards.sections import SECTIONS, find_section
from bot.handover.care.review_messages import card_text, whole_text
from bot.handover.domain import Basis, SectionText
from bot.handover.reading.service import Reading
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape_within, mention

_TITLE: Final = "The card"
_LONGEST: Final = 1_500


def card_page(reading: Reading) -> Block:
    """Return a whole card, long sections with their beginning and a button for the rest."""
    shown = [blocks.section(_head(reading))]
    if not reading.is_whole:
        shown.append(blocks.context("What nobody but its author has confirmed is left out."))
    for text in reading.texts:
        section = find_section(text.section)
        if section is not None:
            shown += _section(reading, section, text)
    shown.append(blocks.section(_open(reading)))
    return blocks.modal(_TITLE, shown)


def section_page(reading: Reading, section: Section) -> Block:
    """Return all that one section says, however long it is."""
    text = next((each for each in reading.texts if each.section == section.id), None)
    words = "" if text is None else text.text
    return blocks.modal(section.title, whole_text(words))


def _head(reading: Reading) -> str:
    model = reading.case.model
    owner = "nobody's yet" if model.owner_id is None else f"owned by {mention(model.owner_id)}"
    link = f"\n<{model.link}>" if model.link else ""
    return f"*{escape_within(model.title, 150)}*, {owner}{link}"


def _section(reading: Reading, section: Section, text: SectionText) -> list[Block]:
    head = f"*{section.title}*" + (" · critical" if section.is_critical else "")
    if text.is_gap and not text.text:
        words, beside = "_Nobody knows._", None
    else:
        words = card_text(text.text)
        beside = _whole(text) if len(text.text) > _LONGEST else None
    return [
        blocks.section(f"{head}\n{words}", beside=beside),
        blocks.context(_behind(reading, text)),
    ]


def _whole(text: SectionText) -> Block:
    value = f"{text.model_id}:{text.section}"
    return blocks.button("Read all of it", action_id=places.CARD_SECTION, value=value)


def _behind(reading: Reading, text: SectionText) -> str:
    """Say who wrote a section, and who else says that it is right."""
    author, day = mention(text.author_id), f"{text.answered_at:%d %b %Y}"
    said = [review for review in reading.case.changed if review.section == text.section]
    if said:
        return (
            f"Doubtful: {mention(said[0].user_id)} says that it has changed. Written by {author}."
        )
    if text.is_gap:
        return f"A known gap: {author} said so on {day}."
    if text.is_accepted:
        by = "" if text.confirmed_by is None else f" by {mention(text.confirmed_by)}"
        doubt = because(reading.standing.fresh[text.section])
        old = f", and {doubt}" if doubt else ""
        return f"Written by {author}, confirmed{by}{old}."
    how = {
        Basis.INFERRED: f"Pieced together by {author} without its owner, on {day}",
        Basis.REGISTRY: f"From the registry, as {author} said on {day}",
    }.get(text.basis, f"Written by {author} on {day}")
    return f"Not confirmed. {how}."


def _open(reading: Reading) -> str:
    told = {text.section for text in reading.texts}
    left = [section.title for section in SECTIONS if section.id not in told]
    if not left:
        return "Every section has something on it."
    what = "Nobody has answered" if reading.is_whole else "Nothing is confirmed of"
    return f"*{what}:* {', '.join(left)}."
