"""Sends what is due whenever time has passed."""

from functools import partial

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.delivery.sender import JOB_ID, Sender
from bot.delivery.service import DeliveryService
from bot.scheduler import Job, run_each


class DeliveryJobs:
    """What is due of deliveries."""

    def __init__(
        self, sender: Sender, deliveries: DeliveryService, days: DayService, clock: Clock
    ) -> None:
        self._sender = sender
        self._deliveries = deliveries
        self._days = days
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of delivery; they come after every feature's, which owe."""
        return (
            Job(
                id=JOB_ID,
                run=self.deliver,
                next_due=self._deliveries.find_next_due,
            ),
        )

    def deliver(self) -> int:
        """Merge what is due to each person, and send what is due."""
        carry = partial(self._days.carry_due, now=self._clock.now())
        return run_each(JOB_ID, [carry, self._sender.deliver_due])
