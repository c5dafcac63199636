"""Looks at the registry from time to time, and writes into it where that is allowed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.handover.registries.mlflow import MlflowRegistry
from bot.handover.registries.mlflow_answers import RegistryError
from bot.handover.registries.service import RegistryService
from bot.logs import get_logger
from bot.scheduler import Job

_log = get_logger(__name__)

EVERY: Final = timedelta(minutes=15)


def _write_nothing() -> int:
    return 0


class RegistryJobs:
    """What is due of a registry as time passes.

    Args:
        registry: what is looked at.
        registries: takes in what it has.
        clock: tells the time.
        write: writes into the registry, where that is allowed.

    """

    def __init__(
        self,
        registry: MlflowRegistry,
        registries: RegistryService,
        clock: Clock,
        write: Callable[[], int] = _write_nothing,
    ) -> None:
        self._registry = registry
        self._registries = registries
        self._clock = clock
        self._write = write

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (Job(id="models.registry", run=self.look, next_due=self._find_next_look),)

    def look(self) -> int:
        """Take in what the registry has by now, if a look is due."""
        now, uri = self._clock.now(), self._registry.place
        if not self._registries.claim_look(uri=uri, now=now, until=now + EVERY):
            return 0
        failure = ""
        try:
            self._take_in(now=now)
            self._write()
        except RegistryError as error:
            failure = str(error)
            _log.warning("registry_not_read", reason=failure)
        self._registries.note_look(uri=uri, failure=failure, now=now, next_at=now + EVERY)
        return 1

    def _take_in(self, *, now: datetime) -> None:
        registry, uri = self._registry, self._registry.place
        found = registry.list_models()
        unexplained = self._registries.list_unexplained(uri=uri, found=found)
        found = registry.name_trainers(found, wanted=lambda model: model.name in unexplained)
        done = self._registries.take_in(uri=uri, found=found, now=now)
        if done.added or done.renamed or done.gone or done.changes:
            _log.info(
                "registry_followed",
                added=done.added,
                renamed=done.renamed,
                gone=done.gone,
                changes=len(done.changes),
            )

    def _find_next_look(self) -> datetime | None:
        return self._registries.find_next_look(uri=self._registry.place)
