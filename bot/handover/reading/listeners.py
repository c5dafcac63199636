"""Somebody wants to read a card."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.handover import handover_places as places
from bot.handover.cards.sections import find_section
from bot.handover.reading import messages
from bot.handover.reading.service import ReadingService
from bot.handover.rules.states import HandoverError
from bot.slack.blocks import Block

Body = dict[str, Any]


class ReadingListeners:
    """Shows cards where somebody pressed, above the form that they have open, if one is."""

    def __init__(self, readings: ReadingService, clock: Clock) -> None:
        self._readings = readings
        self._clock = clock

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.CARD)(self.card_pressed)
        app.action(places.CARD_SECTION)(self.section_pressed)

    def card_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show a whole card."""
        reading = self._readings.read(
            model_id=places.read_model(action.get("value")),
            by=body["user"]["id"],
            now=self._clock.now(),
        )
        ack()
        _show(client, body, messages.card_page(reading))

    def section_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show all of one section.

        Raises:
            HandoverError: cards have no such section.

        """
        model_id, section_id = places.read_section(action.get("value"))
        section = find_section(section_id)
        if section is None:
            raise HandoverError("This version of the bot knows no such section of a card.")
        by, now = body["user"]["id"], self._clock.now()
        reading = self._readings.read(model_id=model_id, by=by, now=now)
        ack()
        _show(client, body, messages.section_page(reading, section))


def _show(client: WebClient, body: Body, view: Block) -> None:
    show = client.views_push if "view" in body else client.views_open
    show(trigger_id=body["trigger_id"], view=view)
