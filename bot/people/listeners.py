"""Somebody said when they work, or wants to be left alone for a while."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.people import messages
from bot.people.domain import TimesError
from bot.people.service import PeopleService
from bot.slack import people
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.slack.forms import Opener, Press, open_form
from bot.slack.home import HomePart, Order

Body = dict[str, Any]


class PeopleListeners:
    """What people do about the times at which they are written to."""

    def __init__(
        self,
        people: PeopleService,
        days: DayService,
        clock: Clock,
        wake: Callable[[], None],
        changed: Callable[[str], None],
    ) -> None:
        """Take what there is to do; `changed` has somebody's Home shown anew."""
        self._changed = changed
        self._people = people
        self._days = days
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this feature adds to `/mlops`."""
        return (
            Subcommand(
                "times", "times", "Set when you work, and when your pulse comes", self.times_typed
            ),
            Subcommand(
                "pause",
                "pause until DATE",
                "Have nothing come to you before a day, such as 2026-12-24",
                self.pause_typed,
            ),
            Subcommand("resume", "resume", "End your pause", self.resume_typed),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(messages.TIMES)(self.times_submitted)
        app.action(messages.OPEN_TIMES)(self.times_opened)
        app.action(messages.OPEN_PAUSE)(self.pause_opened)
        app.view(messages.PAUSE)(self.pause_submitted)
        app.action(messages.RESUME)(self.resume_pressed)

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """What this shows on App Home."""
        return (HomePart("settings", Order.SETTINGS, self.build_settings),)

    def build_settings(self, user_id: str, now: datetime) -> Sequence[Block]:
        """Return somebody's times, and the buttons that change them."""
        times = self._people.get_times(user_id=user_id)
        return messages.settings(times, today=times.day_of(now))

    def pause_opened(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Open the form that asks until when."""
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=messages.pause_form())

    def pause_submitted(self, ack: Ack, body: Body, view: Body) -> None:
        """Leave somebody alone until the day they chose."""
        user_id = body["user"]["id"]
        try:
            until = self._people.pause(
                user_id=user_id, words=messages.read_pause_form(view), now=self._clock.now()
            )
        except TimesError as error:
            ack(response_action="errors", errors={"until": str(error)})
            return
        ack(response_action="update", view=messages.pause_kept(until))
        self._changed(user_id)

    def resume_pressed(self, ack: Ack, body: Body) -> None:
        """Write to somebody again."""
        user_id = body["user"]["id"]
        self._people.resume(user_id=user_id)
        ack()
        self._days.look_again(user_id)
        self._changed(user_id)
        self._wake()

    def times_typed(self, invocation: Invocation) -> None:
        """Open the form at once, since the trigger lives three seconds, and fill it after."""
        self._open_times(invocation)

    def times_opened(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Open the same form for somebody who pressed for it on their Home."""
        ack()
        self._open_times(Press(body["user"]["id"], body["trigger_id"], client))

    def _open_times(self, opener: Opener) -> None:
        open_form(
            opener, self._form_for, title=messages.TITLE, name="times", about="your time zone"
        )

    def _form_for(self, opener: Opener) -> Block:
        person = people.look_up_one(opener.client, opener.user_id)
        self._people.learn_zones(zones={person.user_id: person.zone})
        return messages.times_form(self._people.get_times(user_id=opener.user_id))

    def times_submitted(self, ack: Ack, body: Body, view: Body) -> None:
        """Store the times, then close the form with how they stand."""
        user_id = body["user"]["id"]
        before = self._people.get_times(user_id=user_id)
        try:
            times = messages.read_times_form(view, before, today=before.day_of(self._clock.now()))
            self._people.change_times(user_id=user_id, times=times)
        except TimesError as error:
            ack(response_action="errors", errors={error.field or "weekdays": str(error)})
            return
        self._days.look_again(user_id)
        ack(response_action="update", view=messages.times_kept(times))
        self._changed(user_id)
        self._wake()

    def pause_typed(self, invocation: Invocation) -> None:
        """Leave somebody alone until a day."""
        until = self._people.pause(
            user_id=invocation.user_id, words=invocation.words, now=self._clock.now()
        )
        invocation.reply(messages.paused(until))

    def resume_typed(self, invocation: Invocation) -> None:
        """Write to somebody again."""
        before = self._people.resume(user_id=invocation.user_id)
        self._days.look_again(invocation.user_id)
        invocation.reply(messages.resumed(before))
        self._wake()
