"""What the pulse shows on App Home."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.day_service import DayService
from bot.delivery.domain import DeliveryState
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.home import HomePart, Order
from bot.surveys.domain import Summary
from bot.surveys.messages import overview as messages
from bot.surveys.messages.places import SheetKey
from bot.surveys.overview import Overview
from bot.surveys.overview_service import OverviewService


class SurveyHome:
    """What somebody's Home shows of the teams that ask them."""

    def __init__(self, overviews: OverviewService, days: DayService) -> None:
        self._overviews = overviews
        self._days = days

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """The parts, of which leads see one more."""
        return (
            HomePart("waiting", Order.WAITING, self.build_waiting),
            # Below the digest, which stands first where there is one.
            HomePart("summary", Order.DIGEST + 5, self.build_latest),
            HomePart("leading", Order.LEADING, self.build_leading),
        )

    def build_waiting(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return which sheets take answers."""
        return messages.waiting(self._overviews.list_overviews(user_id=user_id))

    def build_latest(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return what each team showed last."""
        overviews = self._overviews.list_overviews(user_id=user_id)
        shown = [self._find_shown(overview, user_id) for overview in overviews]
        return [block for summary in shown if summary for block in messages.latest(summary)]

    def build_leading(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return where the rounds stand of the teams that somebody leads."""
        led = [o for o in self._overviews.list_overviews(user_id=user_id) if o.leads]
        if not led:
            return ()
        shown = [blocks.header("Teams you lead")]
        for overview in led:
            shown += messages.leading(overview, shown=self._find_shown(overview, user_id))
        return shown

    def _find_shown(self, overview: Overview, user_id: str) -> Summary | None:
        """Return the last summary once it was sent: to the channel, or to this very person.

        So a lead reads nothing here that the team was not sent first.
        """
        summary = overview.latest
        if summary is None:
            return None
        for address in (summary.channel_id, user_id):
            message = self._days.find_message_of(SheetKey.of(summary.round, address).dump_summary())
            if message is not None and message.state is DeliveryState.SENT:
                return summary
        return None
