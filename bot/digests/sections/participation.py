"""How many took part, so coarse that it names nobody."""

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, one_line


def participation(digest: Digest) -> Section | None:
    """Say how many of those asked gave a score in the last four weeks."""
    if digest.participation is None:
        return None
    text = f"{digest.participation} of those asked, over the last four weeks."
    if digest.held:
        waiting = "One statement waits" if digest.held == 1 else f"{digest.held} statements wait"
        text += f" {waiting} for a fifth member's score."
    return one_line("Answers", f"{text[0].upper()}{text[1:]}")
