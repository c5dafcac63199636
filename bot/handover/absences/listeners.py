"""Somebody who stood in for an owner says what they could not answer."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.handover import before_places as places
from bot.handover.absences import messages
from bot.handover.absences.service import AbsenceService
from bot.handover.cards.lints import has_secret
from bot.handover.proof.messages import said
from bot.handover.service import ModelService

Body = dict[str, Any]


class AbsenceListeners:
    """What deputies do once an owner is back."""

    def __init__(
        self,
        absences: AbsenceService,
        models: ModelService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._absences = absences
        self._models = models
        self._drawing = drawing
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.AWAY)(self.write_pressed)
        app.action(places.AWAY_NOTHING)(self.nothing_pressed)
        app.view(places.AWAY_WRITTEN)(self.gaps_submitted)

    def write_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the form to somebody who stood in."""
        absence_id = places.read_row(action.get("value"))
        absence = self._absences.require(absence_id=absence_id, by=body["user"]["id"])
        model = self._models.get_model(model_id=absence.model_id)
        ack()
        view = messages.away_form(absence, model)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def gaps_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what they could not answer."""
        text = messages.read_gaps_form(view["state"]["values"])
        if has_secret(text):
            words = "This looks like a secret, so nothing was stored. Write where it is kept."
            ack(response_action="errors", errors=messages.refused(words))
            return
        absence = self._absences.record(
            absence_id=places.read_row(view["private_metadata"]),
            by=body["user"]["id"],
            text=text,
            now=self._clock.now(),
        )
        model = self._models.get_model(model_id=absence.model_id)
        ack(response_action="update", view=said(messages.TITLE, messages.stored(absence, model)))
        self._wake()

    def nothing_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store that everything could be answered."""
        by, container = body["user"]["id"], body["container"]
        absence_id = places.read_row(action.get("value"))
        self._absences.record(absence_id=absence_id, by=by, text="", now=self._clock.now())
        ack()
        self._wake()
        self._drawing.show_pressed(
            client, user_id=by, channel=container["channel_id"], ts=container["message_ts"]
        )
