"""Tells the open pages what changed, so that they read it again."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Literal

from bot.sandbox.plain import Json

Kind = Literal["message", "conversations", "modal", "home", "clock", "app"]
Queue = asyncio.Queue[Json | None]


class Changes:
    """A notice board: whoever listens gets a note of each change that concerns them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queues: list[tuple[str, asyncio.AbstractEventLoop, Queue]] = []
        self._on_change: list[Callable[[], None]] = []

    def on_any(self, callback: Callable[[], None]) -> None:
        """Have something called at every change, from whichever thread makes it."""
        self._on_change.append(callback)

    def publish(
        self, kind: Kind, *, conversation: str | None = None, only_for: str | None = None
    ) -> None:
        """Tell everybody, or one person, that something changed."""
        note: Json = {"kind": kind}
        if conversation is not None:
            note["conversation"] = conversation
        with self._lock:
            listening = list(self._queues)
        for user, loop, queue in listening:
            if only_for in (None, user):
                loop.call_soon_threadsafe(queue.put_nowait, note)
        for callback in self._on_change:
            callback()

    @contextmanager
    def listen(self, user: str) -> Iterator[Queue]:
        """Give a queue of notes; None on it means that no more will come."""
        queue: Queue = asyncio.Queue()
        entry = (user, asyncio.get_running_loop(), queue)
        with self._lock:
            self._queues.append(entry)
        try:
            yield queue
        finally:
            with self._lock:
                self._queues.remove(entry)

    def close(self) -> None:
        """Tell every listener that no more will come."""
        with self._lock:
            listening = list(self._queues)
        for _, loop, queue in listening:
            loop.call_soon_threadsafe(queue.put_nowait, None)
