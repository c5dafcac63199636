"""Says how somebody stands in a team, whenever the message that asked them is drawn."""

from bot.clock import Clock
from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.teams.channel_service import ChannelService
from bot.teams.domain import Role, Standing
from bot.teams.following import role_holders
from bot.teams.messages.following import PLACE, place_told, read_place_key
from bot.teams.messages.parts import no_longer_leading
from bot.teams.messages.standing import NAMING, naming, read_naming_key, standing
from bot.teams.service import TeamService


class TeamRenderers:
    """Draws the messages of teams that change while they stand."""

    def __init__(self, teams: TeamService, channels: ChannelService, clock: Clock) -> None:
        self._teams = teams
        self._channels = channels
        self._clock = clock

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {NAMING: self.render_naming, PLACE: self.render_place}

    def render_naming(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what somebody named in a team is told; nothing, if they have left meanwhile."""
        user_id, now = part.address, self._clock.now()
        telling = self._teams.get_telling(team_id=read_naming_key(part.key), user_id=user_id)
        roster = telling.roster
        if not is_posted:
            is_there = user_id in role_holders(roster.memberships)
            return naming(telling, now=now) if is_there else None
        if roster.find_standing(user_id, Role.LEAD) is Standing.ASKED:
            return naming(telling, now=now)
        return standing(roster, user_id, now=now)

    def render_place(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what a lead is told of where the bot stands.

        Nothing is sent to somebody who no longer leads the team, nor of a place that the bot has
        changed again meanwhile.
        """
        team_id, number = read_place_key(part.key)
        telling = self._channels.find_place_telling(team_id=team_id)
        if telling is None:
            return None
        leads = part.address in telling.leads
        if is_posted:
            return place_told(telling) if leads else no_longer_leading(telling.team.name)
        return place_told(telling) if leads and telling.number == number else None
