"""Somebody did something about actions: set one, or said whether it happened."""

from collections.abc import Callable, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.delivery.service import DeliveryService
from bot.digests import action_messages as messages
from bot.digests.action_places import (
    ADD_WORDS,
    DECLARED,
    IMPROVE,
    REPLY,
    WORDED,
    ImproveButton,
    asking_keys,
    read_button,
    read_reply,
)
from bot.digests.action_service import ActionService
from bot.digests.actions import ActionError, ActionFieldError
from bot.digests.win_service import WinService
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.slack.home import HomePart, Order
from bot.teams.messages.following import NOT_IN_A_CHANNEL

Body = dict[str, Any]

_MOST_SHOWN: Final = 8
"""How many actions App Home shows of each kind."""


class ActionListeners:
    """What people do about actions; leads set them, owners answer for them."""

    def __init__(
        self,
        actions: ActionService,
        wins: WinService,
        deliveries: DeliveryService,
        drawing: Drawing,
        clock: Clock,
        wake: Callable[[], None],
        changed: Callable[[str], None],
    ) -> None:
        """Take what there is to do; `changed` has somebody's Home shown anew."""
        self._actions = actions
        self._wins = wins
        self._deliveries = deliveries
        self._drawing = drawing
        self._clock = clock
        self._wake = wake
        self._changed = changed

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "improve",
                "improve",
                "As a lead, tell the team what you will improve, and have it checked",
                self.improve_typed,
            ),
        )

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """What this shows on App Home."""
        return (
            HomePart("actions", Order.ACTIONS, self.build_home),
            HomePart("stored actions", Order.STORED + 1, self.build_stored),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(IMPROVE)(self.improve_pressed)
        app.view(DECLARED)(self.declared)
        app.action(REPLY)(self.reply_pressed)
        app.action(ADD_WORDS)(self.add_words_pressed)
        app.view(WORDED)(self.words_submitted)

    def improve_typed(self, invocation: Invocation) -> None:
        """Open the form for a lead of the channel's team.

        Raises:
            ActionError: this is no channel, it has no team, or they don't lead it.

        """
        if not invocation.is_in_channel:
            raise ActionError(NOT_IN_A_CHANNEL)
        view = self._form(invocation.user_id, ImproveButton(""), invocation.channel_id)
        invocation.client.views_open(trigger_id=invocation.trigger_id, view=view)

    def improve_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form for a lead who pressed *We'll improve this*."""
        ack()
        channel_id = (body.get("channel") or {}).get("id", "")
        view = self._form(body["user"]["id"], ImproveButton.load(action.get("value")), channel_id)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def _form(self, user_id: str, button: ImproveButton, channel_id: str) -> Block:
        roster = self._actions.get_led_team(
            user_id=user_id, team_id=button.team_id, channel_id=channel_id
        )
        practices = self._actions.practices
        is_known = button.practice in {practice.id for practice in practices}
        check_on = (
            self._actions.plan_check(practice=button.practice, roster=roster, now=self._clock.now())
            if is_known
            else None
        )
        return messages.form(
            roster, practices, owner_id=user_id, practice_id=button.practice, check_on=check_on
        )

    def declared(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what a lead sets out to do, then say what follows."""
        team_id, plan = messages.read_form(view)
        user_id = body["user"]["id"]
        try:
            told = self._actions.declare_action(
                team_id=team_id, user_id=user_id, plan=plan, now=self._clock.now()
            )
        except ActionFieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=messages.declared(told))
        self._show_anew(told.action.id, user_id, told.action.owner_id)

    def reply_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Store whether it happened, then show it where it was pressed."""
        action_id, user_id = read_button(action.get("value")), body["user"]["id"]
        try:
            self._actions.record_reply(
                action_id=action_id,
                user_id=user_id,
                reply=read_reply(action["action_id"]),
                now=self._clock.now(),
            )
        except ActionError:
            self._show_anew(action_id, user_id)  # It is out of date, and would be pressed again.
            raise
        ack()
        container = body["container"]
        if container["type"] == "message":
            channel, ts = container["channel_id"], container["message_ts"]
            self._drawing.show_pressed(client, user_id=user_id, channel=channel, ts=ts)
            self._changed(user_id)
        else:
            self._show_anew(action_id, user_id)

    def add_words_pressed(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form in which an owner adds a sentence."""
        ack()
        told = self._actions.get_told(action_id=read_button(action.get("value")))
        if told.action.owner_id != body["user"]["id"]:
            raise ActionError("Somebody else sees to this by now, so there is nothing to add.")
        client.views_open(trigger_id=body["trigger_id"], view=messages.words_form(told))

    def words_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store what an owner adds."""
        action_id, words = messages.read_words_form(view)
        user_id = body["user"]["id"]
        try:
            self._actions.record_words(
                action_id=action_id, user_id=user_id, words=words, now=self._clock.now()
            )
        except ActionFieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=messages.words_stored())
        self._show_anew(action_id, user_id)

    def _show_anew(self, action_id: int, *user_ids: str) -> None:
        """Have what asks these people, and their Home, say what is so now."""
        for user_id in dict.fromkeys(user_ids):
            self._deliveries.owe_redraws_of(
                asking_keys(action_id),
                to=user_id,
                at=self._clock.now(),
                name=f"answered:{token_hex(4)}",
            )
            self._changed(user_id)
        self._wake()

    def build_home(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return the actions that somebody sees to, and a lead the others of their teams."""
        own = self._actions.list_open_of(user_id=user_id)
        others = [
            told
            for told in self._actions.list_open_in_led(user_id=user_id)
            if told.action.owner_id != user_id
        ]
        if not own and not others:
            return ()
        shown: list[Block] = [blocks.header("Set out to improve")]
        for told in own[:_MOST_SHOWN]:
            shown += [blocks.section(messages.line(told)), *messages.ask(told)]
        shown += [blocks.section(messages.line(told)) for told in others[:_MOST_SHOWN]]
        left = len(own[_MOST_SHOWN:]) + len(others[_MOST_SHOWN:])
        if left:
            shown.append(blocks.context(f"And {left} more."))
        return shown

    def build_stored(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return how many actions and wins carry somebody's name."""
        count = self._actions.count_named(user_id=user_id)
        wins = len(self._wins.list_of(user_id=user_id))
        return (blocks.context(messages.stored_with_name(count, wins)),)
