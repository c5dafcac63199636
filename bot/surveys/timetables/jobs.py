"""Owes what a team's channel is told once a lead has changed its name or times."""

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.scheduler import Job
from bot.surveys.messages.timetable_told import announced
from bot.surveys.timetables.service import TimetableService


class TimetableJobs:
    """What is due of timetables as time passes.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.
    """

    def __init__(
        self, timetables: TimetableService, deliveries: DeliveryService, clock: Clock
    ) -> None:
        self._timetables = timetables
        self._deliveries = deliveries
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id="surveys.tell_changes", run=self.tell),)

    def tell(self) -> int:
        """Owe what channels are not told of yet."""
        untold = self._timetables.list_untold()
        for change, timetable in untold:
            message = announced(change, timetable)
            if message is not None:
                self._deliveries.owe(
                    f"timetable:{change.team_id}:{change.id}",
                    to=timetable.roster.team.channel_id,
                    message=message,
                    at=self._clock.now(),
                )
            self._timetables.mark_told(change=change)
        return len(untold)
