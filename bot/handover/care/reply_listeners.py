"""An owner mends their card: they answer what it left open, or say what is so now."""

from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.handover.cards.lints import has_secret
from bot.handover.care import reply_messages as messages
from bot.handover.care.reply_messages import Mending
from bot.handover.care.reply_service import ReplyService

Body = dict[str, Any]

_STALE_AFTER: Final = timedelta(weeks=4)
"""Older messages have scrolled away; their buttons say by themselves what is answered."""


class ReplyListeners:
    """What owners do about their cards; `changed` has somebody's Home shown anew."""

    def __init__(
        self,
        replies: ReplyService,
        deliveries: DeliveryService,
        clock: Clock,
        wake: Callable[[], None],
        changed: Callable[[str], None],
    ) -> None:
        self._replies = replies
        self._deliveries = deliveries
        self._clock = clock
        self._wake = wake
        self._changed = changed

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(messages.MEND)(self.mend_pressed)
        app.view(messages.MENDED)(self.mended)

    def mend_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Show the form in which an owner mends a section."""
        mending = Mending.load(action.get("value"))
        lack = self._replies.get_lack(
            model_id=mending.model_id,
            section_id=mending.section_id,
            question_id=mending.question_id,
            by=body["user"]["id"],
            now=self._clock.now(),
        )
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=messages.mend_form(lack))

    def mended(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what an owner wrote; secrets are refused."""
        mending, by = Mending.load(view["private_metadata"]), body["user"]["id"]
        section_id, words = messages.read_mending(view["state"]["values"], mending)
        if has_secret(words):
            ack(response_action="errors", errors=messages.refused())
            return
        self._replies.reply(
            model_id=mending.model_id,
            section_id=section_id,
            question_id=mending.question_id,
            text=words,
            by=by,
            now=self._clock.now(),
            is_added=mending.is_added,
        )
        ack(response_action="update", view=messages.mended())
        self._show_anew(by)
        self._changed(by)
        self._wake()

    def _show_anew(self, by: str) -> None:
        """Have the messages that asked for it say what is still lacking."""
        now = self._clock.now()
        self._deliveries.owe_redraws_of(
            [messages.reply_key(by, "")],
            to=by,
            since=now - _STALE_AFTER,
            at=now,
            name=f"mended:{token_hex(4)}",
        )
