"""Shows a person's messages of the pulse as they are stored, after they pressed on one of them."""

from datetime import timedelta
from functools import partial

from slack_sdk import WebClient

from bot.delivery.day_service import DayService
from bot.delivery.drawing import NOT_DRAWN, Drawing, say_it_is_stored
from bot.slack.redraw_queue import RedrawQueue
from bot.slack.refusals import asked_to_wait
from bot.surveys.messages.places import SheetKey
from bot.surveys.service import SurveyService

Place = tuple[str, str]
"""Channel and timestamp of a message."""


class Redrawing:
    """Draws after a press, in threads of its own and quick presses together."""

    def __init__(
        self,
        surveys: SurveyService,
        days: DayService,
        drawing: Drawing,
        queue: RedrawQueue,
    ) -> None:
        self._surveys = surveys
        self._days = days
        self._drawing = drawing
        self._queue = queue

    def ask(self, client: WebClient, round_id: int, user_id: str, place: Place) -> None:
        """Have the message on which somebody pressed shown as it is by then."""
        self._queue.ask(place, partial(self._draw, client, round_id, user_id, place))

    def _draw(
        self, client: WebClient, round_id: int, user_id: str, place: Place
    ) -> timedelta | None:
        """Draw, or return how long Slack asks to wait before that.

        The answer is committed: no failure of drawing may say that it is not.
        """
        fault: Exception | None = None
        try:
            if self._draw_or_raise(client, round_id, user_id, place):
                return None
        except NOT_DRAWN as error:
            if (pause := asked_to_wait(error)) is not None:
                return pause
            fault = error
        say_it_is_stored(client, user_id=user_id, channel=place[0], fault=fault)
        return None

    def _draw_or_raise(self, client: WebClient, round_id: int, user_id: str, place: Place) -> bool:
        channel, ts = place
        if not self._drawing.redraw_pressed(client, user_id=user_id, channel=channel, ts=ts):
            return False
        self._draw_above(client, round_id, user_id, ts)
        return True

    def _draw_above(self, client: WebClient, round_id: int, user_id: str, ts: str) -> None:
        """Show the sheet itself as it is now where somebody pressed on a reminder below it."""
        key = SheetKey.of(self._surveys.get_round(round_id=round_id), user_id).dump()
        original = self._days.find_message_of(key)
        if original is not None and original.ts not in (None, ts):
            self._drawing.redraw(client, key)
