"""Asks Slack several things at once, for no longer than a person's form can wait."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Final, TypeVar

Result = TypeVar("Result")

_AT_ONCE: Final = 32


def ask_all(
    calls: Sequence[Callable[[], Result]], *, seconds: float | None = None
) -> tuple[Result, ...]:
    """Make every call, many at once, and return the answers in the order of the calls.

    Args:
        calls: requests, independent of each other.
        seconds: how long to wait for all of them together; None waits for as long as they take.

    Raises:
        TimeoutError: they were not all answered in time; those under way are left to end.

    """
    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="at-once")
    try:
        return _results([pool.submit(call) for call in calls], seconds)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _results(futures: Sequence[Future[Result]], seconds: float | None) -> tuple[Result, ...]:
    done, waiting = wait(futures, timeout=seconds, return_when=FIRST_EXCEPTION)
    for future in done:
        future.result()  # Whichever failed says why, rather than that time ran out.
    if waiting:
        raise TimeoutError
    return tuple(future.result() for future in futures)
