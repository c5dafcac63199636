"""Shows a person's messages of the pulse as they are stored, after they pressed on one of them."""

from datetime import timedelta
from functools import partial
from http.client import HTTPException
from secrets import token_hex

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.delivery.drawing import STORED_NOT_DRAWN, Drawing
from bot.delivery.service import DeliveryService
from bot.errors import OurFaultError
from bot.logs import get_logger
from bot.slack.redraw_queue import RedrawQueue
from bot.slack.refusals import asked_to_wait
from bot.surveys.closing import owe_closing_redraws
from bot.surveys.messages.places import SheetKey
from bot.surveys.service import SurveyService

_log = get_logger(__name__)

Place = tuple[str, str]
"""Channel and timestamp of a message."""


class Redrawing:
    """Draws after a press, in threads of its own and quick presses together."""

    def __init__(
        self,
        surveys: SurveyService,
        deliveries: DeliveryService,
        days: DayService,
        drawing: Drawing,
        queue: RedrawQueue,
        clock: Clock,
    ) -> None:
        self._surveys = surveys
        self._deliveries = deliveries
        self._days = days
        self._drawing = drawing
        self._queue = queue
        self._clock = clock

    def ask(self, client: WebClient, round_id: int, user_id: str, place: Place) -> None:
        """Have the message on which somebody pressed shown as it is by then."""
        self._queue.ask(place, partial(self._draw, client, round_id, user_id, place))

    def _draw(
        self, client: WebClient, round_id: int, user_id: str, place: Place
    ) -> timedelta | None:
        """Draw, or return how long Slack asks to wait before that.

        The answer is committed: no failure of drawing may say that it is not.
        """
        try:
            is_drawn = self._draw_or_raise(client, round_id, user_id, place)
        except SlackApiError as error:
            if (pause := asked_to_wait(error)) is not None:
                return pause
            is_drawn = _not_drawn(error)
        except (OurFaultError, OSError, HTTPException) as error:
            is_drawn = _not_drawn(error)
        if not is_drawn:
            _say_it_is_stored(client, place, user_id)
        return None

    def _draw_or_raise(self, client: WebClient, round_id: int, user_id: str, place: Place) -> bool:
        channel, ts = place
        try:
            if not self._drawing.redraw_pressed(client, user_id=user_id, channel=channel, ts=ts):
                return False
            self._draw_above(client, round_id, user_id, ts)
            return True
        finally:
            self._take_scores_off_again(round_id)

    def _draw_above(self, client: WebClient, round_id: int, user_id: str, ts: str) -> None:
        """Show the sheet itself as it is now where somebody pressed on a reminder below it."""
        key = SheetKey.of(self._surveys.get_round(round_id=round_id), user_id).dump()
        original = self._days.find_message_of(key)
        if original is not None and original.ts not in (None, ts):
            self._drawing.redraw(client, key)

    def _take_scores_off_again(self, round_id: int) -> None:
        """Rewrite the sheets once more if their week ended while one of them was being drawn.

        Otherwise a late drawing would outlast the rewriting that takes the scores off it.
        """
        summary = self._surveys.find_summary(round_id=round_id)
        if summary is not None:
            name = f"closed:{token_hex(4)}"
            owe_closing_redraws(self._deliveries, summary, name=name, at=self._clock.now())


def _not_drawn(error: Exception) -> bool:
    _log.warning("sheet_not_drawn", reason=type(error).__name__)
    return False


def _say_it_is_stored(client: WebClient, place: Place, user_id: str) -> None:
    """Say so in words where the message could not be drawn; if that fails too, it is logged."""
    channel, _ = place
    try:
        client.chat_postEphemeral(channel=channel, user=user_id, text=STORED_NOT_DRAWN)
    except (SlackApiError, OSError, HTTPException) as error:
        _log.warning("storing_not_confirmed", reason=type(error).__name__)
