"""The only place that reads the clock; everything else takes `now` or a `Clock`."""

import json
from datetime import UTC, datetime
from threading import Lock
from typing import Protocol
from urllib.request import Request, urlopen


class Clock(Protocol):
    """Tells the present moment, aware and in UTC."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that can be moved forward: the local workspace's, and the tests'.

    A flowing clock goes on from where it was moved to at the machine's pace; one that does not
    flow stands still until it is moved.
    """

    def __init__(self, start: datetime, *, flows: bool = True) -> None:
        self._moment = start.astimezone(UTC)
        self._flows = flows
        self._set_at = datetime.now(UTC)
        self._lock = Lock()

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        with self._lock:
            return self._read()

    def move_to(self, moment: datetime) -> None:
        """Set the clock to `moment`; a moment already past leaves it where it is."""
        with self._lock:
            self._moment = max(self._read(), moment.astimezone(UTC))
            self._set_at = datetime.now(UTC)

    def _read(self) -> datetime:
        if not self._flows:
            return self._moment
        return self._moment + (datetime.now(UTC) - self._set_at)


class WorkspaceClock:
    """The clock of a local workspace in another process, read over loopback.

    Args:
        url: the workspace's clock, such as http://127.0.0.1:8765/sandbox/clock.

    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def now(self) -> datetime:
        """Return the workspace's present moment in UTC.

        Raises:
            OSError: the workspace does not answer.

        """
        return self._read(Request(self._url))  # noqa: S310 - settings admit loopback only

    def report_settled(
        self, participant: str, *, at: datetime, next_due: datetime | None
    ) -> datetime:
        """Say that all due at `at` is done, and wait (a second or so) until the clock is moved.

        Raises:
            OSError: the workspace does not answer.

        """
        report = {
            "participant": participant,
            "at": at.isoformat(),
            "next_due": None if next_due is None else next_due.isoformat(),
        }
        return self._read(
            Request(  # noqa: S310 - settings admit loopback only
                f"{self._url}/settled",
                data=json.dumps(report).encode(),
                headers={"Content-Type": "application/json"},
            )
        )

    def _read(self, request: Request) -> datetime:
        with urlopen(request, timeout=10) as response:  # noqa: S310 - settings admit loopback only
            answer = json.load(response)
        return datetime.fromisoformat(answer["now"]).astimezone(UTC)
