"""Jobs tick, settle to the end, and do not stand in each other's way."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Lock

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import MovableClock, WorkspaceClock
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.server import SandboxServer
from bot.scheduler import RETRY, ClockFollower, Job, Scheduler, run_each

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NEVER = timedelta(days=1)


class JobFaultError(Exception):
    """A fault that nobody foresaw."""


@dataclass
class Work:
    """Moments at which something falls due, and when it was done."""

    clock: MovableClock
    due: list[datetime] = field(default_factory=list)
    done: list[datetime] = field(default_factory=list)
    followed_by: Callable[[], None] = lambda: None

    def run(self) -> int:
        ready = [moment for moment in self.due if moment <= self.clock.now()]
        self.due = [moment for moment in self.due if moment not in ready]
        self.done += [self.clock.now()] * len(ready)
        if ready:
            self.followed_by()
        return len(ready)

    def next_due(self) -> datetime | None:
        return min(self.due, default=None)

    def job(self, name: str = "work") -> Job:
        return Job(id=name, run=self.run, next_due=self.next_due, every=NEVER)


def fail() -> int:
    raise JobFaultError


def a_failing_job(*, due: datetime | None = MONDAY) -> Job:
    return Job(id="failing", run=fail, next_due=lambda: due, every=NEVER)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY, flows=False)


@pytest.fixture
def start(clock: MovableClock) -> Iterator[Callable[..., Scheduler]]:
    started: list[Scheduler] = []

    def build(*jobs: Job) -> Scheduler:
        scheduler = Scheduler(jobs, clock)
        scheduler.start()
        started.append(scheduler)
        return scheduler

    yield build
    for scheduler in started:
        scheduler.stop()


def test_settling_does_what_is_due_and_says_when_the_next_is(clock: MovableClock) -> None:
    work = Work(clock, due=[MONDAY, MONDAY + 2 * SECOND, MONDAY + SECOND])

    next_due = Scheduler([work.job()], clock).settle()

    assert work.done == [MONDAY]
    assert next_due == MONDAY + SECOND


def test_with_nothing_to_come_there_is_no_next_moment(clock: MovableClock) -> None:
    work = Work(clock, due=[MONDAY])

    assert Scheduler([work.job()], clock).settle() is None
    assert work.done == [MONDAY]


def test_what_one_job_makes_due_for_an_earlier_one_is_done_too(clock: MovableClock) -> None:
    first, second = Work(clock), Work(clock, due=[MONDAY])
    second.followed_by = lambda: first.due.append(MONDAY)

    next_due = Scheduler([first.job("first"), second.job("second")], clock).settle()

    assert (first.done, second.done) == ([MONDAY], [MONDAY])
    assert next_due is None


def test_the_earliest_moment_of_all_jobs_comes_next(clock: MovableClock) -> None:
    late, early = Work(clock, due=[MONDAY + 9 * SECOND]), Work(clock, due=[MONDAY + SECOND])

    assert Scheduler([late.job("late"), early.job("early")], clock).settle() == MONDAY + SECOND


def test_a_failing_job_does_not_stop_the_others(clock: MovableClock) -> None:
    before, after = Work(clock, due=[MONDAY]), Work(clock, due=[MONDAY])
    jobs = [before.job("before"), a_failing_job(), after.job("after")]

    Scheduler(jobs, clock).settle()

    assert (before.done, after.done) == ([MONDAY], [MONDAY])


@pytest.mark.parametrize("overdue", [timedelta(), timedelta(days=3)])
def test_what_a_failing_job_left_undone_is_due_again_in_a_while(
    clock: MovableClock, overdue: timedelta
) -> None:
    scheduler = Scheduler([a_failing_job(due=MONDAY - overdue)], clock)

    assert scheduler.settle() == MONDAY + RETRY


def test_a_failing_job_does_not_put_off_what_is_due_sooner(clock: MovableClock) -> None:
    work = Work(clock, due=[MONDAY + SECOND])

    next_due = Scheduler([a_failing_job(), work.job()], clock).settle()

    assert next_due == MONDAY + SECOND


def test_a_job_that_cannot_say_when_it_is_due_is_asked_again_in_a_while(
    clock: MovableClock,
) -> None:
    def fault() -> datetime | None:
        raise JobFaultError

    speechless = Job(id="speechless", run=lambda: 0, next_due=fault, every=NEVER)

    assert Scheduler([speechless], clock).settle() == MONDAY + RETRY


@given(st.lists(st.none() | st.integers(min_value=0, max_value=9)))
def test_each_step_runs_on_its_own_and_what_they_did_is_added_up(
    outcomes: list[int | None],
) -> None:
    ran: list[int] = []

    def step(number: int, outcome: int | None) -> int:
        ran.append(number)
        return fail() if outcome is None else outcome

    with structlog.testing.capture_logs() as logged:
        done = run_each("steps", [partial(step, *pair) for pair in enumerate(outcomes)])

    assert ran == list(range(len(outcomes)))
    assert done == sum(outcome or 0 for outcome in outcomes)
    assert [line["job"] for line in logged] == ["steps"] * outcomes.count(None)
    assert len({line["ref"] for line in logged}) == len(logged)


def test_a_process_told_to_end_runs_no_further_step() -> None:
    def end() -> int:
        raise SystemExit

    ran: list[int] = []

    def go_on() -> int:
        ran.append(1)
        return 1

    with pytest.raises(SystemExit):
        run_each("steps", [end, go_on])

    assert ran == []


def test_a_job_runs_once_at_a_time(clock: MovableClock) -> None:
    at_once, most, lock = 0, 0, Lock()
    meeting = Event()

    def run() -> int:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        meeting.wait(0.05)  # Long enough for the others to come in, were they let.
        with lock:
            at_once -= 1
        return 0

    job = Job(id="alone", run=run, next_due=lambda: None)
    with ThreadPoolExecutor(4) as threads:
        results = [threads.submit(job.try_run) for _ in range(4)]

    assert [result.result() for result in results] == [0, 0, 0, 0]
    assert most == 1


def test_a_started_scheduler_ticks(clock: MovableClock, start: Callable[..., Scheduler]) -> None:
    ticked = [Event(), Event()]

    def run() -> int:
        next(event for event in (*ticked, Event()) if not event.is_set()).set()
        return 0

    start(Job(id="tick", run=run, next_due=lambda: None, every=timedelta(milliseconds=20)))

    assert all(event.wait(10) for event in ticked)


def test_a_tick_that_fails_is_followed_by_another(
    clock: MovableClock, start: Callable[..., Scheduler]
) -> None:
    failed, ran_again = Event(), Event()

    def run() -> int:
        if failed.is_set():
            ran_again.set()
            return 0
        failed.set()
        return fail()

    start(Job(id="tick", run=run, next_due=lambda: None, every=timedelta(milliseconds=20)))

    assert ran_again.wait(10)


def test_waking_does_at_once_what_has_become_due(
    clock: MovableClock, start: Callable[..., Scheduler]
) -> None:
    is_done = Event()
    work = Work(clock, followed_by=is_done.set)
    scheduler = start(work.job())
    work.due.append(MONDAY)

    scheduler.wake()

    assert is_done.wait(10)
    assert work.done == [MONDAY]


def test_waking_while_awake_loses_nothing(
    clock: MovableClock, start: Callable[..., Scheduler]
) -> None:
    is_almost_over, may_end, is_done = Event(), Event(), Event()
    work = Work(clock, followed_by=is_done.set)

    def next_due() -> datetime | None:
        # By now the first round has looked for work and will not look again.
        is_almost_over.set()
        may_end.wait(10)
        return work.next_due()

    scheduler = start(Job(id="work", run=work.run, next_due=next_due, every=NEVER))
    scheduler.wake()
    assert is_almost_over.wait(10)
    work.due.append(MONDAY)

    for _ in range(5):
        scheduler.wake()

    assert is_done.wait(10)
    may_end.set()


def test_waking_before_the_start_or_after_the_end_does_nothing(clock: MovableClock) -> None:
    work = Work(clock, due=[MONDAY])
    scheduler = Scheduler([work.job()], clock)

    scheduler.wake()
    scheduler.start()
    scheduler.stop()
    scheduler.wake()
    scheduler.stop()

    assert work.done == []


def test_stopping_waits_for_what_is_running(clock: MovableClock) -> None:
    is_running, is_over = Event(), Event()

    def run() -> int:
        is_running.set()
        is_over.wait(0.1)
        is_over.set()
        return 0

    scheduler = Scheduler([Job(id="slow", run=run, next_due=lambda: None, every=NEVER)], clock)
    scheduler.start()
    scheduler.wake()
    assert is_running.wait(10)

    scheduler.stop()

    assert is_over.is_set()


def test_a_bot_in_another_process_steps_through_each_due_moment(clock: MovableClock) -> None:
    weeks = [MONDAY + timedelta(weeks=number) for number in range(1, 5)]
    work = Work(clock, due=list(weeks))
    asked_twice, asked = Event(), Event()

    def next_due() -> datetime | None:
        # It is asked a second time only after the workspace has taken the first report.
        (asked_twice if asked.is_set() else asked).set()
        return work.next_due()

    server = SandboxServer(clock=clock, manifest=read_manifest(manifest_file()))
    server.start()
    remote = WorkspaceClock(f"{server.url}/sandbox/clock")
    job = Job(id="work", run=work.run, next_due=next_due, every=NEVER)
    follower = ClockFollower(Scheduler([job], remote), remote)
    follower.start()
    try:
        assert asked_twice.wait(10)
        server.moves.move_to(MONDAY + timedelta(weeks=5))
    finally:
        follower.stop()
        server.stop()

    assert work.done == weeks
