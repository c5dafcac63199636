"""Owes what parents cause: who is asked to lead or to agree, and what teams' channels are told."""

from datetime import datetime

from bot.clock import Clock
from bot.delivery.domain import Delivery, owed
from bot.delivery.service import DeliveryService
from bot.scheduler import Job
from bot.teams.domain import Standing
from bot.teams.family import ChildTelling
from bot.teams.family_service import FamilyService
from bot.teams.messages.family import channel_told, child_key, lead_key


class FamilyJobs:
    """What is due of parents as time passes; owing twice changes nothing, as keys are unique."""

    def __init__(self, families: FamilyService, deliveries: DeliveryService, clock: Clock) -> None:
        self._families = families
        self._deliveries = deliveries
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id="teams.parents", run=self.tell),)

    def tell(self) -> int:
        """Owe every message about parents that is not owed yet."""
        return self._ask_leads() + self._tell_of_children()

    def _ask_leads(self) -> int:
        tellings = self._families.list_lead_tellings()
        for telling in tellings:
            now = self._clock.now()
            self._deliveries.owe(lead_key(telling), to=telling.lead.user_id, at=now)
            self._families.mark_lead_told(telling=telling, now=now)
        return len(tellings)

    def _tell_of_children(self) -> int:
        tellings = self._families.list_child_tellings()
        for telling in tellings:
            now = self._clock.now()
            self._deliveries.owe_all(_owed(telling, at=now))
            self._families.mark_child_told(telling=telling, now=now)
        return len(tellings)


def _owed(telling: ChildTelling, *, at: datetime) -> list[Delivery]:
    """Return what is owed of a change: its leads are asked, else its channel is told."""
    if telling.child.standing is Standing.ASKED:
        return [owed(child_key(telling, user), to=user, at=at) for user in telling.team_leads]
    message = channel_told(telling)
    if message is None:
        return []
    where = telling.channel_id
    return [owed(child_key(telling, where), to=where, at=at, message=message)]
