"""What went well since the last digest."""

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, one_line, shorten

_LONGEST, _SHORTEST = 200, 58


def wins(digest: Digest) -> Section | None:
    """Repeat the newest win, and say how many more there were."""
    if not digest.wins:
        return None
    sentence, rest = digest.wins[-1].sentence, _rest(len(digest.wins) - 1)
    text, brief = (f"“{shorten(sentence, most)}”{rest}" for most in (_LONGEST, _SHORTEST))
    return one_line("Went well", text, shorter=(brief,) if brief != text else ())


def _rest(more: int) -> str:
    if more == 0:
        return ""
    return f", and {more} more" if more > 1 else ", and one more"
