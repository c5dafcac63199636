"""The clock moved on: tell the team of actions and wins, ask owners, and hand over."""

from collections.abc import Callable
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.digests.action_places import TeamKey, win_key
from bot.digests.action_service import ActionService, Asking, Told
from bot.digests.actions import next_hour
from bot.digests.win_service import ToldWin, WinService
from bot.scheduler import Job, run_each

_JOB: Final = "digests.actions"


class ActionJobs:
    """What is due of actions and wins as time passes.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.
    """

    def __init__(
        self,
        actions: ActionService,
        wins: WinService,
        deliveries: DeliveryService,
        clock: Clock,
        is_confidential: Callable[[str], bool],
    ) -> None:
        self._actions = actions
        self._wins = wins
        self._deliveries = deliveries
        self._clock = clock
        self._is_confidential = is_confidential

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of actions and wins."""
        return (Job(id=_JOB, run=self.turn, next_due=self._actions.find_next_due),)

    def turn(self) -> int:
        """Do all that is due; whose an action is comes before asking them."""
        return run_each(_JOB, (self._announce, self._hand_over, self._ask, self._tell_wins))

    def _announce(self) -> int:
        told = self._actions.list_unannounced()
        return run_each(_JOB, [partial(self._announce_one, each) for each in told])

    def _announce_one(self, told: Told) -> int:
        """Owe it to the team's channel where only members read it, else to each person."""
        now, team = self._clock.now(), told.roster.team
        if team.is_private and self._is_confidential(team.channel_id):
            to = [(team.channel_id, next_hour(team.pulse, now))]
        else:
            to = [(person.user_id, now) for person in told.roster.participants]
        keys = [(TeamKey(told.action.id, address), at) for address, at in to]
        self._deliveries.owe_all(
            [owed(key.dump_announcement(), to=key.address, at=at) for key, at in keys]
        )
        self._actions.mark_announced(action_id=told.action.id)
        return 1

    def _hand_over(self) -> int:
        inheritances = self._actions.list_inheritances()
        return run_each(_JOB, [partial(self._hand_over_one, *each) for each in inheritances])

    def _hand_over_one(self, told: Told, heir: str) -> int:
        key = TeamKey(told.action.id, heir).dump_inheritance(told.action.owner_id)
        self._deliveries.owe(key, to=heir, at=self._clock.now())
        self._actions.hand_over(action_id=told.action.id, heir=heir)
        return 1

    def _ask(self) -> int:
        askings = self._actions.list_askings(now=self._clock.now())
        return run_each(_JOB, [partial(self._ask_one, asking) for asking in askings])

    def _ask_one(self, asking: Asking) -> int:
        owner = asking.action.owner_id
        key = TeamKey(asking.action.id, owner).dump_asking(asking.number)
        self._deliveries.owe(key, to=owner, at=asking.at)
        self._actions.mark_asked(asking=asking)
        return 1

    def _tell_wins(self) -> int:
        told = self._wins.list_unowed(now=self._clock.now())
        return run_each(_JOB, [partial(self._tell_win, each) for each in told])

    def _tell_win(self, told: ToldWin) -> int:
        self._deliveries.owe(win_key(told.win.id), to=told.team.channel_id, at=told.at)
        self._wins.mark_owed(win_id=told.win.id)
        return 1
