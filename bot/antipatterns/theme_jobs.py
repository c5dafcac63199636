"""A week has closed: what no label fits is grouped."""

from bot.antipatterns.theme_service import ThemeService
from bot.clock import Clock
from bot.knowledge.files import KnowledgeError
from bot.logs import get_logger
from bot.scheduler import Job

_log = get_logger(__name__)


class ThemeJobs:
    """What is due of themes as time passes; it is repeated without harm."""

    def __init__(self, service: ThemeService, clock: Clock) -> None:
        self._service = service
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this part."""
        return (Job(id="antipatterns.themes", run=self.group),)

    def group(self) -> int:
        """Group the comments of one team that has new ones."""
        try:
            return self._service.group_next(now=self._clock.now())
        except KnowledgeError as error:
            # Without samples nothing tells what people write about anyway; the next week tries.
            _log.error("themes_not_grouped", reason=str(error))
            self._service.put_off()
            return 0
