"""Says what messages about actions and wins show, whenever they are drawn."""

from collections.abc import Callable

from bot.delivery.domain import Delivery, Message, is_person, owed
from bot.delivery.drawing import Renderer
from bot.delivery.service import DeliveryService
from bot.digests import action_messages as messages
from bot.digests import win_messages
from bot.digests.action_places import (
    ANNOUNCEMENT,
    ASKING,
    INHERITANCE,
    WIN,
    TeamKey,
    read_before,
    read_key,
)
from bot.digests.action_service import ActionService, Told
from bot.digests.actions import ActionState
from bot.digests.win_service import WinService
from bot.teams.service import TeamService


class ActionRenderers:
    """Draws what a team is told of actions and wins, and what their owners are asked."""

    def __init__(
        self,
        actions: ActionService,
        wins: WinService,
        teams: TeamService,
        deliveries: DeliveryService,
        is_confidential: Callable[[str], bool],
    ) -> None:
        self._actions = actions
        self._wins = wins
        self._teams = teams
        self._deliveries = deliveries
        self._is_confidential = is_confidential

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {
            ANNOUNCEMENT: self.render_announcement,
            ASKING: self.render_asking,
            INHERITANCE: self.render_inheritance,
            WIN: self.render_win,
        }

    def render_announcement(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what a team is told; whoever has left it since is told nothing."""
        told = self._actions.get_told(action_id=read_key(part.key))
        present = [person.user_id for person in told.roster.participants]
        if is_posted or part.address in present:
            return messages.announcement(told)
        if is_person(part.address):
            return None
        if self._is_confidential(part.address):
            return messages.announcement(told)
        # Others read the channel by now, so each person is told alone.
        self._deliveries.owe_all(
            [
                owed(
                    TeamKey(told.action.id, user_id).dump_announcement(), to=user_id, at=part.due_at
                )
                for user_id in present
            ]
        )
        return None

    def render_asking(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return the question to an owner; none is sent of what needs no answer any more."""
        told = self._actions.get_told(action_id=read_key(part.key))
        if not is_posted and not _needs(told, part.address):
            return None
        if told.action.owner_id != part.address:
            return messages.no_longer_yours(told)
        return messages.asking(told)

    def render_inheritance(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what tells a lead that an action is theirs now."""
        told = self._actions.get_told(action_id=read_key(part.key))
        if not is_posted and not _needs(told, part.address):
            return None
        if told.action.owner_id != part.address:
            return messages.no_longer_yours(told)
        return messages.inheritance(told, before=read_before(part.key))

    def render_win(self, part: Delivery, *, is_posted: bool) -> Message | None:  # noqa: ARG002 - both alike
        """Return a win as the channel reads it, unless it was taken back."""
        win = self._wins.find_win(win_id=read_key(part.key))
        if win is None:
            return None
        return win_messages.post(win, self._teams.get_roster(team_id=win.team_id).team)


def _needs(told: Told, user_id: str) -> bool:
    """Whether somebody is still to answer; who has left a team without a lead has no heir yet."""
    takes_part = user_id in {person.user_id for person in told.roster.participants}
    is_theirs = takes_part and told.action.owner_id == user_id
    return is_theirs and told.action.state is ActionState.OPEN
