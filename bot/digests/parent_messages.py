"""What people see of a parent's digest in Slack: the same as of a team's, but nothing to decide."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.delivery.domain import Message, Picture
from bot.digests.kept import ParentKept
from bot.digests.messages import body, chart_of, first_steps, small_print, work_of
from bot.digests.plain_text import title
from bot.digests.sections import compose
from bot.playbook.domain import Page
from bot.playbook.messages.places import READ, dump_section
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape
from bot.teams.family import Parent

PARENT_DIGEST: Final = "parentdigest"
"""How the keys of these digests begin."""

PARENT_WORK: Final = "digest.parent_work"


def parent_digest_key(digest_id: int, user_id: str) -> str:
    """Return the delivery key of a parent's digest to one of its leads."""
    return f"{PARENT_DIGEST}:{digest_id}:{user_id}"


def read_parent_digest_key(key: str) -> int:
    """Return the digest of a delivery key."""
    return int(key.split(":")[1])


def parent_digest_message(
    kept: ParentKept, page: Page | None, pictured: Callable[[ParentKept], Picture]
) -> Message:
    """Return a parent's digest as it was stored.

    Args:
        kept: the digest.
        page: the play that it names.
        pictured: says what stands in for its chart where a workspace does not take charts.

    """
    sections = compose(kept.digest)
    charts, pictures = chart_of(kept, pictured)
    shown = (*body(kept.digest, sections), *charts, _row(kept, page), small_print(sections))
    first = sections[0].lines[0]
    text = escape(f"{title(kept.digest)}. {first.lead}: {first.text}")
    return Message(text, shown, pictures)


def parent_at_home(kept: ParentKept, page: Page | None) -> list[Block]:
    """Return a parent's digest as the Home of its leads has it, without a chart."""
    sections = compose(kept.digest)
    return [*body(kept.digest, sections), _row(kept, page), small_print(sections)]


def parent_work(kept: ParentKept) -> Block:
    """Return the modal that shows what a parent's digest is made of."""
    return work_of(kept.digest)


def _row(kept: ParentKept, page: Page | None) -> Block:
    buttons = [blocks.button("Show the work", action_id=PARENT_WORK, value=str(kept.id))]
    if page is not None and kept.digest.play is not None and kept.digest.play.url is None:
        value = dump_section(page, first_steps(page))
        buttons.append(blocks.button("Read the play", action_id=READ, value=value))
    return blocks.actions(buttons, block_id=f"{PARENT_DIGEST}.{kept.id}")


def none_of_parents_yet(parents: Sequence[Parent]) -> str:
    """Say when the first digest over several teams comes."""
    names = " and ".join(f"*{escape(parent.name)}*" for parent in parents)
    return (
        f"{names}: no digest over these teams yet. The first comes with a month's first summary, "
        "once about four weeks have averages to show and each team has been shown its own digest."
    )
