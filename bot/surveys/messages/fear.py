"""The fear question on a sheet, what its list carries back, and what it showed."""

from typing import Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape_within
from bot.slack.values import read_ids
from bot.surveys.domain import Round
from bot.surveys.fear import NONE, UNSAID, Feared, FearError, FearState, NamedModel, OwnFear

FEAR: Final = "pulse.fear"

QUESTION: Final = "Which of your models would you least like to be paged for?"

_LONGEST: Final = 75
_LONGEST_NAMED: Final = 60
_NONE: Final = "None of them"
_UNSAID: Final = "I'd rather not say"
_COUNTS: Final = {1: "One person is", 2: "Two people are", 3: "Three people are"}


def fear_question(own: OwnFear, round_: Round, *, threshold: int) -> list[Block]:
    """Return the part of a sheet with the question; to leads it says that members are asked it."""
    if own.question.state is not FearState.OPEN:
        return []
    if not own.counts:
        said = f"Members are also asked: “{QUESTION}” You read with them what comes of it."
        return [blocks.divider(), blocks.context(said)]
    return [blocks.divider(), _asked(own, round_), blocks.context(_promise(threshold))]


def _asked(own: OwnFear, round_: Round) -> Block:
    named = [(str(model_id), title) for model_id, title in own.question.models]
    options = {
        value: blocks.option(_cut(words), f"{round_.id}:{own.question.id}:{value}")
        for value, words in (*named, (NONE, _NONE), (UNSAID, _UNSAID))
    }
    lines = [f"*Once a quarter: {QUESTION}*"]
    if own.choice is not None:
        lines.append("Stored. You can choose again until the week closes.")
    menu = blocks.choice(
        FEAR,
        list(options.values()),
        initial=options.get(own.choice or ""),
        placeholder="Choose one, or skip it",
    )
    return blocks.section("\n".join(lines), block_id=f"fear.{own.question.id}", beside=menu)


def _promise(threshold: int) -> str:
    return (
        f"Your choice is counted with at least {threshold - 1} others or not at all. Team and "
        "leads then read the same: at most two models, never a number, and only what three people "
        "and a third of those who answered named. All choices are then deleted, after three weeks "
        f"at the latest. “{_UNSAID}” counts as no answer. How it is stored: `/mlops privacy`."
    )


def read_choice(value: object) -> tuple[int, int, str]:
    """Return the round, the question and the choice of an entry of the list.

    Raises:
        FearError: it carries none.

    """
    where, _, choice = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    ids = read_ids(where, count=2)
    if ids is None:
        raise FearError("That wasn't stored: this list doesn't say which question it is for.")
    round_id, question_id = ids
    return round_id, question_id, choice


def what_is_feared(feared: Feared) -> str:
    """Return what the question showed, and what can be done, as the week's summary says it."""
    head = f"*“{QUESTION}”* {feared.threshold}+ members answered."
    if not feared.named:
        return f"{head} No model stands out."
    return "\n".join([head, *(f"• {_named(model)}" for model in feared.named)])


def _named(model: NamedModel) -> str:
    return (
        f"*{escape_within(model.title, _LONGEST_NAMED)}*, named by {model.band} of them. "
        f"{_what_helps(model)}"
    )


def _what_helps(model: NamedModel) -> str:
    card = f"`/mlops model {model.name}`"
    if model.proven == 0:
        return f"Nobody is proven to be able to run it. Begin with a drill from its card: {card}."
    who = _COUNTS.get(model.proven, f"{model.proven} people are")
    if model.proven == 1:
        return f"{who} proven to be able to run it. A drill by somebody else would help: {card}."
    return (
        f"{who} proven to be able to run it, so it may be the model itself: "
        "`/mlops ask what to do about a model everyone fears to touch`"
    )


def _cut(words: str) -> str:
    plain = " ".join(words.split()) or "A model without a name"
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
