"""Has the messages of a week drawn anew once it is over, so that no answer stays on them."""

from datetime import datetime

from bot.delivery.service import DeliveryService
from bot.surveys.domain import Summary
from bot.surveys.messages.places import SheetKey


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
    keys = [
        (key, place.user_id) for place in places for key in (place.dump(), *place.dump_reminders())
    ]
    deliveries.owe_redraws(keys, at=at, name=name)
