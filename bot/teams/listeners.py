"""Somebody did something about a team: set it up, accepted a role in it, or declined one."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.drawing import Drawing
from bot.people.service import PeopleService
from bot.slack import channels, people
from bot.slack.at_once import ask_all
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.slack.forms import open_form
from bot.slack.people import Person
from bot.teams.domain import (
    ChannelTakenError,
    FieldError,
    LastLeadError,
    Role,
    Standing,
    TeamPlan,
)
from bot.teams.messages import pausing, setting_up, standing
from bot.teams.messages.pausing import Step
from bot.teams.redrawing import Redraws
from bot.teams.service import TeamService

Body = dict[str, Any]

MOST_PREFILLED: Final = 40
"""Channels with more people than this start with an empty list of who takes part."""

MOST_NAMED: Final = 100
"""How many people one form may name; all are looked up before the form is acknowledged."""

LOOK_UP_SECONDS: Final = 1.5
"""What all look-ups before an acknowledgement may take of Slack's three seconds together."""


class TeamListeners:
    """What people do about teams."""

    def __init__(
        self,
        teams: TeamService,
        people: PeopleService,
        drawing: Drawing,
        redraws: Redraws,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._teams = teams
        self._people = people
        self._drawing = drawing
        self._redraws = redraws
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this feature adds to `/mlops`."""
        return (
            Subcommand(
                "setup", "setup", "Set up a team's weekly pulse in this channel", self.setup_typed
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(setting_up.SET_UP)(self.set_up_submitted)
        app.action(standing.ACCEPT_LEAD)(self.lead_accepted)
        app.action(standing.DECLINE_LEAD)(self.lead_declined)
        app.action(standing.TAKE_PART)(self.member_came)
        app.action(standing.STAY_OUT)(self.member_stayed_out)

    def setup_typed(self, invocation: Invocation) -> None:
        """Open the form in a channel."""
        if not invocation.is_in_channel:
            invocation.reply(setting_up.NOT_IN_A_CHANNEL)
            return
        open_form(invocation, self._form_for, title=setting_up.TITLE, name="setup")

    def _form_for(self, invocation: Invocation) -> Block:
        client = invocation.client
        present = self._teams.find_team_in(channel_id=invocation.channel_id)
        if present is not None:
            return setting_up.cannot_set_up(setting_up.has_a_team(present))
        channel = channels.find_channel(client, invocation.channel_id)
        if channel is None or not channel.get("is_member"):
            return setting_up.cannot_set_up(setting_up.NOT_INVITED)
        ids = channels.list_members(client, invocation.channel_id, most=MOST_PREFILLED) or ()
        own = people.look_up_one(client, invocation.user_id).zone
        zone = own or "UTC"
        place = setting_up.SetUpPlace(
            channel_id=invocation.channel_id,
            is_private=channels.is_for_members_only(channel),
            zone=zone,
            is_own_zone=zone == own,
        )
        present_people = people.look_up(client, ids)
        return setting_up.set_up_form(
            place,
            planned_by=invocation.user_id,
            members=[person.user_id for person in present_people if person.can_be_invited],
        )

    def set_up_submitted(self, ack: Ack, view: Body, body: Body, client: WebClient) -> None:
        """Store the team, then close the form with what happens next."""
        plan = setting_up.read_set_up_form(view, planned_by=body["user"]["id"])
        now = self._clock.now()
        try:
            found = _check_people(client, plan)
            self._people.learn_zones(
                zones={person.user_id: person.zone for person in found}, otherwise=plan.pulse.zone
            )
            roster = self._teams.set_up_team(plan=plan, now=now)
        except FieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        except ChannelTakenError as error:
            refusal = setting_up.cannot_set_up(setting_up.has_a_team(error.team))
            ack(response_action="update", view=refusal)
            return
        ack(response_action="update", view=setting_up.set_up(roster, now=now))
        self._wake()

    def lead_accepted(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody named as lead accepted."""
        self._answer(ack, body, action, client, (Role.LEAD, Standing.ACTIVE))

    def lead_declined(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody named as lead declined, or stepped down."""
        self._answer(ack, body, action, client, (Role.LEAD, Standing.DECLINED))

    def member_came(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody who had declined takes part after all."""
        self._answer(ack, body, action, client, (Role.MEMBER, Standing.ACTIVE))

    def member_stayed_out(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody named as member declined."""
        self._answer(ack, body, action, client, (Role.MEMBER, Standing.DECLINED))

    def _answer(
        self,
        ack: Ack,
        body: Body,
        action: Body,
        client: WebClient,
        answer: tuple[Role, Standing],
    ) -> None:
        user_id = body["user"]["id"]
        try:
            roster = self._teams.answer_naming(
                team_id=standing.read_naming_button(action.get("value")),
                user_id=user_id,
                role=answer[0],
                standing=answer[1],
                may_pause=False,
            )
        except LastLeadError as error:
            ack()
            form = pausing.pause_form(error.roster, Step.STEP_DOWN)
            client.views_open(trigger_id=body["trigger_id"], view=form)
            return
        ack()
        self._redraws.owe_of_team(roster.team.id, [user_id])
        self._wake()
        channel, ts = body["container"]["channel_id"], body["container"]["message_ts"]
        self._drawing.show_pressed(client, user_id=user_id, channel=channel, ts=ts)


def _check_people(client: WebClient, plan: TeamPlan) -> tuple[Person, ...]:
    """Return those named; refuse whom no message would reach, and who would see no summary.

    Raises:
        FieldError: somebody has to be left out, or Slack was too slow to tell.

    """
    named = tuple(dict.fromkeys((*plan.leads, *plan.members)))
    if len(named) > MOST_NAMED:
        raise FieldError("members", f"Name at most {MOST_NAMED} people.")
    try:
        found, present = _look_up(client, plan, named)
    except TimeoutError as error:
        raise FieldError("members", setting_up.SLOW_ABOUT_PEOPLE) from error
    except SlackApiError as error:
        if error.response["error"] != "ratelimited":
            raise
        raise FieldError("members", setting_up.SLOW_ABOUT_PEOPLE) from error
    for field, ids in (("leads", plan.leads), ("members", plan.members)):
        _check_field(field, [person for person in found if person.user_id in ids], present)
    return found


def _look_up(
    client: WebClient, plan: TeamPlan, named: tuple[str, ...]
) -> tuple[tuple[Person, ...], tuple[str, ...] | None]:
    """Return those named, and who is in the channel where only its members are shown anything."""
    deadline = time.monotonic() + LOOK_UP_SECONDS
    present: tuple[str, ...] | None = None
    if plan.is_private:
        list_members = partial(
            channels.list_members, client, plan.channel_id, most=channels.MOST_CHECKED
        )
        (present,) = ask_all([list_members], seconds=LOOK_UP_SECONDS)
    left = max(0.0, deadline - time.monotonic())
    return people.look_up(client, named, seconds=left), present


def _check_field(field: str, named: list[Person], present: tuple[str, ...] | None) -> None:
    for person in named:
        if not person.can_take_part:
            raise FieldError(field, setting_up.cannot_take_part(person))
    if present is not None:
        missing = [person.name for person in named if person.user_id not in present]
        if missing:
            raise FieldError(field, setting_up.not_in_channel(missing))
