"""What comments were most about, in bands of people and never in anybody's words."""

from typing import Final

from bot.digests.domain import Digest, HeardLine
from bot.digests.sections.brief import cut
from bot.digests.sections.section import Section, one_line, shorten

_LEAD: Final = "Heard most"


def heard(digest: Digest) -> Section | None:
    """Name the anti-pattern or theme that most people wrote about."""
    line = digest.heard
    if line is None or line.band < digest.threshold:
        return None
    what = "a theme of your own" if line.is_theme else "an anti-pattern"
    text = f"{shorten(line.name, 80)}, {what}, from {line.band}+ people in twelve weeks"
    before = f" ({line.before}+ before)" if line.before >= digest.threshold else ""
    brief = f"{line.band}+ people{before}: {shorten(line.name, 80)}"
    return one_line(
        _LEAD, f"{text}{_before(line, digest.threshold)}.", shorter=(cut(_LEAD, brief),)
    )


def _before(line: HeardLine, threshold: int) -> str:
    if line.before < threshold:
        return ""  # Fewer than the threshold, or none: which of the two is nobody's business.
    if line.before == line.band:
        return ", as in the twelve before"
    return f" ({line.before}+ in the twelve before)"
