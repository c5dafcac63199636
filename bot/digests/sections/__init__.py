"""The parts of a digest, in the order in which they are read.

A section is a function that says one thing of a digest, or nothing. To add one: a file, its line in
`SECTIONS`, its test.
"""

from collections.abc import Callable
from typing import Final

from bot.digests.domain import Digest
from bot.digests.sections.brief import MOST_LINES, in_brief, left_out
from bot.digests.sections.footer import footer
from bot.digests.sections.headline import headline
from bot.digests.sections.heard import heard
from bot.digests.sections.last_action import last_action
from bot.digests.sections.models import models
from bot.digests.sections.mover import mover
from bot.digests.sections.participation import participation
from bot.digests.sections.play import play
from bot.digests.sections.section import Line, Section
from bot.digests.sections.standing import standing
from bot.digests.sections.wins import wins

SECTIONS: Final[tuple[Callable[[Digest], Section | None], ...]] = (
    headline,
    standing,
    mover,
    heard,
    play,
    last_action,
    participation,
    models,
    wins,
    footer,
)


def compose(digest: Digest) -> tuple[Section, ...]:
    """Return what a digest says, part by part; where trust fell, what became of actions first."""
    is_first = last_action if digest.has_lost_trust else headline
    said = (section(digest) for section in sorted(SECTIONS, key=lambda each: each is not is_first))
    return tuple(section for section in said if section is not None)


__all__ = ["MOST_LINES", "SECTIONS", "Line", "Section", "compose", "in_brief", "left_out"]
