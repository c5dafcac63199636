"""Connections to PostgreSQL that do not wait for a server which has fallen silent."""

from time import monotonic
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen

Result = TypeVar("Result")

_LOOK_EVERY: Final = 0.1


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection that is given up when the server says nothing for longer than `patience`.

    The server's own timeouts are kept by the server: one that is stopped, or behind a network that
    swallows what is sent, keeps none of them. Its kernel still acknowledges what arrives, so TCP
    notices nothing either.
    """

    patience: float = 2.0
    """Seconds for each thing that is asked."""

    first: float | None = None
    """Seconds for the next thing only, where some of the time has been spent before."""

    def wait(
        self, gen: PQGen[Result], interval: float = _LOOK_EVERY, timeout: float | None = None
    ) -> Result:
        """Wait for the server as the driver does, and no longer than `patience`.

        Raises:
            psycopg.OperationalError: it said nothing in time; the connection is closed.

        """
        seconds = self.patience if self.first is None else self.first
        self.first = None
        if timeout is not None:  # The driver's own, which its older versions do not know.
            seconds = min(seconds, timeout)
        return super().wait(self._until(gen, monotonic() + seconds), interval)

    def _until(self, gen: PQGen[Result], end: float) -> PQGen[Result]:
        try:
            awaited = next(gen)
            while True:
                # Nothing is ready when the driver's interval has passed without a word.
                is_ready = yield awaited
                if not is_ready and monotonic() >= end:
                    self.close()
                    raise psycopg.OperationalError("the server fell silent")
                awaited = gen.send(is_ready)
        except StopIteration as finished:
            result: Result = finished.value
            return result
