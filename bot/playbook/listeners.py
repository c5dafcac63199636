"""Somebody asked the playbook: by command, by mention, or by direct message."""

from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any, Final

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.domain import Message
from bot.delivery.service import DeliveryService
from bot.logs import get_logger
from bot.playbook.cards import CardFindings, CardSource, note_open
from bot.playbook.messages import feedback
from bot.playbook.messages.answer import Place, reply
from bot.playbook.messages.card import card_note, card_reply
from bot.playbook.messages.places import Links
from bot.playbook.questions import Asked, Question
from bot.playbook.service import PlaybookService
from bot.slack import blocks
from bot.slack.addressed import Addressed, find_addressed, may_be_from_elsewhere
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.slack.metadata import find_delivery
from bot.slack.mrkdwn import plain_words
from bot.slack.people import look_up_one
from bot.slack.posting import post

_log = get_logger(__name__)

Body = dict[str, Any]

_SAID: Final = frozenset({None, "file_share", "thread_broadcast"})
"""The kinds of message that somebody wrote; the others tell of edits, joins and the like."""


class AskListeners:
    """What people ask, and where they are answered."""

    def __init__(
        self,
        playbook: PlaybookService,
        deliveries: DeliveryService,
        links: Links,
        clock: Clock,
        list_leads: Callable[[str], tuple[str, ...]],
        cards: CardSource,
    ) -> None:
        self._playbook = playbook
        self._deliveries = deliveries
        self._links = links
        self._clock = clock
        self._list_leads = list_leads
        self._cards = cards

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this feature adds to `/mlops`."""
        return (
            Subcommand(
                "ask", "ask QUESTION", "Have the playbook answer, for you alone", self.ask_typed
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.event("app_mention")(self.bot_mentioned)
        app.event("message")(self.message_written)

    def ask_typed(self, invocation: Invocation) -> None:
        """Answer for the asker alone."""
        words = plain_words(invocation.words)
        is_direct = invocation.channel_id.startswith("D")
        found = self._cards.search(words, asker=invocation.user_id, is_public=False)
        if found is not None and found.is_answered:
            shown = card_reply(words, found, is_alone=not is_direct)
            invocation.show(shown.text, shown.blocks)
            return
        asked = self._playbook.ask(
            text=words,
            now=self._clock.now(),
            place=invocation.channel_id if is_direct else None,
        )
        if asked is None:  # Only an act that Slack may tell twice is answered once.
            return
        place = Place.DIRECT if is_direct else Place.ALONE
        leads = self._list_leads(invocation.channel_id)
        note = self._note(found, asked, asker=invocation.user_id)
        message = reply(asked, self._links, place=place, leads=leads, note=note)
        invocation.show(message.text, message.blocks)

    def bot_mentioned(self, event: Body, body: Body, client: WebClient) -> None:
        """Answer in the mention's thread; one that was edited in is new, once."""
        self._answer(event, body, client, Place.THREAD)

    def message_written(self, event: Body, body: Body, client: WebClient) -> None:
        """Answer what was written to the bot; what it hears of anything else is left alone."""
        if event.get("subtype") in _SAID:
            self._answer(event, body, client, Place.DIRECT)

    def _answer(self, event: Body, body: Body, client: WebClient, place: Place) -> None:
        to = find_addressed(body)
        if to is None:
            return
        act, now = f"said:{event['channel']}:{event['ts']}", self._clock.now()
        if may_be_from_elsewhere(body) and look_up_one(client, event["user"]).is_stranger:
            if self._playbook.claim(act=act, now=now):
                said = feedback.words(feedback.STRANGER)
                post(
                    client,
                    channel=to.channel,
                    thread_ts=to.thread_ts,
                    text=said.text,
                    blocks=said.blocks,
                )
            return
        words = plain_words(event.get("text") or "")
        found = self._cards.search(words, asker=event["user"], is_public=place is Place.THREAD)
        if found is not None and found.is_answered:
            if self._playbook.claim(act=act, now=now):
                self._post(client, event, to, None, card_reply(words, found, is_alone=False))
            return
        asked = self._playbook.ask(text=words, now=now, place=to.place, act=act)
        if asked is None:
            return
        note = self._note(found, asked, asker=event["user"])
        message = reply(asked, self._links, place=place, note=note)
        self._post(client, event, to, asked.question, message)

    def _note(self, found: CardFindings | None, asked: Asked, *, asker: str) -> Block | None:
        """Say that a model's card leaves open what its asker wanted of that very model."""
        return card_note(
            note_open(
                self._cards,
                found,
                asked.text,
                asker=asker,
                is_covered=asked.answer.is_answered,
                now=self._clock.now(),
            )
        )

    def _post(
        self,
        client: WebClient,
        event: Body,
        to: Addressed,
        question: Question | None,
        message: Message,
    ) -> None:
        """Post an answer; where Slack does not take it, it is owed."""
        key = f"answer:{event['channel']}:{event['ts']}"
        try:
            ts = _post_once(client, event, to, message, key=key)
        except (SlackApiError, OSError, HTTPException) as error:
            _log.warning("answer_not_posted", reason=type(error).__name__)
            self._owe(key, event["user"], to, message)
            return
        if question is not None and to.thread_ts is None:
            # Whoever answers below our answer opens a thread of their own.
            place = Addressed(to.channel, ts).place
            self._playbook.remember_place(
                question_id=question.id, place=place, now=self._clock.now()
            )

    def _owe(self, key: str, user_id: str, to: Addressed, message: Message) -> None:
        """Have an answer come later: into direct messages as soon as Slack takes it again.

        For who mentioned the bot in a channel it comes with the message of their day.
        """
        is_direct = to.channel.startswith("D")
        shown = (blocks.section(feedback.TOO_LATE if is_direct else feedback.NOT_POSTED),)
        self._deliveries.owe(
            key,
            to=to.channel if is_direct else user_id,
            message=Message(message.text, (*shown, *message.blocks)),
            at=self._clock.now(),
        )


def _post_once(client: WebClient, event: Body, to: Addressed, message: Message, *, key: str) -> str:
    """Post an answer and return its timestamp; where Slack's reply was lost, look for it."""
    try:
        return post(
            client,
            channel=to.channel,
            thread_ts=to.thread_ts,
            text=message.text,
            blocks=message.blocks,
            key=key,
        ).ts
    except (OSError, HTTPException):
        since = datetime.fromtimestamp(float(event["ts"]), UTC)
        found = find_delivery(
            client, channel=to.channel, key=key, since=since, thread_ts=to.thread_ts
        )
        if found is None:
            raise
        return found
