"""Somebody typed that they take part, lead, name another lead, or leave."""

import re
from collections.abc import Callable
from http.client import HTTPException
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.logs import get_logger
from bot.people.service import PeopleService
from bot.slack import channels, people
from bot.slack.commands import Invocation, Subcommand
from bot.teams.domain import LastLeadError, Role, Roster, Standing, Team, TeamError
from bot.teams.messages import following, pausing, setting_up, standing
from bot.teams.messages.pausing import Step
from bot.teams.redrawing import Redraws
from bot.teams.service import TeamService

Body = dict[str, Any]

_log = get_logger(__name__)

_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


class RoleListeners:
    """What people type about their own roles, and leads about another's."""

    def __init__(
        self,
        teams: TeamService,
        people_service: PeopleService,
        redraws: Redraws,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._teams = teams
        self._people = people_service
        self._redraws = redraws
        self._clock = clock
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What these add to `/mlops`."""
        return (
            Subcommand("join", "join", "Take part in this channel's pulse", self.join_typed),
            Subcommand("leave", "leave", "Not be asked in this channel any more", self.leave_typed),
            Subcommand(
                "lead",
                "lead [@person]",
                "Lead this channel's team if nobody does; as a lead, name another",
                self.lead_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Tell Bolt who listens."""
        app.view(pausing.PAUSED)(self.pause_confirmed)

    def join_typed(self, invocation: Invocation) -> None:
        """Somebody in the channel takes part."""
        _require_team(self._teams, invocation)
        _require_bot(invocation)
        person = people.look_up_one(invocation.client, invocation.user_id)
        if not person.can_take_part:
            raise TeamError(following.NOT_A_COLLEAGUE)
        team = self._teams.find_team_in(channel_id=invocation.channel_id)
        if team is not None and not _is_seen_in(invocation, team, invocation.user_id):
            raise TeamError(following.NOT_IN_IT)
        roster = self._teams.join_team(
            channel_id=invocation.channel_id, user_id=invocation.user_id, now=self._clock.now()
        )
        self._people.learn_zones(
            zones={person.user_id: person.zone}, otherwise=roster.team.pulse.zone
        )
        invocation.reply(standing.joined(roster, invocation.user_id, now=self._clock.now()))
        self._redraw(roster, invocation.user_id)

    def leave_typed(self, invocation: Invocation) -> None:
        """Somebody no longer wants to be asked, nor to lead."""
        _require_team(self._teams, invocation)
        try:
            roster = self._teams.leave_team(
                channel_id=invocation.channel_id, user_id=invocation.user_id, may_pause=False
            )
        except LastLeadError as error:
            form = pausing.pause_form(error.roster, Step.LEAVE)
            invocation.client.views_open(trigger_id=invocation.trigger_id, view=form)
            return
        self._show_standing(invocation, roster)

    def pause_confirmed(self, ack: Ack, view: Body, body: Body) -> None:
        """Somebody leaves or steps down as the only lead, knowing that it pauses the pulse."""
        step, where = pausing.read_pause_form(view["private_metadata"])
        user_id = body["user"]["id"]
        if step is Step.LEAVE:
            roster = self._teams.leave_team(channel_id=where, user_id=user_id)
        else:
            roster = self._teams.answer_naming(
                team_id=standing.read_naming_button(where),
                user_id=user_id,
                role=Role.LEAD,
                standing=Standing.DECLINED,
            )
        ack(response_action="update", view=pausing.stands_now(self._words(roster, user_id)))
        self._redraw(roster, user_id)

    def lead_typed(self, invocation: Invocation) -> None:
        """Somebody takes on a team that nobody leads, or names another lead."""
        _require_team(self._teams, invocation)
        if invocation.words:
            self._name_lead(invocation)
            return
        roster = self._teams.take_on_team(
            channel_id=invocation.channel_id, user_id=invocation.user_id, now=self._clock.now()
        )
        self._show_standing(invocation, roster)

    def _name_lead(self, invocation: Invocation) -> None:
        mention = _MENTION.fullmatch(invocation.words)
        if mention is None:
            raise TeamError(following.NAME_ONE)
        user_id = mention.group(1)
        _require_bot(invocation)
        if (team := self._teams.find_team_in(channel_id=invocation.channel_id)) is not None:
            _check_lead(invocation, team, user_id)
        roster = self._teams.name_lead(
            channel_id=invocation.channel_id, user_id=user_id, named_by=invocation.user_id
        )
        invocation.reply(standing.lead_named(roster, user_id))
        self._wake()

    def _show_standing(self, invocation: Invocation, roster: Roster) -> None:
        said = self._words(roster, invocation.user_id)
        if not _seems_here(invocation):
            said = f"{said}\n{following.DONE_FROM_OUTSIDE}"
        invocation.reply(said)
        self._redraw(roster, invocation.user_id)

    def _words(self, roster: Roster, user_id: str) -> str:
        shown = standing.standing(roster, user_id, now=self._clock.now())
        return str(shown.blocks[0]["text"]["text"])

    def _redraw(self, roster: Roster, user_id: str) -> None:
        """Have what they were told of the team, and are asked in it, say how they stand now."""
        self._redraws.owe_of_team(roster.team.id, [user_id])
        self._wake()


def _require_team(teams: TeamService, invocation: Invocation) -> None:
    """Say what to do where no team can be; where there is none yet, the service says so.

    Raises:
        TeamError: this is no channel, or one that has neither a team nor the bot in it.

    """
    if not invocation.is_in_channel:
        raise TeamError(following.NOT_IN_A_CHANNEL)
    has_team = teams.find_team_in(channel_id=invocation.channel_id) is not None
    if not has_team and not _seems_here(invocation):
        raise TeamError(following.NOT_HERE_EITHER)


def _require_bot(invocation: Invocation) -> None:
    """Refuse what cannot be checked from outside the channel.

    Raises:
        TeamError: the bot is not in the channel.

    """
    if not _is_here(invocation):
        raise TeamError(following.NOT_HERE)


def _seems_here(invocation: Invocation) -> bool:
    """Return whether the bot is in the channel; where Slack does not say, it is taken to be."""
    try:
        return _is_here(invocation)
    except (SlackApiError, OSError, HTTPException) as error:
        _log.warning("channel_not_looked_up", reason=type(error).__name__)
        return True


def _is_here(invocation: Invocation) -> bool:
    channel = channels.find_channel(invocation.client, invocation.channel_id)
    return channel is not None and bool(channel.get("is_member"))


def _check_lead(invocation: Invocation, team: Team, user_id: str) -> None:
    """Refuse a lead whom no message would reach, or who would never see the summary.

    Raises:
        TeamError: somebody else has to be named.

    """
    person = people.look_up_one(invocation.client, user_id)
    if not person.can_take_part:
        raise TeamError(setting_up.cannot_take_part(person))
    if not _is_seen_in(invocation, team, user_id):
        raise TeamError(setting_up.not_in_channel([person.name]))


def _is_seen_in(invocation: Invocation, team: Team, user_id: str) -> bool:
    """Return whether somebody is in a private channel, or may read what others read anyway."""
    if not team.is_private:
        return True
    present = channels.list_members(invocation.client, team.channel_id, most=channels.MOST_CHECKED)
    return present is None or user_id in present
