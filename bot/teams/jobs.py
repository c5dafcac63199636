"""Owes the messages that a new team causes: to its channel, and to everybody named."""

from bot.clock import Clock
from bot.delivery.service import DeliveryService
from bot.scheduler import Job
from bot.teams.messages.announcing import announcement as announce
from bot.teams.messages.standing import naming_key
from bot.teams.service import TeamService


class TeamJobs:
    """What is due of teams as time passes.

    Owing is repeated without harm, since a delivery's key is unique: a crash between owing and
    marking owes nothing twice and forgets nobody.
    """

    def __init__(self, teams: TeamService, deliveries: DeliveryService, clock: Clock) -> None:
        self._teams = teams
        self._deliveries = deliveries
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id="teams.tell", run=self.tell),)

    def tell(self) -> int:
        """Owe every message about teams that is not owed yet."""
        return self._announce() + self._tell_named()

    def _announce(self) -> int:
        announcements = self._teams.list_unannounced()
        for announcement in announcements:
            now = self._clock.now()
            team = announcement.roster.team
            self._deliveries.owe(
                f"announcement:{team.id}:{announcement.number}",
                to=team.channel_id,
                message=announce(announcement, now=now),
                at=now,
            )
            self._teams.mark_announced(announcement=announcement, now=now)
        return len(announcements)

    def _tell_named(self) -> int:
        tellings = self._teams.list_tellings()
        for telling in tellings:
            now = self._clock.now()
            self._deliveries.owe(naming_key(telling), to=telling.user_id, at=now)
            self._teams.mark_told(telling=telling, now=now)
        return len(tellings)
