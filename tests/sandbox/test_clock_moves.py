from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread

import pytest

from bot.clock import Clock, MovableClock, WorkspaceClock
from bot.sandbox.clock_moves import ClockMoves, StuckError
from bot.sandbox.remote_participants import RemoteParticipants
from bot.sandbox.server import SandboxServer
from tests.sandbox.driving import MONDAY, post


@dataclass
class Weekly:
    """Works once a week, and keeps when it did."""

    clock: Clock
    due: datetime = MONDAY + timedelta(weeks=1)
    worked_at: list[datetime] = field(default_factory=list)

    def settle(self) -> datetime | None:
        while self.due <= self.clock.now():
            self.worked_at.append(self.clock.now())
            self.due += timedelta(weeks=1)
        return self.due


def every_monday(count: int) -> list[datetime]:
    return [MONDAY + timedelta(weeks=week) for week in range(1, count + 1)]


@pytest.mark.parametrize("flows", [False, True])
def test_a_move_stops_at_every_due_moment(*, flows: bool) -> None:
    clock = MovableClock(MONDAY, flows=flows)
    moves = ClockMoves(clock)
    weekly = Weekly(clock)
    moves.join(weekly)

    moves.move_to(MONDAY + timedelta(weeks=26, days=1))

    assert [moment.date() for moment in weekly.worked_at] == [
        moment.date() for moment in every_monday(26)
    ]
    assert clock.now() >= MONDAY + timedelta(weeks=26, days=1)


def test_the_clock_is_never_set_back() -> None:
    clock = MovableClock(MONDAY, flows=False)

    ClockMoves(clock).move_to(MONDAY - timedelta(days=1))

    assert clock.now() == MONDAY


def test_work_that_stays_due_is_reported_instead_of_repeated_for_ever() -> None:
    clock = MovableClock(MONDAY, flows=False)
    moves = ClockMoves(clock)

    class NeverDone:
        def settle(self) -> datetime | None:
            return MONDAY

    moves.join(NeverDone())

    with pytest.raises(StuckError):
        moves.move_to(MONDAY + timedelta(days=1))


def test_a_participant_in_another_process_is_waited_for_at_every_step(
    server: SandboxServer,
) -> None:
    clock = WorkspaceClock(f"{server.url}/sandbox/clock")
    weekly = Weekly(clock)
    now = clock.now()
    weekly.settle()

    def take_part() -> None:
        moment = now
        while len(weekly.worked_at) < 3:
            due = weekly.settle()
            moment = clock.report_settled("bot", at=moment, next_due=due)
            weekly.settle()
        clock.report_settled("bot", at=moment, next_due=weekly.due)

    away = Thread(target=take_part)
    away.start()
    wait_until(lambda: server.moves.remote.names() == ("bot",))

    moved = post(server, "clock/move", {"to": (MONDAY + timedelta(weeks=3)).isoformat()})
    away.join()

    assert moved == {"now": (MONDAY + timedelta(weeks=3)).isoformat()}
    assert weekly.worked_at == every_monday(3)


def test_who_does_not_settle_is_left_behind_after_a_while() -> None:
    clock = MovableClock(MONDAY, flows=False)
    remote = RemoteParticipants(clock.now, patience=0.01)
    remote.close()
    remote.report("bot", at=MONDAY - timedelta(hours=1), next_due=None)

    assert remote.settle() == []
    assert remote.names() == ()


def wait_until(is_true: Callable[[], bool]) -> None:
    while not is_true():
        pass
