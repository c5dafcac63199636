"""What the figures are made of, and with which settings."""

from typing import Final

from bot.digests.domain import Digest
from bot.digests.sections.section import Line, Section
from bot.surveys.trend.domain import Basis

HOW_IT_WORKS: Final = (
    "A released average counts as the practice's level made harder or easier by its statement and "
    "by who was missing that week; each new one moves the estimate by as much as it is surer than "
    "what was known, so older ones fade and teams with few answers stay nearer the middle. "
    "“Improved” means that, beside twelve weeks earlier, a rise is at least 95% likely and at "
    "least 0.15 steps large; it stands while a rise stays 85% likely."
)
"""In the words of docs/trend.md."""

NAMED_WHEN: Final = (
    "In teams of ten and more, two weeks running must show it. A practice is named only in the "
    "direction its dimension is named in, or where its own direction is 99.5% likely, or where the "
    "team had said that it would change it (then 95% will do, for twelve weeks). Nothing is named "
    "in the first twelve weeks, nor where fewer than 60% of those asked in the last four weeks "
    "scored."
)
"""The rest of the rule, in the words of docs/trend.md as far as it has them."""

NAMED_OVER_TEAMS: Final = (
    "Where ten people and more are asked, two weeks running must show it. A practice is named only "
    "in the direction its dimension is named in, or where its own direction is 99.5% likely. "
    "Nothing is named in the first twelve weeks. How many stand behind a figure is not kept, so "
    "each counts as of no more people than it takes to show it, and ranges are wide."
)
"""The same of a parent's teams together."""


def named_when(digest: Digest) -> str:
    """Return the rest of the rule by which a digest names what changed."""
    return NAMED_OVER_TEAMS if digest.is_of_parent else NAMED_WHEN


_OPEN: Final = "everybody asked agreed to see averages of any number of answers"


def footer(digest: Digest) -> Section:
    """Name the threshold and the version."""
    text = (
        f"From 1 to 5, with 90% ranges; only of {_made_of(digest)}. Estimator {digest.version}. "
        f"{'Teams' if digest.is_of_parent else 'Team'} and leads see the same."
    )
    return Section((Line("", text),), is_small=True)


def _made_of(digest: Digest) -> str:
    """Say how many people stand behind the figures; open rounds promise no number."""
    held = f"statements that {digest.threshold}+ members scored"
    if digest.is_of_parent:
        return (
            f"figures of {digest.threshold}+ members each from these teams' summaries together, "
            "and of no team's own"
        )
    if digest.basis is Basis.OPEN:
        return f"open rounds, where {_OPEN}"
    if digest.basis is Basis.BOTH:
        return f"{held}, and of open rounds, where {_OPEN}"
    return held
