"""Somebody did something about open rounds: asked for them, agreed, or withdrew."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.delivery.service import DeliveryService
from bot.slack.commands import Invocation, Subcommand
from bot.surveys.consents.service import ConsentService
from bot.surveys.messages import open_rounds as messages
from bot.surveys.messages.open_rounds import OpenPlace
from bot.surveys.open_rounds import (
    OpenRoundError,
    OpenStanding,
    OpenState,
    Proposal,
    check_size,
)
from bot.teams.messages.following import NOT_IN_A_CHANNEL

Body = dict[str, Any]


class ConsentListeners:
    """What people do about open rounds; leads propose them, everybody asked agrees or not."""

    def __init__(
        self,
        consents: ConsentService,
        deliveries: DeliveryService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._consents = consents
        self._deliveries = deliveries
        self._drawing = drawing
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "open",
                "open",
                "For teams of three or four: averages that aren't anonymous, if everybody agrees",
                self.open_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(messages.AGREE)(self.agree_pressed)
        app.action(messages.DONT_AGREE)(self.dont_agree_pressed)
        app.view(messages.PROPOSED)(self.proposed)
        app.view(messages.ANSWERED)(self.answered)

    def open_typed(self, invocation: Invocation) -> None:
        """Show how somebody stands; a lead can have everybody asked, and each answer or withdraw.

        Raises:
            OpenRoundError: this is no channel, or one without a team that can have open rounds.

        """
        if not invocation.is_in_channel:
            raise OpenRoundError(NOT_IN_A_CHANNEL)
        standing = self._consents.get_standing_in(
            channel_id=invocation.channel_id, user_id=invocation.user_id
        )
        if standing.can_propose:
            view = messages.propose_form(standing)
        elif standing.is_asked and (standing.can_withdraw or standing.state is OpenState.ASKED):
            view = messages.answer_form(standing)
        else:
            if standing.user_id in standing.roster.leads:
                check_size(standing.roster)
            invocation.reply(messages.words(standing))
            return
        invocation.client.views_open(trigger_id=invocation.trigger_id, view=view)

    def proposed(self, ack: Ack, view: Body, body: Body) -> None:
        """Have everybody asked, then say what happens next."""
        place = OpenPlace.load(view["private_metadata"])
        standing = self._consents.propose(team_id=place.team_id, user_id=body["user"]["id"])
        ack(response_action="update", view=messages.proposed(standing))
        self._wake()

    def answered(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what somebody chose in the form, then show how they stand."""
        place, agrees = messages.read_answer_form(view["private_metadata"])
        standing = self._answer(place, body["user"]["id"], agrees=agrees)
        ack(response_action="update", view=messages.answered(standing))
        if standing.proposal is not None:
            self._owe_redraw(standing.proposal, standing.user_id)
        self._wake()

    def agree_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody agreed to open rounds."""
        self._press(ack, body, action, client, agrees=True)

    def dont_agree_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody did not agree, or withdrew."""
        self._press(ack, body, action, client, agrees=False)

    def _press(
        self, ack: Ack, body: Body, action: Body, client: WebClient, *, agrees: bool
    ) -> None:
        user_id, container = body["user"]["id"], body["container"]
        place = OpenPlace.load(action.get("value"))
        try:
            self._answer(place, user_id, agrees=agrees)
        except OpenRoundError:
            self._owe_redraw(place, user_id)  # It is out of date, and would be pressed again.
            self._wake()
            raise
        ack()
        self._wake()
        channel, ts = container["channel_id"], container["message_ts"]
        self._drawing.show_pressed(client, user_id=user_id, channel=channel, ts=ts)

    def _answer(self, place: OpenPlace, user_id: str, *, agrees: bool) -> OpenStanding:
        return self._consents.answer(
            team_id=place.team_id, number=place.number, user_id=user_id, agrees=agrees
        )

    def _owe_redraw(self, asked: Proposal | OpenPlace, user_id: str) -> None:
        """Have the question in somebody's direct messages say what is so now."""
        key = messages.question_key(asked, user_id)
        if self._deliveries.find(key) is not None:
            name = f"answered:{token_hex(4)}"
            self._deliveries.owe_redraws([(key, user_id)], at=self._clock.now(), name=name)
