"""Draws messages anew after presses, apart from the threads that acknowledge presses."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Event, Lock
from time import monotonic
from typing import Final

from bot.slack.bolt import put_into_words

Draw = Callable[[], timedelta | None]
"""Draws, and returns how long Slack asks to wait before it can be done, if it does."""

_THREADS: Final = 8
_PER_SECOND: Final = 25.0
"""More than Slack takes for long; where more people press at once than that, presses go first."""


class RedrawQueue:
    """What is still to be drawn: for each message the newest state only, one drawing at a time.

    A drawing takes several times as long as storing an answer. In the threads of the presses it
    would keep others' presses waiting, so it has threads of its own and begins at a limited pace.
    """

    def __init__(self, *, per_second: float = _PER_SECOND) -> None:
        self._between = 1 / per_second
        self._next = 0.0
        self._lock = Lock()
        self._is_stopping = Event()
        self._newest: dict[Hashable, Draw | None] = {}
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="drawing")

    def ask(self, key: Hashable, draw: Draw) -> None:
        """Have a message drawn soon; `draw` reads what there is to show when it is called.

        It replaces what was asked for under the same key and has not begun.
        """
        with self._lock:
            is_under_way = key in self._newest
            self._newest[key] = draw
        if not is_under_way:
            self._pool.submit(self._draw, key).add_done_callback(partial(self._ended, key))

    def stop(self) -> None:
        """Draw what is left at once, and take no more."""
        self._is_stopping.set()
        self._pool.shutdown(wait=True)

    def _draw(self, key: Hashable) -> None:
        while self._is_wanted(key):
            self._wait_for_turn()
            draw = self._take(key)
            pause = draw()
            if pause is not None and not self._is_stopping.is_set():
                self._put_back(key, draw, pause)

    def _is_wanted(self, key: Hashable) -> bool:
        with self._lock:
            if self._newest[key] is None:
                del self._newest[key]
                return False
        return True

    def _take(self, key: Hashable) -> Draw:
        with self._lock:
            draw, self._newest[key] = self._newest[key], None
        return draw or _nothing

    def _put_back(self, key: Hashable, draw: Draw, pause: timedelta) -> None:
        """Keep a drawing for later, and every other one too: the limit is everybody's."""
        with self._lock:
            self._newest[key] = self._newest[key] or draw
            self._next = max(self._next, monotonic() + pause.total_seconds())

    def _wait_for_turn(self) -> None:
        with self._lock:
            now = monotonic()
            turn = max(now, self._next)
            self._next = turn + self._between
        self._is_stopping.wait(turn - now)

    def _ended(self, key: Hashable, done: Future[None]) -> None:
        """Log what nobody foresaw, and go on with what was asked for meanwhile."""
        error = done.exception()
        if not isinstance(error, Exception):
            return
        put_into_words(error)
        with self._lock:
            left = self._newest.pop(key, None)
        if left is not None and not self._is_stopping.is_set():
            self.ask(key, left)


def _nothing() -> None:
    """Stand for a drawing that somebody else has done."""
