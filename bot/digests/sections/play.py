"""One thing to do, from the playbook."""

from bot.digests.domain import Digest
from bot.digests.sections.brief import cut
from bot.digests.sections.section import Section, one_line, shorten


def play(digest: Digest) -> Section | None:
    """Suggest one page, and say why this one."""
    if (page := digest.play) is None:
        return None
    lead, title = f"One play, {page.reason}", shorten(page.title, 80)
    if not page.summary:
        return one_line(lead, f"{title}.", url=page.url)
    text = f"{title}. {shorten(page.summary, 200)}"
    return one_line(lead, text, url=page.url, shorter=(cut(lead, f"{title}.", url=page.url),))
