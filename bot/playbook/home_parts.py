"""Somebody asked the playbook on App Home; the answer comes as one in direct messages."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.domain import Message
from bot.playbook.cards import CardSource, note_open
from bot.playbook.messages import home as messages
from bot.playbook.messages.answer import Place, reply
from bot.playbook.messages.card import card_note, card_reply
from bot.playbook.messages.places import Links
from bot.playbook.service import PlaybookService
from bot.slack.blocks import Block
from bot.slack.home import HomePart, Order
from bot.slack.posting import post

Body = dict[str, Any]


class AskHome:
    """The box on everybody's Home."""

    def __init__(
        self,
        playbook: PlaybookService,
        links: Links,
        clock: Clock,
        changed: Callable[[str], None],
        cards: CardSource,
    ) -> None:
        """Take what answers; `changed` has somebody's Home shown anew."""
        self._playbook = playbook
        self._cards = cards
        self._links = links
        self._clock = clock
        self._changed = changed
        # Only how often each person has asked here since the bot began: it names their box.
        self._asked: dict[str, int] = {}

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """The box."""
        return (HomePart("ask", Order.ASK, self.build_box),)

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(messages.ASKED)(self.question_sent)

    def build_box(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return an empty box."""
        asked = self._asked.get(user_id, 0)
        return messages.box(asked, is_answered=asked > 0)

    def question_sent(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Answer in direct messages, as if it had been written there."""
        ack()
        user_id, text = body["user"]["id"], " ".join((action.get("value") or "").split())
        if (answer := self._answer(text, user_id)) is not None:
            shown = (messages.you_asked(text), *answer.blocks)
            post(client, channel=user_id, text=answer.text, blocks=shown)
        self._asked[user_id] = self._asked.get(user_id, 0) + 1
        self._changed(user_id)

    def _answer(self, text: str, user_id: str) -> Message | None:
        now = self._clock.now()
        found = self._cards.search(text, asker=user_id, is_public=False)
        if found is not None and found.is_answered:
            return card_reply(text, found, is_alone=False)
        asked = self._playbook.ask(text=text, now=now)
        if asked is None:
            return None
        is_covered = asked.answer.is_answered
        told = note_open(self._cards, found, text, asker=user_id, is_covered=is_covered, now=now)
        return reply(asked, self._links, place=Place.DIRECT, note=card_note(told))
