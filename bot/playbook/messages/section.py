"""A whole section, for one person, where the pages have no address."""

from collections.abc import Iterator
from typing import Final

from bot.delivery.domain import Message
from bot.playbook.domain import Page, Section
from bot.playbook.messages.places import READ_OTHER, Links, dump_section, name_section, shorten
from bot.playbook.messages.quoting import in_parts, pointed, whole
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape

NOT_THERE: Final = (
    "This section isn't in the playbook any more: the page has changed since. Ask again."
)
CUT: Final = "The section goes on; it is too long to be shown in Slack as a whole."
_LONGEST_PART: Final = 8_000
_MOST_PARTS: Final = 4
"""What somebody's press can be answered with is five messages; one is left over."""
_MOST_OPTIONS: Final = 40
_LONGEST_OPTION: Final = 75
_LONGEST_ID: Final = 255
_LONGEST_LIST: Final = 500


def whole_section(page: Page, section: Section, links: Links) -> tuple[Message, ...]:
    """Return a section, in as many messages as it takes, and a list of the page's others."""
    name = escape(name_section(page, section))
    everything = pointed(whole(section.blocks), page, links)
    parts = in_parts(everything, most=_LONGEST_PART) or ["…"]
    first, *rest = parts[:_MOST_PARTS]
    shown = [[blocks.section(f"*{name}*"), blocks.markdown(first)]]
    shown += [[blocks.markdown(part)] for part in rest]
    if len(parts) > _MOST_PARTS:
        shown[-1].append(blocks.context(CUT))
    shown[-1] += _others(page, section)
    return tuple(Message(name, tuple(part)) for part in shown)


def _others(page: Page, section: Section) -> Iterator[Block]:
    others = [other for other in page.sections if other.anchor != section.anchor]
    if not others:
        return
    # The option's value is too short for every anchor, so the block says which page it is.
    options = [
        blocks.option(shorten(other.heading, _LONGEST_OPTION) or "…", str(number))
        for number, other in enumerate(page.sections)
        if other in others
    ]
    block_id = dump_section(page, section)
    if len(block_id) <= _LONGEST_ID:
        picker = blocks.choice(
            READ_OTHER, options[:_MOST_OPTIONS], placeholder="Other sections of this page"
        )
        yield blocks.actions([picker], block_id=block_id)
        return
    yield blocks.context(
        "Also on this page: "
        + escape(shorten("; ".join(other.heading for other in others), _LONGEST_LIST))
    )
