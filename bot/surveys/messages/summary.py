"""What a week showed: the same words for the team and its leads."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape
from bot.surveys.domain import WEEKS_OPEN, Item, ReleasedItem, Summary
from bot.surveys.messages.fear import what_is_feared
from bot.teams.domain import MOST_IN_OPEN_ROUNDS

_UNSCORED: Final = "Closed, since nobody scored them:"
_NO_LONGER_OPEN: Final = (
    "It began as an open round. By its close not everybody who was asked still agreed, so it "
    "isn't shown as one."
)


def _held(summary: Summary) -> str:
    return (
        f"Still open, because fewer than {summary.threshold} members have scored them (leads don't "
        "count). Up to three at a time stand below the next statements, the oldest first:"
    )


def _unshown(summary: Summary) -> str:
    here = " here" if summary.counts_in_parent else ""
    said = (
        f"Closed without being shown{here}: within {WEEKS_OPEN} weeks fewer than "
        f"{summary.threshold} members scored them. Their answers are deleted unseen"
    )
    if not summary.counts_in_parent:
        return f"{said}:"
    return (
        f"{said}; what they add up to is kept, without names, until the average over several teams "
        "is decided:"
    )


def summary(summary: Summary) -> Message:
    """Return what a week showed: the same words for the team and its leads."""
    title = f"{summary.team_name}, {week(summary.round.week)}"
    if summary.is_shown_open:
        title += ": open round"
    shown: list[Block] = [blocks.header(title)]
    shown += [blocks.section(_figure(released, summary)) for released in summary.released]
    if not summary.released:
        shown.append(blocks.section(_why_none(summary)))
    if summary.feared is not None:
        shown.append(blocks.section(what_is_feared(summary.feared)))
    shown += _listed(_held(summary), summary.held)
    shown += _listed(_unshown(summary), [item for item in summary.unshown if not item.is_open])
    shown += _listed(_UNSCORED, [item for item in summary.unshown if item.is_open])
    shown.append(blocks.context(_about(summary)))
    return Message(escape(title), tuple(shown))


def _about(summary: Summary) -> str:
    if summary.is_shown_open:
        return (
            "Open round: averages from 1 to 5 of however many answers, leads' among them. They "
            "aren't anonymous: with so few, colleagues can work out who said what. Team and leads "
            "see the same. Whoever is asked can withdraw: `/mlops open`."
        )
    about = (
        f"Averages from 1 to 5, of {summary.threshold}+ members' answers and any leads'. Team and "
        "leads see the same. Who said what is not kept."
    )
    return f"{_NO_LONGER_OPEN} {about}" if summary.round.is_open else about


def _why_none(summary: Summary) -> str:
    """Say that there is no average, and to a team too small for any what its leads can do."""
    said = "No average can be shown this week."
    if summary.members >= summary.threshold or summary.round.is_open:
        return said
    said += (
        f" It takes the scores of {summary.threshold} members besides the leads, and "
        f"{summary.members} were asked. A lead can"
    )
    if summary.members <= MOST_IN_OPEN_ROUNDS:
        said += (
            " ask everybody for averages that aren't anonymous (`/mlops open` in the team's "
            "channel), or"
        )
    return (
        f"{said} have this team and other small ones shown together (`/mlops parent` in another "
        "channel)."
    )


def _figure(released: ReleasedItem, summary: Summary) -> str:
    return (
        f"*{released.mean}*  {escape(released.item.text)}\n"
        f"{escape(released.words)} · {_how_many(released.count, summary)}"
    )


def _how_many(count: int | None, summary: Summary) -> str:
    if count is None:
        return f"{summary.threshold}+ answers"
    return "1 answer" if count == 1 else f"{count} answers"


def _listed(reason: str, items: Sequence[Item]) -> list[Block]:
    if not items:
        return []
    return [blocks.section("\n".join([reason, *(f"• {escape(item.text)}" for item in items)]))]


def week(monday: date) -> str:
    """Return a week as people name it."""
    return f"week of {monday.day} {monday:%B %Y}"
