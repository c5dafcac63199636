"""Sends what is due whenever time has passed."""

from bot.delivery.sender import JOB_ID, Sender
from bot.delivery.service import DeliveryService
from bot.scheduler import Job


class DeliveryJobs:
    """What is due of deliveries."""

    def __init__(self, sender: Sender, deliveries: DeliveryService) -> None:
        self._sender = sender
        self._deliveries = deliveries

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of delivery; they come after every feature's, which owe."""
        return (
            Job(
                id=JOB_ID,
                run=self._sender.deliver_due,
                next_due=self._deliveries.find_next_due,
            ),
        )
