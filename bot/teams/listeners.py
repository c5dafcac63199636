"""Somebody did something about a team: set it up, accepted a role in it, or declined one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.domain import Message
from bot.slack import people
from bot.slack.blocks import Block
from bot.slack.commands import Invocation, Subcommand
from bot.teams import messages
from bot.teams.domain import FieldError, Role, Standing, TeamPlan
from bot.teams.service import TeamService

Body = dict[str, Any]

MOST_PREFILLED: Final = 40
"""Channels with more people than this start with an empty list of who takes part."""

MOST_NAMED: Final = 100
"""How many people one form may name; all are looked up before the form is acknowledged."""


class TeamListeners:
    """What people do about teams."""

    def __init__(self, teams: TeamService, clock: Clock, wake: Callable[[], None]) -> None:
        self._teams = teams
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this feature adds to `/mlops`."""
        return (
            Subcommand("setup", "setup", "Start a weekly pulse in this channel", self.setup_typed),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(messages.SET_UP)(self.set_up_submitted)
        app.action(messages.ACCEPT_LEAD)(self.lead_accepted)
        app.action(messages.DECLINE_LEAD)(self.lead_declined)
        app.action(messages.TAKE_PART)(self.member_came)
        app.action(messages.STAY_OUT)(self.member_stayed_out)

    def setup_typed(self, invocation: Invocation) -> None:
        """Open the form at once, since the trigger lives three seconds, and fill it after."""
        if not invocation.channel_id.startswith(("C", "G")):
            invocation.reply(messages.NOT_IN_A_CHANNEL)
            return
        opened = invocation.client.views_open(
            trigger_id=invocation.trigger_id, view=messages.opening()
        )
        view = self._form_for(invocation)
        invocation.client.views_update(view_id=opened["view"]["id"], view=view)

    def _form_for(self, invocation: Invocation) -> Block:
        client = invocation.client
        present = self._teams.find_team_in(channel_id=invocation.channel_id)
        if present is not None:
            return messages.cannot_set_up(messages.has_a_team(present))
        channel = _find_channel(client, invocation.channel_id)
        if channel is None or not channel.get("is_member"):
            return messages.cannot_set_up(messages.NOT_INVITED)
        ids = people.list_channel_members(client, invocation.channel_id, most=MOST_PREFILLED)
        place = messages.SetUpPlace(
            channel_id=invocation.channel_id,
            is_private=bool(channel.get("is_private")),
            zone=people.look_up_one(client, invocation.user_id).zone,
        )
        present_people = people.look_up(client, ids)
        return messages.set_up_form(
            place,
            planned_by=invocation.user_id,
            members=[person.user_id for person in present_people if person.can_take_part],
        )

    def set_up_submitted(self, ack: Ack, view: Body, body: Body, client: WebClient) -> None:
        """Store the team, then close the form with what happens next."""
        plan = messages.read_set_up_form(view, planned_by=body["user"]["id"])
        now = self._clock.now()
        try:
            _check_people(client, plan)
            roster = self._teams.set_up_team(plan=plan, now=now)
        except FieldError as error:
            ack(response_action="errors", errors={error.field: str(error)})
            return
        ack(response_action="update", view=messages.set_up(roster, now=now))
        self._wake()

    def lead_accepted(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody named as lead accepted."""
        press = _Press(ack, body, action, client)
        self._answer(press, Role.LEAD, Standing.ACTIVE, show=messages.standing_as_lead)

    def lead_declined(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody named as lead declined, or stepped down."""
        press = _Press(ack, body, action, client)
        self._answer(press, Role.LEAD, Standing.DECLINED, show=messages.standing_as_lead)

    def member_came(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody who had declined takes part after all."""
        press = _Press(ack, body, action, client)
        self._answer(press, Role.MEMBER, Standing.ACTIVE, show=messages.standing_as_member)

    def member_stayed_out(self, ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        """Somebody named as member declined."""
        press = _Press(ack, body, action, client)
        self._answer(press, Role.MEMBER, Standing.DECLINED, show=messages.standing_as_member)

    def _answer(
        self, press: "_Press", role: Role, standing: Standing, *, show: Callable[..., Message]
    ) -> None:
        team_id = messages.read_naming_button(press.action["value"])
        roster = self._teams.answer_naming(
            team_id=team_id, user_id=press.body["user"]["id"], role=role, standing=standing
        )
        press.ack()
        press.rewrite(show(roster, standing, now=self._clock.now()))
        self._wake()


@dataclass(frozen=True)
class _Press:
    """A button that somebody pressed on a message."""

    ack: Ack
    body: Body
    action: Body
    client: WebClient

    def rewrite(self, message: Message) -> None:
        """Replace the message on which they pressed."""
        self.client.chat_update(
            channel=self.body["container"]["channel_id"],
            ts=self.body["container"]["message_ts"],
            text=message.text,
            blocks=list(message.blocks),
        )


def _check_people(client: WebClient, plan: TeamPlan) -> None:
    """Refuse bots and people who have left; messages to them would vanish in silence."""
    if len({*plan.leads, *plan.members}) > MOST_NAMED:
        raise FieldError("members", f"Name at most {MOST_NAMED} people.")
    for field, named in (("leads", plan.leads), ("members", plan.members)):
        for person in people.look_up(client, named):
            if not person.can_take_part:
                raise FieldError(field, messages.cannot_take_part(is_bot=person.is_bot))


def _find_channel(client: WebClient, channel_id: str) -> Body | None:
    """Return the channel as Slack tells it, or None where the bot may not even know of it."""
    try:
        channel: Body = client.conversations_info(channel=channel_id)["channel"]
    except SlackApiError as error:
        if error.response["error"] == "channel_not_found":
            return None
        raise
    return channel
