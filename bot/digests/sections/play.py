"""One thing to do, from the playbook."""

from bot.digests.domain import Digest
from bot.digests.sections.section import Section, one_line, shorten


def play(digest: Digest) -> Section | None:
    """Suggest one page, and say why this one."""
    if (page := digest.play) is None:
        return None
    title, summary = shorten(page.title, 80), shorten(page.summary, 200)
    text = f"{title}. {summary}" if summary else f"{title}."
    return one_line(f"One play, {page.reason}", text, url=page.url)
