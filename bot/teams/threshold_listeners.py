"""Somebody asked how many members stand behind a team's averages, or changed that."""

from collections.abc import Callable

from slack_bolt import App

from bot.slack.commands import Invocation, Subcommand
from bot.teams.domain import TeamError
from bot.teams.messages import threshold as messages
from bot.teams.messages.following import NOT_IN_A_CHANNEL
from bot.teams.redrawing import Redraws
from bot.teams.service import TeamService


class ThresholdListeners:
    """What people type about a team's threshold; leads change it until the first pulse."""

    def __init__(self, teams: TeamService, redraws: Redraws, wake: Callable[[], None]) -> None:
        self._teams = teams
        self._redraws = redraws
        self._wake = wake

    @property
    def subcommands(self) -> tuple[Subcommand, ...]:
        """What this adds to `/mlops`."""
        return (
            Subcommand(
                "threshold",
                "threshold [number]",
                "See how many members stand behind each average; as a lead, change it in time",
                self.threshold_typed,
            ),
        )

    def register(self, app: App) -> None:
        """Listen to nothing but what is typed."""

    def threshold_typed(self, invocation: Invocation) -> None:
        """Tell the number, or store another one and have told whoever knows the old one.

        Raises:
            TeamError: this is no channel with a team, or the number cannot be changed so.

        """
        if not invocation.is_in_channel:
            raise TeamError(NOT_IN_A_CHANNEL)
        words = invocation.words.strip()
        if not words:
            team = self._teams.find_team_in(channel_id=invocation.channel_id)
            if team is None:
                raise TeamError("This channel has no team yet. `/mlops setup` sets one up.")
            invocation.reply(messages.threshold_told(team))
            return
        roster = self._teams.set_threshold(
            channel_id=invocation.channel_id,
            user_id=invocation.user_id,
            threshold=messages.read_number(words),
        )
        invocation.reply(messages.threshold_stored(roster))
        people = {membership.user_id for membership in roster.memberships}
        self._redraws.owe_of_team(roster.team.id, sorted(people))
        self._wake()
