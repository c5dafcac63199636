"""What became of what leads last set out to do."""

from typing import Final

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, one_line, shorten

_LESS_IS_ASKED: Final = (
    "You expect less to come of your answers than the last time you were asked. So this stands "
    "first, and until you are asked again, a week has three statements and not five."
)


def last_action(digest: Digest) -> Section | None:
    """Say what became of the last action, and how many have had no word for eight weeks.

    Where trust fell, say also why less is asked, and where nothing was promised that too.
    """
    said = [] if digest.last_action is None else [shorten(digest.last_action.outcome, 300)]
    if (silent := digest.silent_actions) > 0:
        which = "One action has" if silent == 1 else f"{silent} actions have"
        said.append(f"{which} had no word for eight weeks.")
    if digest.has_lost_trust:
        said = [*(said or ["Nothing yet."]), _LESS_IS_ASKED]
    return one_line("What was promised", " ".join(said)) if said else None
