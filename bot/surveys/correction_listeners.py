"""Somebody says what their own comment shows, where the bot read it otherwise."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.surveys.answer_service import AnswerService
from bot.surveys.comment_reading import NO_ANTI_PATTERN, CommentReader
from bot.surveys.domain import AnswerError
from bot.surveys.messages import correcting
from bot.surveys.messages.commenting import CommentForm
from bot.surveys.messages.places import ItemPlace
from bot.surveys.redrawing import Redrawing

Body = dict[str, Any]


class CorrectionListeners:
    """What people do about what their comments were read as; it is stored before it is acked."""

    def __init__(self, answers: AnswerService, reader: CommentReader, redrawing: Redrawing) -> None:
        self._answers = answers
        self._reader = reader
        self._redrawing = redrawing

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(correcting.CORRECT)(self.correct_pressed)
        app.view(correcting.CORRECTED)(self.correction_submitted)

    def correct_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form."""
        place = ItemPlace.load(action.get("value", ""))
        own = self._answers.get_own_answer(item_id=place.item_id, user_id=body["user"]["id"])
        ack()
        container = body["container"]
        form = CommentForm(place, container["channel_id"], container["message_ts"])
        read = self._reader.read(own.comment or "", own.correction)
        view = correcting.correcting_form(own, read, self._reader.list_kinds(), form)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def correction_submitted(self, ack: Ack, body: Body, view: Body, client: WebClient) -> None:
        """Store what the author says, then show that it is stored.

        Raises:
            AnswerError: it is nothing that a comment can show.

        """
        form, kind = correcting.read_correcting_form(view)
        if kind not in {NO_ANTI_PATTERN, *(known.id for known in self._reader.list_kinds())}:
            raise AnswerError("That wasn't stored: there is no such anti-pattern any more.")
        user_id = body["user"]["id"]
        self._answers.correct_comment(item_id=form.place.item_id, user_id=user_id, correction=kind)
        ack()
        self._redrawing.ask(client, form.place.round_id, user_id, (form.channel, form.ts))
