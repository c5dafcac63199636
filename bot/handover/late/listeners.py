"""A lead did something about a handover that is late: moved a session, or suggested a call."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.handover import handover_places as places
from bot.handover.handover_places import Key
from bot.handover.late import messages
from bot.handover.late.service import LateService
from bot.handover.rules.states import UNDER_WAY, HandoverError
from bot.slack import inputs
from bot.slack.alone import show_alone
from bot.slack.blocks import section
from bot.slack.mrkdwn import mentions

Body = dict[str, Any]


class LateListeners:
    """What leads do when time runs out, besides choosing a successor and carrying the risk."""

    def __init__(
        self,
        late: LateService,
        deliveries: DeliveryService,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._late = late
        self._deliveries = deliveries
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.MOVE)(self.move_pressed)
        app.view(places.MOVED)(self.move_submitted)
        app.action(places.CALL)(self.call_pressed)

    def move_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Ask a lead for the day of the next session."""
        now = self._clock.now()
        outlook = self._late.require_led(
            leaving_id=places.read_leaving(action.get("value")), by=body["user"]["id"], now=now
        )
        ack()
        form = messages.move_form(outlook, initial=now.date() + timedelta(days=1))
        client.views_open(trigger_id=body["trigger_id"], view=form)

    def move_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store the day of the next session."""
        typed = inputs.read_text(view["state"]["values"], "day")
        day = date.fromisoformat(typed) if typed else self._clock.now().date()
        try:
            outlook = self._late.move_session(
                leaving_id=places.read_leaving(view["private_metadata"]),
                day=day,
                by=body["user"]["id"],
                now=self._clock.now(),
            )
        except HandoverError as error:
            ack(response_action="errors", errors={"day": str(error)})
            return
        ack(response_action="update", view=messages.session_moved(outlook, day))
        self._wake()

    def call_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Have owner and successors told that a call would help, in their message of the day.

        Raises:
            HandoverError: nobody is named who could take it over.

        """
        leaving_id, by = places.read_leaving(action.get("value")), body["user"]["id"]
        now = self._clock.now()
        outlook = self._late.require_led(leaving_id=leaving_id, by=by, now=now)
        successors = [
            case.handover.successor_id
            for case in outlook.cases
            if case.handover.successor_id is not None and case.handover.state in UNDER_WAY
        ]
        if not successors:
            raise HandoverError("Choose a successor first, so that there are two to sit together.")
        told = tuple(dict.fromkeys((outlook.owner_id, *successors)))
        turn = now.toordinal()
        self._deliveries.owe_all(
            [owed(Key(places.PAIR, leaving_id, turn, u).dump(), to=u, at=now) for u in told]
        )
        ack()
        text = f"Stored. {mentions(told)} are told in their next message of the day."
        show_alone(respond, client, user_id=by, text=text, blocks=[section(text)])
        self._wake()
