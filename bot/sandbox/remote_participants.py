"""Participants of clock moves in other processes, who report over HTTP what they have settled."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Condition

PATIENCE_SECONDS = 30.0
"""How long a move waits for somebody who is still at work."""
GONE_SECONDS = 5.0
"""Who has been silent for so long while nobody waited is not waited for."""
POLL_SECONDS = 1.0
_GLANCE_SECONDS = 0.05
_JUMP = timedelta(seconds=0.25)
"""A clock that flows is always a little on; only more than that is news."""


@dataclass
class _Report:
    """What a participant said; `call` is the last call to settle that it had heard by then."""

    at: datetime
    next_due: datetime | None
    heard_at: float
    call: int
    is_waiting: bool = True


class RemoteParticipants:
    """Waits for remote participants at each step, and lets each wait for the next one."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._now = now
        self._monotonic = monotonic
        self._patience = patience
        self._reports: dict[str, _Report] = {}
        self._changed = Condition()
        self._heard: dict[str, int] = {}
        self._call = 0
        self._is_closed = False

    def report(self, participant: str, *, at: datetime, next_due: datetime | None) -> datetime:
        """Take a report, and return the clock's time as soon as there is work, or in a second."""
        with self._changed:
            report = _Report(at, next_due, self._monotonic(), call=self._heard.get(participant, -1))
            self._reports[participant] = report
            self._changed.notify_all()
            started = self._monotonic()
            while not self._has_news(report, started):
                self._changed.wait(_GLANCE_SECONDS)
            report.is_waiting = False
            report.heard_at = self._monotonic()
            self._heard[participant] = self._call
            return self._now()

    def settle(self) -> list[datetime | None]:
        """Wait until everybody has settled the present instant; return when each is due next."""
        with self._changed:
            self._forget_gone()
            # What is due may have changed without the clock: a report counts only when its work
            # began after this call.
            self._call += 1
            self._changed.notify_all()
            deadline = self._monotonic() + self._patience
            while self._behind() and self._monotonic() < deadline and not self._is_closed:
                self._changed.wait(_GLANCE_SECONDS)
            for participant in self._behind():
                del self._reports[participant]
            return [report.next_due for report in self._reports.values()]

    def forget(self, participant: str) -> None:
        """Wait no longer for somebody whose connection has closed."""
        with self._changed:
            self._reports.pop(participant, None)
            self._changed.notify_all()

    def names(self) -> tuple[str, ...]:
        """Return who takes part."""
        with self._changed:
            return tuple(self._reports)

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _has_news(self, report: _Report, started: float) -> bool:
        now, waited = self._now(), self._monotonic() - started
        if self._is_closed or waited >= POLL_SECONDS:
            return True
        if report.call < self._call:
            return True
        if _is_unfinished(report):
            return waited >= _GLANCE_SECONDS
        is_due = report.next_due is not None and report.next_due <= now
        return is_due or now - report.at > timedelta(seconds=waited) + _JUMP

    def _behind(self) -> list[str]:
        return [
            name
            for name, report in self._reports.items()
            if report.call < self._call or _is_unfinished(report)
        ]

    def _forget_gone(self) -> None:
        now = self._monotonic()
        for name, report in list(self._reports.items()):
            if not report.is_waiting and now - report.heard_at > GONE_SECONDS:
                del self._reports[name]


def _is_unfinished(report: _Report) -> bool:
    return report.next_due is not None and report.next_due <= report.at
