"""Has the messages of a week drawn anew once it is over, so that no answer stays on them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from secrets import token_hex

from bot.clock import Clock
from bot.delivery.domain import Delivery
from bot.delivery.service import DeliveryService
from bot.surveys.domain import Summary
from bot.surveys.messages.places import REMINDER, SHEET, SheetKey
from bot.surveys.plan_service import PlanService
from bot.surveys.service import SurveyService


def owe_closing_redraws(
    deliveries: DeliveryService, summary: Summary, *, name: str, at: datetime
) -> None:
    """Owe that each sheet is drawn anew, and that reminders are withdrawn.

    For everybody who was asked, answered or not: a row of one person's would say who pressed.

    Args:
        deliveries: where it is owed.
        summary: the week that is over.
        name: the occasion, which is owed once.
        at: when.

    """
    places = [SheetKey.of(summary.round, user_id) for user_id in summary.asked]
    sheets = [(place.dump(), place.user_id) for place in places]
    reminders = [(key, place.user_id) for place in places for key in place.dump_reminders()]
    deliveries.owe_redraws(sheets, at=at, name=name)
    deliveries.owe_redraws(reminders, at=at, name=name, is_conditional=True)


class ClosingWatch:
    """Has sheets drawn once more if their week ends while a message with one of them is drawn.

    Otherwise a late drawing, of whichever button's press and in whichever process, would outlast
    the rewriting that takes the scores off it.
    """

    def __init__(
        self, surveys: SurveyService, plans: PlanService, deliveries: DeliveryService, clock: Clock
    ) -> None:
        self._surveys = surveys
        self._plans = plans
        self._deliveries = deliveries
        self._clock = clock

    @contextmanager
    def __call__(self, parts: Sequence[Delivery]) -> Iterator[None]:
        """Watch the weeks of these parts that have not ended before the drawing begins."""
        keys = [part.key for part in parts if part.key.partition(":")[0] in (SHEET, REMINDER)]
        places = [SheetKey.load(key) for key in keys]
        weeks = {(place.team_id, place.week) for place in places}
        open_rounds = self._plans.list_open_rounds(weeks=weeks) if weeks else ()
        try:
            yield
        finally:
            for round_id in open_rounds:
                self._draw_again_if_closed(round_id)

    def _draw_again_if_closed(self, round_id: int) -> None:
        summary = self._surveys.find_summary(round_id=round_id)
        if summary is not None:
            name = f"closed:{token_hex(4)}"
            owe_closing_redraws(self._deliveries, summary, name=name, at=self._clock.now())
