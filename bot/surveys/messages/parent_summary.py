"""What a parent showed at its hour: the same words for all its teams and leads."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape
from bot.surveys.domain import ReleasedItem
from bot.surveys.messages.summary import week
from bot.surveys.parents import ParentSummary
from bot.teams.domain import FEWEST_TO_SHOW

PARENT_SUMMARY: Final = "parentsummary"
"""How the keys of these summaries begin."""

_LONGEST_SECTION: Final = 2_800


def parent_summary(summary: ParentSummary) -> Message:
    """Return what a parent showed."""
    title = f"{summary.parent.name}: its teams together"
    shown: list[Block] = [blocks.header(title)]
    for wave, released in groupby(summary.released, key=lambda each: each.item.wave):
        shown.append(blocks.context(f"Statements of the {week(wave)}"))
        shown += [blocks.section(text) for text in _in_sections(map(_figure, released))]
    if not summary.released:
        shown.append(blocks.section("No average over these teams can be shown this time."))
    if summary.hidden:
        shown.append(blocks.context(_hidden(summary.hidden)))
    shown.append(
        blocks.context(
            f"Averages from 1 to 5 over the teams that count here, of {_fewest(summary)}+ members' "
            "answers and any leads'. All these teams and the leads see the same. Once a month the "
            "parent's leads get a digest of these averages; `/mlops digest` shows you the same. "
            "Who said what is not kept."
        )
    )
    return Message(escape(title), tuple(shown))


def summary_key(summary: ParentSummary, address: str) -> str:
    """Return the delivery key of a summary to a person or channel."""
    return f"{PARENT_SUMMARY}:{summary.parent.id}:{summary.id}:{address}"


def read_summary_key(key: str) -> tuple[int, int]:
    """Return the parent and the summary of a delivery key."""
    _, parent_id, summary_id, *_ = key.split(":")
    return int(parent_id), int(summary_id)


def _figure(released: ReleasedItem) -> str:
    return (
        f"*{released.mean}*  {escape(released.item.text)}\n"
        f"{escape(released.words)} · {released.threshold}+ answers"
    )


def _fewest(summary: ParentSummary) -> int:
    """Return how many members stand behind each of these averages at least."""
    return min((each.threshold for each in summary.released), default=FEWEST_TO_SHOW)


def _hidden(count: int) -> str:
    """Say why something is missing, without saying which team it is about."""
    which, them = ("statement is", "it") if count == 1 else ("statements are", "them")
    return (
        f"{count} more {which} not shown here, now or later: only one team or too few members "
        f"scored {them}, or the average would have given away a team too "
        "small to be shown alone."
    )


def _in_sections(texts: Iterator[str]) -> Iterator[str]:
    """Join texts into as few sections as hold them."""
    gathered = ""
    for text in texts:
        if gathered and len(gathered) + len(text) > _LONGEST_SECTION:
            yield gathered
            gathered = ""
        gathered = f"{gathered}\n{text}" if gathered else text
    if gathered:
        yield gathered
