"""The weakest dimension and its verdict: never an average, which would hide it."""

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, listed, one_line
from bot.digests.sections.verdicts import VERDICTS


def headline(digest: Digest) -> Section:
    """Say which side is the weakest, and which others are too close to it to tell apart."""
    weakest = digest.weakest_row
    close = tuple(
        row.name.lower()
        for row in digest.dimensions
        if row is not weakest and row.now.tenths <= weakest.now.high
    )
    lead = f"{weakest.name} is the weakest side"
    stands = f"{weakest.now.value} of 5, {VERDICTS[weakest.verdict]}."
    if not close:
        return one_line(lead, stands)
    verb, others = "is" if len(close) == 1 else "are", listed(close).capitalize()
    shorter = (
        f"{stands} {others} may be as low.",
        f"{weakest.now.value} of 5. {others} may be as low.",
    )
    return one_line(lead, f"{stands} {others} {verb} too close to it to rank.", shorter=shorter)
