"""Somebody said when they work, or wants to be left alone for a while."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.people import messages
from bot.people.domain import TimesError
from bot.people.service import PeopleService
from bot.slack import people
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.slack.forms import open_form

Body = dict[str, Any]


class PeopleListeners:
    """What people do about the times at which they are written to."""

    def __init__(
        self, people: PeopleService, days: DayService, clock: Clock, wake: Callable[[], None]
    ) -> None:
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

    def times_typed(self, invocation: Invocation) -> None:
        """Open the form at once, since the trigger lives three seconds, and fill it after."""
        open_form(
            invocation,
            self._form_for,
            title=messages.TITLE,
            name="times",
            about="your time zone",
        )

    def _form_for(self, invocation: Invocation) -> Block:
        person = people.look_up_one(invocation.client, invocation.user_id)
        self._people.learn_zones(zones={person.user_id: person.zone})
        return messages.times_form(self._people.get_times(user_id=invocation.user_id))

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
