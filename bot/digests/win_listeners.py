"""Somebody told a win, or took one back."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.digests import win_messages as messages
from bot.digests.action_places import TAKE_BACK, TOLD, read_button, win_key
from bot.digests.actions import ActionError, ActionFieldError
from bot.digests.redrawing import DigestRedraws
from bot.digests.win_service import WinService
from bot.slack import blocks
from bot.slack.alone import show_alone
from bot.slack.commands import Invocation, Subcommand
from bot.slack.mrkdwn import plain_words
from bot.teams.messages.following import NOT_IN_A_CHANNEL

Body = dict[str, Any]


class WinListeners:
    """What people do about wins; everybody who takes part tells them."""

    def __init__(
        self,
        wins: WinService,
        deliveries: DeliveryService,
        digests: DigestRedraws,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._wins = wins
        self._deliveries = deliveries
        self._digests = digests
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "win",
                "win SENTENCE",
                "Tell this channel what went well, with your name",
                self.win_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(TOLD)(self.win_submitted)
        app.action(TAKE_BACK)(self.take_back_pressed)

    def win_typed(self, invocation: Invocation) -> None:
        """Store what somebody typed, or open the form where they typed nothing.

        Raises:
            ActionError: this is no channel, or one whose team they take no part in.

        """
        if not invocation.is_in_channel:
            raise ActionError(NOT_IN_A_CHANNEL)
        channel_id, user_id, now = invocation.channel_id, invocation.user_id, self._clock.now()
        sentence = plain_words(invocation.words)
        if not sentence:
            team, at = self._wins.get_place(channel_id=channel_id, user_id=user_id, now=now)
            view = messages.form(team, at)
            invocation.client.views_open(trigger_id=invocation.trigger_id, view=view)
            return
        told = self._wins.tell_win(
            channel_id=channel_id, user_id=user_id, sentence=sentence, now=now
        )
        invocation.show("Stored.", messages.stored(told))
        self._wake()

    def win_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what somebody wrote, then say who reads it when."""
        channel_id, sentence = messages.read_form(view)
        try:
            told = self._wins.tell_win(
                channel_id=channel_id,
                user_id=body["user"]["id"],
                sentence=sentence,
                now=self._clock.now(),
            )
        except ActionFieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=messages.stored_modal(told))
        self._wake()

    def take_back_pressed(
        self, ack: Ack, body: Body, action: Body, client: WebClient, respond: Respond
    ) -> None:
        """Delete somebody's own win, also from the channel and digests if it stands there."""
        win_id, user_id = read_button(action.get("value")), body["user"]["id"]
        win = self._wins.find_win(win_id=win_id)
        self._wins.take_back(win_id=win_id, user_id=user_id)
        ack()
        if win is not None:
            self._digests.owe_without(win)
        if (posted := self._deliveries.find(win_key(win_id))) is not None:
            self._deliveries.owe_redraws(
                [(posted.key, posted.address)],
                at=self._clock.now(),
                name=f"taken_back:{token_hex(4)}",
            )
        self._wake()
        if (view := body.get("view")) is not None:
            client.views_update(view_id=view["id"], view=messages.taken_back())
            return
        shown = [blocks.section(messages.TAKEN_BACK)]
        show_alone(respond, client, user_id=user_id, text=messages.TAKEN_BACK, blocks=shown)
