"""What somebody sees whose question names a model: its card's words, with their author's name."""

from collections.abc import Iterator
from typing import Final

from bot.delivery.domain import Message
from bot.playbook.cards import CardAnswer, CardFindings
from bot.playbook.messages.places import shorten
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import call_nobody, escape, mention, mentions

_LONGEST: Final = 5_000
_LONGEST_SHOWN: Final = 300


def card_reply(question: str, found: CardFindings, *, is_alone: bool) -> Message:
    """Return what a model's card answers."""
    parts: list[Block] = []
    if is_alone:
        parts.append(blocks.context(f"You asked: {escape(shorten(question, _LONGEST_SHOWN))}"))
    for answer in found.answers:
        parts += _answer(found, answer)
    if found.is_about_owner:
        parts.append(blocks.section(_owner(found)))
    spoken = found.answers[0].text if found.answers else _owner(found)
    name = escape(found.model)
    return Message(f"{name}: {escape(shorten(spoken, _LONGEST_SHOWN))}", tuple(parts))


def card_note(found: CardFindings | None) -> Block | None:
    """Return the line that stands above the playbook's own answer, where the card has none."""
    if found is None:
        return None
    name = f"*{escape(shorten(found.model, 100))}*"
    if found.is_withheld:
        return blocks.context(f"The card of {name} is for its own team, so it isn't shown here.")
    owner = "whoever owns it one day" if found.owner_id is None else mention(found.owner_id)
    return blocks.context(
        f"The card of {name} doesn't answer this yet. The question is noted, without your name, "
        f"for {owner}."
    )


def _answer(found: CardFindings, answer: CardAnswer) -> Iterator[Block]:
    name = shorten(found.model, 100)
    yield blocks.section(f"*{escape(name)} › {escape(answer.heading)}*")
    if doubts := _doubts(answer):
        yield blocks.section(doubts)
    words = answer.text
    if is_cut := len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rsplit(chr(10), 1)[0]}\n…"
    yield blocks.markdown(call_nobody(words))
    said = f"From its card: written by {mention(answer.author_id)}"
    if answer.confirmed_by is not None and answer.confirmed_on is not None:
        said += f", confirmed by {mention(answer.confirmed_by)} on {answer.confirmed_on:%d %B %Y}"
    yield blocks.context(
        f"{said}.{' The answer goes on; this is its beginning.' if is_cut else ''}"
    )


def _doubts(answer: CardAnswer) -> str:
    """Say first what speaks against trusting what follows."""
    said = []
    if answer.doubted_by is not None and answer.doubted_on is not None:
        who, day = mention(answer.doubted_by), f"{answer.doubted_on:%d %B %Y}".lstrip("0")
        then = (
            "The new words aren't confirmed yet, so these are the old ones."
            if answer.is_rewritten
            else "What is so now isn't written yet."
        )
        said.append(f"*Careful:* {who} said on {day} that this has changed. {then}")
    if answer.gone:
        noun = "account is" if len(answer.gone) == 1 else "accounts are"
        said.append(f"It names {mentions(answer.gone)}, whose {noun} off by now.")
    return " ".join(said)


def _owner(found: CardFindings) -> str:
    name = f"*{escape(shorten(found.model, 100))}*"
    if found.owner_id is None:
        return (
            f"Nobody owns {name} yet. If it is yours, `/mlops model {found.name}` and press Mine."
        )
    return f"{mention(found.owner_id)} owns {name}."
