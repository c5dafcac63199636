"""What went well since the last digest."""

from typing import Final

from bot.digests.domain import Digest
from bot.digests.sections.brief import longest_that_fits
from bot.digests.sections.section import Section, one_line, shorten

_LEAD: Final = "Went well"
_LONGEST: Final = 200


def wins(digest: Digest) -> Section | None:
    """Repeat the newest win, and say how many more there were."""
    if not digest.wins:
        return None
    sentence, rest = digest.wins[-1].sentence, _rest(len(digest.wins) - 1)

    def quote(most: int) -> str:
        return f"“{shorten(sentence, most)}”{rest}"

    text, brief = quote(_LONGEST), longest_that_fits(_LEAD, quote, most=_LONGEST)
    return one_line(_LEAD, text, shorter=(brief,) if brief != text else ())


def _rest(more: int) -> str:
    if more == 0:
        return ""
    return f", and {more} more" if more > 1 else ", and one more"
