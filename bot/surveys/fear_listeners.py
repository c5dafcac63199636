"""Somebody chose the model that they would least like to be paged for."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.surveys.fears.answer_service import FearAnswerService
from bot.surveys.messages.fear import FEAR, read_choice
from bot.surveys.redrawing import Redrawing

Body = dict[str, Any]


class FearListeners:
    """What members do with the fear question: it commits first and acknowledges then."""

    def __init__(self, fears: FearAnswerService, redrawing: Redrawing, clock: Clock) -> None:
        self._fears = fears
        self._redrawing = redrawing
        self._clock = clock

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(FEAR)(self.model_chosen)

    def model_chosen(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store a choice, then show that it is stored."""
        chosen = action.get("selected_option") or {}
        round_id, question_id, choice = read_choice(chosen.get("value"))
        user_id = body["user"]["id"]
        self._fears.record_choice(
            question_id=question_id, user_id=user_id, choice=choice, now=self._clock.now()
        )
        ack()
        container = body["container"]
        place = (container["channel_id"], container["message_ts"])
        self._redrawing.ask(client, round_id, user_id, place)
