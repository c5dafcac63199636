"""A lead changed a team's name or times, paused it, or moved its next round."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.clock import Clock
from bot.people.service import PeopleService
from bot.slack import blocks
from bot.slack.commands import Invocation, Subcommand
from bot.surveys.messages import timetable as messages
from bot.surveys.timetable import Timetable, TimetableError
from bot.surveys.timetables.service import TimetableService
from bot.teams.domain import FieldError, TeamError
from bot.teams.messages.following import NOT_IN_A_CHANNEL
from bot.teams.redrawing import Redraws

Body = dict[str, Any]


class TimetableListeners:
    """What people do about when their team is asked; everybody sees it, leads change it."""

    def __init__(
        self,
        timetables: TimetableService,
        people: PeopleService,
        redraws: Redraws,
        clock: Clock,
        wake: Callable[[], None],
        changed: Callable[[str], None],
    ) -> None:
        """Take what there is to do; `changed` has somebody's Home shown anew."""
        self._timetables = timetables
        self._people = people
        self._redraws = redraws
        self._clock = clock
        self._wake = wake
        self._changed = changed

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "team",
                "team [pause WEEKS | resume | move DAY]",
                "See when this channel's team is asked; as a lead, change its name and times, "
                "pause it, or move a round",
                self.team_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.action(messages.OPEN_SETTINGS)(self.settings_opened)
        app.view(messages.SETTINGS)(self.settings_submitted)
        app.action(messages.OPEN_PAUSE)(self.pause_opened)
        app.view(messages.PAUSE)(self.pause_submitted)
        app.action(messages.RESUME)(self.resume_pressed)
        app.action(messages.OPEN_MOVE)(self.move_opened)
        app.view(messages.MOVE)(self.move_submitted)

    def team_typed(self, invocation: Invocation) -> None:
        """Show how the team stands, or do what a lead typed.

        Raises:
            TeamError: this is no channel, or one without a team, or the person does not lead it.
            TimetableError: it cannot be done, or isn't understood.

        """
        if not invocation.is_in_channel:
            raise TeamError(NOT_IN_A_CHANNEL)
        found = self._timetables.find_in(channel_id=invocation.channel_id)
        what, _, rest = invocation.words.strip().partition(" ")
        if not what:
            self._show(invocation, found)
            return
        team_id, user_id, now = found.roster.team.id, invocation.user_id, self._clock.now()
        match what.lower():
            case "pause":
                weeks, until = messages.read_pause_words(rest)
                done = self._timetables.pause(
                    team_id=team_id, user_id=user_id, weeks=weeks, until=until, now=now
                )
            case "resume":
                done = self._timetables.resume(team_id=team_id, user_id=user_id, now=now)
            case "move":
                weekday = messages.read_weekday(rest)
                done = self._timetables.move_next(
                    team_id=team_id, user_id=user_id, weekday=weekday, now=now
                )
            case _:
                raise TimetableError(messages.HOW_TO)
        invocation.reply(messages.stored(done))
        self._follow(done)

    def _show(self, invocation: Invocation, found: Timetable) -> None:
        said = messages.standing(found)
        if invocation.user_id not in found.roster.leads:
            invocation.reply(said)
            return
        invocation.show(said, [blocks.section(said), messages.buttons(found)])

    def settings_opened(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form of a team's name and times for a lead."""
        found = self._find(body, action)
        own = self._people.get_times(user_id=body["user"]["id"]).zone
        ack()
        form = messages.settings_form(found, own_zone=own)
        client.views_open(trigger_id=body["trigger_id"], view=form)

    def settings_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Store a team's name and times, then close the form with what follows."""
        team_id, name, pulse = messages.read_settings_form(view)
        before = self._timetables.get_timetable(team_id=team_id).roster
        try:
            done = self._timetables.change_settings(
                team_id=team_id,
                user_id=body["user"]["id"],
                name=name,
                pulse=pulse,
                now=self._clock.now(),
            )
        except FieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=messages.stored_form(done))
        if done.roster.team.pulse != before.team.pulse:
            # What they were told of the team names its day and hour.
            people = {membership.user_id for membership in done.roster.memberships}
            self._redraws.owe_of_team(team_id, sorted(people))
        self._follow(done)

    def pause_opened(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form of a pause for a lead."""
        form = messages.pause_form(self._find(body, action))
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form)

    def pause_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Pause a team, then close the form with what follows."""
        team_id, weeks = messages.read_pause_form(view)
        try:
            done = self._timetables.pause(
                team_id=team_id, user_id=body["user"]["id"], weeks=weeks, now=self._clock.now()
            )
        except TimetableError as error:
            ack(response_action="errors", errors={"weeks": str(error)})
            return
        ack(response_action="update", view=messages.stored_form(done))
        self._follow(done)

    def resume_pressed(self, ack: Ack, body: Body, action: Body) -> None:
        """End a team's pause."""
        done = self._timetables.resume(
            team_id=messages.read_team(action.get("value")),
            user_id=body["user"]["id"],
            now=self._clock.now(),
        )
        ack()
        self._follow(done)

    def move_opened(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Open the form that asks a lead to which day the next round goes."""
        form = messages.move_form(self._find(body, action))
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form)

    def move_submitted(self, ack: Ack, view: Body, body: Body) -> None:
        """Move a team's next round, then close the form with what follows."""
        team_id, weekday = messages.read_move_form(view)
        try:
            done = self._timetables.move_next(
                team_id=team_id, user_id=body["user"]["id"], weekday=weekday, now=self._clock.now()
            )
        except TimetableError as error:
            ack(response_action="errors", errors={"weekday": str(error)})
            return
        ack(response_action="update", view=messages.stored_form(done))
        self._follow(done)

    def _find(self, body: Body, action: Body) -> Timetable:
        return self._timetables.get_for_lead(
            team_id=messages.read_team(action.get("value")), user_id=body["user"]["id"]
        )

    def _follow(self, done: Timetable) -> None:
        """Have the channel told, and open Homes say how the team stands."""
        for person in done.roster.participants:
            self._changed(person.user_id)
        self._wake()
