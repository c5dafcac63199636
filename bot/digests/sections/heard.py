"""What comments were most about, in bands of people and never in anybody's words."""

from bot.digests.domain import Digest, HeardLine
from bot.digests.sections.section import Section, one_line, shorten


def heard(digest: Digest) -> Section | None:
    """Name the anti-pattern or theme that most people wrote about."""
    line = digest.heard
    if line is None or line.band < digest.threshold:
        return None
    what = "a theme of your own" if line.is_theme else "an anti-pattern"
    text = f"{shorten(line.name, 80)}, {what}, from {line.band}+ people in twelve weeks"
    return one_line("Heard most", f"{text}{_before(line, digest.threshold)}.")


def _before(line: HeardLine, threshold: int) -> str:
    if line.before < threshold:
        return ""  # Fewer than the threshold, or none: which of the two is nobody's business.
    if line.before == line.band:
        return ", as in the twelve before"
    return f" ({line.before}+ in the twelve before)"
