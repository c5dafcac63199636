"""What became of what leads last set out to do."""

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, one_line, shorten


def last_action(digest: Digest) -> Section | None:
    """Say what became of the last action, and how many have had no word for eight weeks."""
    said = [] if digest.last_action is None else [shorten(digest.last_action.outcome, 300)]
    if (silent := digest.silent_actions) > 0:
        which = "One action has" if silent == 1 else f"{silent} actions have"
        said.append(f"{which} had no word for eight weeks.")
    return one_line("What was promised", " ".join(said)) if said else None
