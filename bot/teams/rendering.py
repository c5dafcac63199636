"""Says how somebody stands in a team, whenever the message that asked them is drawn."""

from bot.clock import Clock
from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.teams.domain import Role, Standing
from bot.teams.following import role_holders
from bot.teams.messages.standing import NAMING, naming, read_naming_key, standing
from bot.teams.service import TeamService


class TeamRenderers:
    """Draws the messages of teams that change while they stand."""

    def __init__(self, teams: TeamService, clock: Clock) -> None:
        self._teams = teams
        self._clock = clock

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {NAMING: self.render_naming}

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
