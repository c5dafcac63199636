"""The one practice that moved, or that nothing clearly changed, which is a result."""

from bot.digests.domain import Digest, Row
from bot.digests.sections.section import Section, listed, one_line
from bot.digests.sections.verdicts import VERDICTS
from bot.surveys.trend.domain import Verdict

_LEAD = "What moved"


def mover(digest: Digest) -> Section:
    """Say what moved most, what moved as a whole, or that nothing did."""
    if digest.mover is not None:
        return one_line(_LEAD, _moved(digest.mover))
    changed = tuple(
        f"{row.name.lower()} {VERDICTS[row.verdict]}" for row in digest.dimensions if row.has_moved
    )
    if changed:
        names = listed(changed)
        said = f"{names[0].upper()}{names[1:]}"
        return one_line(_LEAD, f"{said}, and no one practice stands out.", shorter=(f"{said}.",))
    verdicts = set(digest.verdicts.values())
    if verdicts == {Verdict.BASELINE}:
        return one_line(_LEAD, "Too early to say: comparing begins after twelve weeks of answers.")
    if Verdict.NO_CLEAR_CHANGE not in verdicts:
        return one_line(_LEAD, "Too few answers to say. More of you answering is what would help.")
    return one_line(
        "Nothing clearly changed", "That is the result: no ups and downs made of noise."
    )


def _moved(row: Row) -> str:
    return (
        f"{row.name}, from {row.before.value} to {row.now.value} ({row.now.range}): "
        f"{VERDICTS[row.verdict]}."
    )
