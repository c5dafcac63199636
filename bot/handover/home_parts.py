"""What App Home shows of models: to those who own some, and to those who lead their teams."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.handover.cards.sections import SECTIONS
from bot.handover.care.reply_messages import lack_blocks
from bot.handover.care.reply_service import list_lacks, rank
from bot.handover.cases import Case
from bot.handover.desk import Desk
from bot.handover.figures import Filled
from bot.handover.lead_messages import short_lead_blocks
from bot.handover.outlooks import Outlook
from bot.handover.standings import stand
from bot.handover.trace_messages import stored_traces
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.home import HomePart, Order
from bot.slack.mrkdwn import escape

_MOST: Final = 8


class ModelHome:
    """What somebody's Home shows of models; nothing, where none concerns them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """The parts, of which leads see one more."""
        return (
            HomePart("models", Order.ACTIONS + 5, self.build_owned),
            HomePart("led models", Order.LEADING + 5, self.build_led),
            HomePart("stored models", Order.STORED + 2, self.build_stored),
        )

    def build_owned(self, user_id: str, now: datetime) -> Sequence[Block]:
        """Return how far somebody's cards are, when they are asked next, and what cards lack."""
        cases = self._desk.cases.list_of(user_id, now=now)
        if not cases:
            return ()
        lines = [_line(case, now=now) for case in cases[:_MOST]]
        if len(cases) > _MOST:
            lines.append(f"… and {len(cases) - _MOST} more: `/mlops models`")
        shown = [blocks.header("Your models"), blocks.section("\n".join(lines))]
        outlook = self._desk.handovers.find_outlook(owner_id=user_id, now=now)
        if outlook is not None and (words := _next_session(outlook, now=now)):
            shown.append(blocks.section(words))
        lacks = rank([lack for case in cases for lack in list_lacks(case, now=now)])
        return [*shown, *lack_blocks(lacks)]

    def build_led(self, user_id: str, now: datetime) -> Sequence[Block]:
        """Return how the models stand of the teams that somebody leads."""
        view = self._desk.lead_views.find_view(viewer=user_id, now=now)
        return () if view is None else short_lead_blocks(view)

    def build_stored(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return where somebody's name stands in models, cards and handovers."""
        return stored_traces(self._desk.traces.find_traces(user_id=user_id))


def _line(case: Case, *, now: datetime) -> str:
    standing = stand(case, now=now)
    how = [standing.filled.get(section.id, Filled.EMPTY) for section in SECTIONS]
    still_open = how.count(Filled.EMPTY) + how.count(Filled.UNKNOWN)
    unread = how.count(Filled.ANSWERED)
    parts = [f"documented {standing.documented.accepted}%"]
    if still_open:
        parts.append(f"{still_open} of {len(SECTIONS)} sections open")
    if unread:
        parts.append(f"{unread} answered and unread")
    return f"• *{escape(case.model.title[:60])}*: {', '.join(parts)}"


def _next_session(outlook: Outlook, *, now: datetime) -> str:
    coming = [each for each in outlook.plan.sessions if each.day >= now.date()]
    if not coming:
        return ""
    count = len(coming[0].questions)
    noun = "question" if count == 1 else "questions"
    return f"Next session: {coming[0].day:%A %d %B}, {count} {noun}."
