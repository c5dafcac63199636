"""A lead begins a handover that was proposed, or says that it isn't to be."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.handover import before_places as places
from bot.handover import handover_messages
from bot.handover.handover_service import HandoverService
from bot.handover.proposals.service import ProposalService

Body = dict[str, Any]


class ProposalListeners:
    """What leads do about proposals; starting opens the form that every handover begins with."""

    def __init__(
        self,
        proposals: ProposalService,
        handovers: HandoverService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._proposals = proposals
        self._handovers = handovers
        self._drawing = drawing
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(places.START)(self.start_pressed)
        app.action(places.NOT_NOW)(self.not_now_pressed)

    def start_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the form that sets a last day."""
        by, now = body["user"]["id"], self._clock.now()
        proposal_id = places.read_row(action.get("value"))
        found = self._proposals.require(proposal_id=proposal_id, by=by, now=now)
        outlook = self._handovers.preview(
            owner_id=found.proposal.owner_id,
            last_day=found.last_day,
            by=by,
            now=now,
            only_model_id=found.proposal.model_id,
        )
        ack()
        form = handover_messages.date_form(outlook, by=by)
        client.views_open(trigger_id=body["trigger_id"], view=form)

    def not_now_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store that it isn't to be."""
        by, container = body["user"]["id"], body["container"]
        proposal_id = places.read_row(action.get("value"))
        self._proposals.decline(proposal_id=proposal_id, by=by, now=self._clock.now())
        ack()
        self._wake()
        self._drawing.show_pressed(
            client, user_id=by, channel=container["channel_id"], ts=container["message_ts"]
        )
