"""Time has passed: twelve weeks may be over, comments be read anew, corrections be learned from."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from bot.antipatterns.reader import Reader
from bot.antipatterns.service import AntipatternService
from bot.clock import Clock
from bot.scheduler import Job
from bot.surveys.comment_service import CommentService

_QUIET: Final = timedelta(hours=1)
"""So long before a week opens or closes nothing is learned, since people are about to press."""


class AntipatternJobs:
    """What is due of anti-patterns as time passes; each is repeated without harm.

    Args:
        service: what can be done.
        comments: the comments that were released.
        reader: the recogniser in use.
        clock: tells the time.
        find_next_due: when the next week opens or closes.

    """

    def __init__(
        self,
        service: AntipatternService,
        comments: CommentService,
        reader: Reader,
        clock: Clock,
        find_next_due: Callable[[], datetime | None],
    ) -> None:
        self._service = service
        self._comments = comments
        self._reader = reader
        self._clock = clock
        self._find_next_due = find_next_due
        # A start learns from everything anyway, so the day of the first tick has been learned.
        self._learned_on: date | None = None

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this feature."""
        return (
            Job(id="antipatterns.periods", run=self.end_periods, next_due=self.find_next_end),
            Job(id="antipatterns.relabel", run=self.relabel),
            Job(id="antipatterns.learn", run=self.learn),
        )

    def end_periods(self) -> int:
        """Forget who was counted in twelve weeks that are over."""
        return self._service.end_periods(now=self._clock.now())

    def find_next_end(self) -> datetime | None:
        """Return when the next twelve weeks end."""
        return self._service.find_next_end(now=self._clock.now())

    def relabel(self) -> int:
        """Read some comments anew, if something has been learned; it counts as nothing done."""
        self._service.relabel_next()
        return 0

    def learn(self) -> int:
        """Once a day learn from what authors corrected; it counts as nothing done."""
        now = self._clock.now()
        if self._learned_on is None:
            self._learned_on = now.date()
        if self._learned_on == now.date() or not self._is_quiet(now):
            return 0
        self._learned_on = now.date()
        if self._comments.list_corrected():
            self._reader.renew()
        return 0

    def _is_quiet(self, now: datetime) -> bool:
        next_due = self._find_next_due()
        return next_due is None or next_due - now > _QUIET
