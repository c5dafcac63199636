"""What readers of cards are shown: a few sections, each with its own two buttons."""

import re
from collections.abc import Sequence
from typing import Final

from bot.delivery.domain import Message
from bot.handover.care.review_service import Asked
from bot.handover.domain import ModelError
from bot.handover.reviews import Said
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention
from bot.slack.values import read_id

RIGHT: Final = "review.right"
CHANGED: Final = "review.changed"
READ: Final = "review.read"

PREFIX: Final = "modelreview"
"""How the keys of deliveries begin."""

_PERSON: Final = re.compile(r"&lt;@([UW][A-Z0-9]+)&gt;")
_LONGEST: Final = 1_500
_PIECE: Final = 500
"""So much of a line fits into a paragraph however many signs of it take five characters."""
_PARAGRAPH: Final = 2_900
_MOST_PARAGRAPHS: Final = 95


def review_key(user_id: str, day: str) -> str:
    """Return the key of what somebody is asked on a day."""
    return f"{PREFIX}:{user_id}:{day}"


def read_review_key(key: str) -> tuple[str, str]:
    """Return who was asked, and on which day."""
    _, user_id, day = key.split(":")
    return user_id, day


def read_review(value: object) -> int:
    """Return which section of those that were asked a button is about.

    Raises:
        ModelError: it names none.

    """
    found = read_id(value)
    if found is None:
        raise ModelError("This button doesn't say which section it is for, so nothing changed.")
    return found


def to_read(asked: Sequence[Asked]) -> Message:
    """Return what asks somebody to read a few sections."""
    count = len(asked)
    head = "*Is this right?*" if count == 1 else f"*Are these {count} right?*"
    shown: list[Block] = [
        blocks.section(f"{head} You are the one person who is asked. A press a section is all.")
    ]
    for each in asked:
        shown += _one(each)
    return Message("A model's card to read", tuple(shown))


def _one(asked: Asked) -> list[Block]:
    name, title = escape(asked.case.model.title[:60]), asked.section.title
    head = f"*{name} · {title}*"
    if asked.text is None or not asked.is_the_same:
        return [blocks.section(f"{head}: answered anew since. It comes again.")]
    said = asked.review.said
    if said is not Said.NOTHING:
        done = "you say that it is right" if said is Said.RIGHT else "you say that it isn't so"
        row = [_button(asked, other) for other in (Said.RIGHT, Said.CHANGED) if other is not said]
        return [blocks.section(f"{head}: {done}.", beside=row[0])]
    author = mention(asked.text.author_id)
    row = [_button(asked, Said.RIGHT), _button(asked, Said.CHANGED)]
    if len(asked.text.text) > _LONGEST:
        row.insert(0, blocks.button("Read all of it", action_id=READ, value=str(asked.review.id)))
    return [
        blocks.section(f"{head}\n{card_text(asked.text.text)}"),
        blocks.context(f"{asked.review.because}. Written by {author}."),
        blocks.actions(row),
    ]


def whole(asked: Asked) -> Block:
    """Return all that a section says, however long it is."""
    text = "" if asked.text is None else asked.text.text
    return blocks.modal(asked.section.title, whole_text(text))


def whole_text(text: str) -> list[Block]:
    """Return paragraphs with all that a section of a card says, not a word left out."""
    paragraphs: list[str] = []
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), _PIECE):
            shown = card_text(line[start : start + _PIECE], longest=_PARAGRAPH)
            if paragraphs and len(paragraphs[-1]) + len(shown) <= _PARAGRAPH:
                paragraphs[-1] += shown
            else:
                paragraphs.append(shown)
    found = [blocks.section(each) for each in paragraphs if each.strip()]
    return found[:_MOST_PARAGRAPHS] or [blocks.section("Nothing stands here.")]


def _button(asked: Asked, said: Said) -> Block:
    value, is_first = str(asked.review.id), asked.text is None or not asked.text.is_accepted
    if said is Said.RIGHT:
        words = "Right" if is_first else "Still right"
        return blocks.button(words, action_id=RIGHT, value=value)
    words = "Not right" if is_first else "Changed"
    return blocks.button(words, action_id=CHANGED, value=value)


def card_text(text: str, *, longest: int = _LONGEST) -> str:
    """Return what a card says, as Slack shows it."""
    shown = _PERSON.sub(r"<@\1>", escape(text.replace("**", "*")))
    return shown if len(shown) <= longest else shown[:longest].rpartition(" ")[0] + " …"
