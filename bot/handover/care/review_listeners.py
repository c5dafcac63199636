"""Somebody who reads a card said that a section is right, or that it has changed."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.handover.care import review_messages as messages
from bot.handover.care.review_service import ReviewService
from bot.handover.domain import ModelError
from bot.handover.model_messages import REVIEWER, cannot_own, read_model
from bot.handover.reviews import Said
from bot.slack import people
from bot.slack.alone import show_alone
from bot.slack.blocks import section
from bot.slack.mrkdwn import escape, mention

Body = dict[str, Any]


class ReviewListeners:
    """What readers of cards do; each press is about one section."""

    def __init__(
        self,
        reviews: ReviewService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._reviews = reviews
        self._drawing = drawing
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(messages.RIGHT)(self.right_pressed)
        app.action(messages.CHANGED)(self.changed_pressed)
        app.action(messages.READ)(self.read_pressed)
        app.action(REVIEWER)(self.reviewer_chosen)

    def right_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store that a section is right as it stands."""
        self._say(ack, body, action, client, Said.RIGHT)

    def changed_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store that a section isn't so, or not any more."""
        self._say(ack, body, action, client, Said.CHANGED)

    def read_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show all of a section that is too long for a message."""
        asked = self._reviews.get_asked(
            review_id=messages.read_review(action.get("value")),
            by=body["user"]["id"],
            now=self._clock.now(),
        )
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=messages.whole(asked))

    def _say(self, ack: Ack, body: Body, action: Body, client: WebClient, said: Said) -> None:
        user_id = body["user"]["id"]
        self._reviews.say(
            review_id=messages.read_review(action.get("value")),
            by=user_id,
            said=said,
            now=self._clock.now(),
        )
        ack()
        self._wake()
        container = body["container"]
        self._drawing.show_pressed(
            client, user_id=user_id, channel=container["channel_id"], ts=container["message_ts"]
        )

    def reviewer_chosen(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Store who reads a model's card where it has no successor.

        Raises:
            ModelError: nobody was chosen, or somebody who can't be asked.

        """
        model_id = read_model(str(action.get("block_id")).removeprefix("reviewer."))
        chosen, by = action.get("selected_user"), body["user"]["id"]
        if not chosen:
            raise ModelError("Nobody was chosen, so nothing changed.")
        person = people.look_up_one(client, chosen)
        if not person.can_take_part:
            raise ModelError(cannot_own(person))
        case = self._reviews.name_reviewer(
            model_id=model_id, user_id=chosen, by=by, now=self._clock.now()
        )
        ack()
        text = (
            f"Stored. {mention(chosen)} reads what *{escape(case.model.title[:60])}*'s card says."
        )
        show_alone(respond, client, user_id=by, text=text, blocks=[section(text)])
        self._wake()
