"""What its author alone sees of what their comment was read as, and the form to correct it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape
from bot.surveys.comment_reading import NO_ANTI_PATTERN, READ_PAGE, Kind, ReadAs
from bot.surveys.domain import AnswerError, OwnAnswer
from bot.surveys.messages.commenting import CommentForm
from bot.surveys.messages.places import ItemPlace

CORRECT: Final = "pulse.correct"
CORRECTED: Final = "pulse.corrected"

_NONE: Final = "None of these"
_LONGEST_OPTION: Final = 75
_WHAT_IT_DOES: Final = (
    "Only you see what your comment was read as. Team and leads see kinds, never comments: how "
    "many people are behind a kind, from five on. What you say goes before what the bot read, is "
    "stored with your comment, and teaches this installation once nothing ties the comment to you."
)


def read_as(read: ReadAs) -> str:
    """Return what a comment was read as, in a line."""
    names = " and ".join(_named(kind) for kind in read.kinds)
    if read.is_corrected:
        if not names:
            return "You say it shows no anti-pattern."
        return f"You say it shows: {names}.{_time(read)}"
    # The recogniser knows English and abstains from the rest, which must not look like a verdict.
    nothing = "Read as: no anti-pattern. Only English is read."
    said = f"Read as: {names}. Only you see this." if names else nothing
    return f"{said}{_time(read)}"


def _time(read: ReadAs) -> str:
    """Say what time it is counted as naming, and how its author has it not counted."""
    if not read.hours:
        return ""
    hours = "an hour" if read.hours == 1 else f"{read.hours} hours"
    return (
        f" It counts as {hours} a month lost, or more. Say that it shows no anti-pattern, and it "
        "doesn't."
    )


def correcting_buttons(read: ReadAs, place: ItemPlace) -> list[Block]:
    """Return the button to correct it, and those to pages that have no address."""
    label = "Not what I meant" if read.kinds else "Say what it shows"
    buttons = [
        blocks.button(
            "Change what it shows" if read.is_corrected else label,
            action_id=CORRECT,
            value=place.dump(),
        )
    ]
    unlinked = [kind for kind in read.kinds if kind.url is None]
    return buttons + [
        blocks.button(
            _shorten(f"Read: {kind.name}"), action_id=f"{READ_PAGE}.{number}", value=kind.id
        )
        for number, kind in enumerate(unlinked)
    ]


def correcting_form(
    own: OwnAnswer, read: ReadAs | None, kinds: Sequence[Kind], form: CommentForm
) -> Block:
    """Return the form in which an author says what their comment shows."""
    options = [
        blocks.option(_NONE, NO_ANTI_PATTERN),
        *(blocks.option(_shorten(kind.name), kind.id) for kind in kinds),
    ]
    chosen = NO_ANTI_PATTERN if read is None or not read.kinds else read.kinds[0].id
    initial = next((option for option in options if option["value"] == chosen), None)
    return blocks.modal(
        "What your comment shows",
        [
            blocks.section(f"*{escape(own.item.text)}*\n{_quoted(own.comment or '')}"),
            blocks.field(
                "It shows",
                blocks.choice("kind", options, initial=initial),
                block_id="kind",
                hint="You can change this for as long as the statement is open.",
            ),
            blocks.context(_WHAT_IT_DOES),
        ],
        callback_id=CORRECTED,
        submit="Store this",
        close="Cancel",
        private_metadata=form.dump(),
    )


def read_correcting_form(view: Mapping[str, Any]) -> tuple[CommentForm, str]:
    """Return what the form remembers, and what the author says.

    Raises:
        AnswerError: it names no item, or nothing was chosen.

    """
    chosen = view["state"]["values"]["kind"]["kind"].get("selected_option") or {}
    kind = chosen.get("value")
    if not isinstance(kind, str) or not kind or len(kind) > 100:
        raise AnswerError("That wasn't stored: choose what your comment shows.")
    return CommentForm.load(view["private_metadata"]), kind


def _named(kind: Kind) -> str:
    name = escape(kind.name)
    return f"*{name}*" if kind.url is None else f"*<{kind.url}|{name.replace('|', '¦')}>*"


def _quoted(words: str) -> str:
    cut = words if len(words) <= 400 else f"{words[:400]}…"
    return "\n".join(f">{line}" for line in escape(cut).splitlines())


def _shorten(words: str) -> str:
    return words if len(words) <= _LONGEST_OPTION else f"{words[: _LONGEST_OPTION - 1]}…"
