"""Makes the jobs tick. It holds no state: what is due is a row, and every process ticks."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from typing import Final, TypeVar

from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Clock, SystemClock, WorkspaceClock
from bot.logs import get_logger, new_reference

_log = get_logger(__name__)

Result = TypeVar("Result")

_TICK: Final = "tick"
_NEVER: Final = datetime.max.replace(tzinfo=UTC)

RETRY = timedelta(seconds=15)
"""How long after a failed run a job is due again, for those who move the clock."""


def never() -> datetime | None:
    """Return that nothing falls due later: whatever a job finds is due at once."""
    return None


@dataclass(frozen=True)
class Job:
    """Something to do whenever time has passed.

    `run` does all that is due and returns how much that was; `next_due` says when there is
    something to do next, or None. Both read rows, so a missed tick loses nothing.
    """

    id: str
    run: Callable[[], int]
    next_due: Callable[[], datetime | None] = never
    every: timedelta = timedelta(seconds=15)
    _turn: Lock = field(default_factory=Lock, repr=False, compare=False)

    def try_run(self) -> int:
        """Run, one at a time in this process; a fault is logged and counts as nothing done."""
        with self._turn:
            return _guarded(self.id, self.run) or 0

    def find_next_due(self, now: datetime) -> datetime | None:
        """Return when there is something to do next; what failed is due again in a while."""
        moment = _guarded(self.id, lambda: self.next_due() or _NEVER) or now
        if moment == _NEVER:
            return None
        return moment if moment > now else now + RETRY


def run_each(job_id: str, steps: Iterable[Callable[[], int]]) -> int:
    """Run the steps of a job one after another, each on its own; return how much they did.

    A fault in one is logged with a reference and counts as nothing done; the rest go on.
    """
    return sum(_guarded(job_id, step) or 0 for step in steps)


@dataclass(frozen=True)
class Fault:
    """What came of an attempt that nobody foresaw."""

    error: Exception


def attempt(
    call: Callable[[], Result], *, passing: tuple[type[Exception], ...] = ()
) -> Result | Fault:
    """Return what a call returns, or its fault, so that the rest can go on; `passing` ones rise."""
    try:
        return call()
    except passing:
        raise
    except Exception as error:  # noqa: BLE001 - the one place where a job's fault is caught
        return Fault(error)


def _guarded(job_id: str, call: Callable[[], Result]) -> Result | None:
    done = attempt(call)
    if isinstance(done, Fault):
        _log.error("job_failed", job=job_id, ref=new_reference(), exc_info=done.error)
        return None
    return done


class Scheduler:
    """Runs jobs at intervals, at once when woken, and to the end when the clock is moved."""

    def __init__(self, jobs: Sequence[Job], clock: Clock) -> None:
        self._jobs = tuple(jobs)
        self._clock = clock
        self._ticker = BackgroundScheduler(timezone="UTC")
        self._settling = Lock()

    def start(self) -> None:
        """Begin to tick."""
        # One job for all of them, since their order is a promise: who has left is known before
        # anybody is asked, and all that a day brings before its message is sent. It is brought
        # forward when somebody wakes it; a second run waits for the first.
        self._ticker.add_job(
            self.settle,
            "interval",
            seconds=min(job.every for job in self._jobs).total_seconds(),
            id=_TICK,
            coalesce=True,
            max_instances=2,
            misfire_grace_time=None,
        )
        self._ticker.start()

    def stop(self) -> None:
        """Stop ticking, after the jobs that are running."""
        if self._ticker.running:
            self._ticker.shutdown(wait=True)

    def wake(self) -> None:
        """Run every job soon, since somebody's act has made something due."""
        if self._ticker.running:
            self._ticker.modify_job(_TICK, next_run_time=SystemClock().now())

    def settle(self) -> datetime | None:
        """Do all that is due now, and return when something is due next.

        The moment returned is always after now: a job that failed is due again in a while.
        """
        with self._settling:
            while sum(job.try_run() for job in self._jobs):
                pass
        now = self._clock.now()
        moments = [job.find_next_due(now) for job in self._jobs]
        return min((moment for moment in moments if moment is not None), default=None)


class ClockFollower:
    """Lets a bot in a process of its own take part when the local workspace's clock is moved."""

    def __init__(self, scheduler: Scheduler, clock: WorkspaceClock) -> None:
        self._scheduler = scheduler
        self._clock = clock
        self._name = secrets.token_hex(4)
        self._stopped = Event()
        self._thread = Thread(target=self._follow, name="clock-follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Stop following."""
        self._stopped.set()
        self._thread.join(timeout=5)

    def _follow(self) -> None:
        while not self._stopped.is_set():
            try:
                at = self._clock.now()
                next_due = self._scheduler.settle()
                self._clock.report_settled(self._name, at=at, next_due=next_due)
            except OSError:
                # The workspace is gone or restarting; it counts us in again when it is back.
                self._stopped.wait(1.0)
