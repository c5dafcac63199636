"""What the figures are made of, and with which settings."""

from typing import Final

from bot.digests.domain import Digest
from bot.digests.sections.section import Line, Section

HOW_IT_WORKS: Final = (
    "Each new visit to a practice counts for about a third; older answers fade with a half-life "
    "of six to seven weeks, and teams with few answers stay nearer the overall average."
)


def footer(digest: Digest) -> Section | None:
    """Name the threshold and the version."""
    text = (
        f"From 1 to 5, with 90% ranges; only of statements that {digest.threshold}+ members "
        f"scored. Estimator {digest.version}. Team and leads see the same."
    )
    return Section((Line("", text),), is_small=True)
