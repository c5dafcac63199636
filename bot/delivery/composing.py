"""Puts the parts of a person's day into one message, as many as fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.delivery.domain import Delivery, Message

MOST_BLOCKS: Final = 48
MOST_CHARACTERS: Final = 8_500
"""What a new message may hold. Slack takes 50 blocks and some 9,500 characters in all (bolt-js
#2867); what is left over lets parts grow as people press on them."""

_SLACKS_BLOCKS: Final = 50
_SLACKS_CHARACTERS: Final = 9_500
"""What a message that has grown may hold."""

_DIVIDER: Final = {"type": "divider"}


@dataclass(frozen=True)
class Shown:
    """A part with what it says."""

    part: Delivery
    message: Message


@dataclass(frozen=True)
class Undrawn:
    """A part of which its feature could not say what it shows, and the reference in the log."""

    part: Delivery
    reference: str

    @property
    def reason(self) -> str:
        """What stands beside it in the database."""
        return f"could not be drawn (ref {self.reference})"


@dataclass(frozen=True)
class Composition:
    """What a message of a day consists of.

    Attributes:
        shown: the parts that have something to say.
        silent: those that have nothing to say any more.
        left_over: those that did not fit.
        undrawn: those that met with a fault of ours.

    """

    shown: tuple[Shown, ...]
    silent: tuple[Delivery, ...] = ()
    left_over: tuple[Delivery, ...] = ()
    undrawn: tuple[Undrawn, ...] = ()

    @property
    def message(self) -> Message | None:
        """All that is shown as one message, or None where nothing is."""
        if not self.shown:
            return None
        blocks = list(self.shown[0].message.blocks)
        for shown in self.shown[1:]:
            blocks += [_DIVIDER, *shown.message.blocks]
        text = " · ".join(shown.message.text for shown in self.shown)
        pictures = tuple(p for shown in self.shown for p in shown.message.pictures)
        return Message(text, tuple(blocks), pictures)


def stand_in(composition: Composition) -> Composition:
    """Have a sentence stand in for each part that could not be drawn, below the others."""
    shown = [Shown(undrawn.part, _standing_in(undrawn)) for undrawn in composition.undrawn]
    return replace(composition, shown=(*composition.shown, *shown))


def _standing_in(undrawn: Undrawn) -> Message:
    text = (
        "This part can't be shown just now, through a fault on our side. It comes back here by "
        f"itself. (ref {undrawn.reference})"
    )
    return Message(text, ({"type": "section", "text": {"type": "mrkdwn", "text": text}},))


def pack(composition: Composition) -> Composition:
    """Keep the first parts, as many as one message holds; at least one, however large it is.

    What has a deadline has its place before what can wait: after a long absence, what others have
    to tell would otherwise keep it back day by day until it is too late.

    What is conditional takes the room that the others leave, and is dropped where there is none:
    had it moved another part to a later day, that would tell that it was shown.
    """
    certain = [shown for shown in composition.shown if not shown.part.is_conditional]
    taken: list[Shown] = []
    for shown in sorted(certain, key=lambda each: each.part.expires_at is None):
        if taken and not _fits([*taken, shown], MOST_BLOCKS, MOST_CHARACTERS):
            break
        taken.append(shown)
    kept = [shown for shown in certain if shown in taken]
    left_over = tuple(shown.part for shown in certain if shown not in taken)
    for shown in composition.shown:
        if shown.part.is_conditional and (
            not kept or _fits([*kept, shown], MOST_BLOCKS, MOST_CHARACTERS)
        ):
            kept.append(shown)
    return replace(composition, shown=tuple(kept), left_over=left_over)


def drop_excess(composition: Composition) -> Composition:
    """Return what stands with no more than Slack takes; only what is conditional is dropped."""
    kept: list[Shown] = []
    for shown in composition.shown:
        if not (kept and shown.part.is_conditional) or _fits(
            [*kept, shown], _SLACKS_BLOCKS, _SLACKS_CHARACTERS
        ):
            kept.append(shown)
    return replace(composition, shown=tuple(kept))


def _fits(shown: Sequence[Shown], blocks: int, characters: int) -> bool:
    message = Composition(tuple(shown)).message
    if message is None:
        return True
    return len(message.blocks) <= blocks and _characters(message.blocks) <= characters


def _characters(value: object) -> int:
    """Count the characters that a reader sees."""
    if isinstance(value, dict):
        said = value.get("text")
        own = len(said) if isinstance(said, str) else 0
        return own + sum(_characters(inner) for inner in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sum(_characters(inner) for inner in value)
    return 0
