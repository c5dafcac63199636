"""A digest as plain text, for a terminal or a mail."""

from collections.abc import Sequence

from bot.digests.domain import Digest
from bot.digests.sections import Section


def title(digest: Digest) -> str:
    """Return what stands above a digest."""
    who = "its teams stand together" if digest.is_of_parent else "the team stands"
    return f"{digest.team_name}: where {who}, {digest.made_on:%B %Y}"


def as_text(digest: Digest, sections: Sequence[Section]) -> str:
    """Return a digest in lines."""
    lines = [title(digest), ""]
    for section in sections:
        for line in section.lines:
            link = f" {line.url}" if line.url else ""
            lines.append(f"{line.lead}: {line.text}{link}" if line.lead else f"{line.text}{link}")
    return "\n".join(lines)
