"""What went well since the last digest."""

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, one_line, shorten


def wins(digest: Digest) -> Section | None:
    """Repeat the newest win, and say how many more there were."""
    if not digest.wins:
        return None
    text = f"“{shorten(digest.wins[-1].sentence, 200)}”"
    if (more := len(digest.wins) - 1) > 0:
        text += f", and {more} more" if more > 1 else ", and one more"
    return one_line("Went well", text)
