"""Sends what is due whenever time has passed."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.database import DatabaseBusyError, DatabaseUnusableError
from bot.delivery.day_service import DayService
from bot.delivery.domain import LONGEST_WAIT
from bot.delivery.planning import Planning, PlanningWatch
from bot.delivery.sender import JOB_ID, Sender
from bot.delivery.service import DeliveryService
from bot.logs import get_logger, new_reference
from bot.scheduler import Fault, Job, attempt, run_each

_log = get_logger(__name__)

_PASSING: Final = (DatabaseBusyError, DatabaseUnusableError)
"""What is nobody's fault in particular, and would meet the next one as well."""


class DeliveryJobs:
    """What is due of deliveries; `planning` knows what is due by now and not owed yet."""

    def __init__(
        self,
        sender: Sender,
        deliveries: DeliveryService,
        days: DayService,
        clock: Clock,
        planning: Planning | None = None,
    ) -> None:
        self._sender = sender
        self._deliveries = deliveries
        self._days = days
        self._clock = clock
        self._planning = PlanningWatch(planning)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of delivery; they come after every feature's, which owe."""
        return (
            Job(
                id=JOB_ID,
                run=self.deliver,
                next_due=self._sender.find_next_due,
            ),
        )

    def deliver(self) -> int:
        """Merge what is due to each person, and send what is due."""
        return run_each(JOB_ID, [self._carry, self._sender.deliver_due])

    def _carry(self) -> int:
        """Make people's messages of the day: at once, or one by one where that meets a fault."""
        now = self._clock.now()
        # Whoever is found due after this look has all that is due by `now` to be found with it.
        if self._planning.is_under_way(now=now):
            return 0
        people = self._days.list_due_people(now=now)
        done = self._try_to_carry(people, now=now)
        if not isinstance(done, Fault):
            return done
        return sum(self._carry_alone(person, now=now) for person in people)

    def _carry_alone(self, person: str, *, now: datetime) -> int:
        """Make one person's message; a fault holds up nobody else, nor comes again at once."""
        done = self._try_to_carry([person], now=now)
        if not isinstance(done, Fault):
            return done
        reference = new_reference()
        _log.error("person_put_aside", ref=reference, exc_info=done.error)
        reason = f"could not be carried (ref {reference})"
        self._days.put_aside(person, until=now + LONGEST_WAIT, reason=reason)
        return 1

    def _try_to_carry(self, people: Sequence[str], *, now: datetime) -> int | Fault:
        return attempt(partial(self._days.carry, people, now=now), passing=_PASSING)
