"""Holds the recogniser in use; it is opened in a thread of its own, once somebody needs it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Final, Protocol

from bot.errors import UserFacingError
from bot.knowledge.files import KnowledgeError
from bot.logs import get_logger
from bot.surveys.comment_reading import NO_ANTI_PATTERN

_log = get_logger(__name__)

_PATIENCE: Final = 120.0
"""For so many seconds a release waits for the recogniser; training takes about ten."""


@dataclass(frozen=True)
class Found:
    """A label that was found, how likely it is right, and the words that carried it."""

    id: str
    confidence: float
    evidence: tuple[str, ...] = ()


def said(correction: str) -> tuple[Found, ...]:
    """Return what a comment shows by what its author says."""
    return () if correction == NO_ANTI_PATTERN else (Found(correction, 1.0),)


class Recognises(Protocol):
    """Reads comments; `version` is another one whenever it would read some comment otherwise."""

    @property
    def version(self) -> str:
        """What it was learned from, in few letters."""
        ...

    def read(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """Return what each comment shows; nothing is an answer."""
        ...


class Reader:
    """The recogniser in use; threads share it.

    A start does not wait for it, and where nobody writes comments it is never opened. Its thread
    ends with the process, since what it learns can be learned again.

    Args:
        open_recogniser: opens it; takes a second, or ten where it has to be trained.
        patience: for how many seconds whoever can't do without it waits.

    """

    def __init__(
        self, open_recogniser: Callable[[], Recognises], *, patience: float = _PATIENCE
    ) -> None:
        self._open = open_recogniser
        self._patience = patience
        self._turn = Lock()
        self._opening: Future[Recognises] | None = None
        self._ready: Recognises | None = None

    def find(self) -> Recognises | None:
        """Return the recogniser if it is there yet, and have it opened if it is not."""
        if self._ready is None:
            self.prepare()
        return self._ready

    def prepare(self) -> None:
        """Have it opened, unless it is or is tried already."""
        with self._turn:
            if self._opening is None:
                self._opening = self._begin()

    def renew(self) -> None:
        """Have it opened anew, from what there is to learn from by now; meanwhile it stays."""
        with self._turn:
            if self._opening is None or self._opening.done():
                self._opening = self._begin()

    def wait(self) -> Recognises | None:
        """Return the recogniser once it is there, or None where it can't be opened in time."""
        if self._ready is None:
            self.prepare()
            self.finish()
        return self._ready

    def finish(self) -> None:
        """Wait until what is being opened is there, or can't be."""
        if self._opening is not None:
            wait([self._opening], timeout=self._patience)

    def _begin(self) -> Future[Recognises]:
        opening: Future[Recognises] = Future()
        Thread(target=self._open_into, args=(opening,), name="recogniser", daemon=True).start()
        return opening

    def _open_into(self, opening: Future[Recognises]) -> None:
        try:
            self._ready = self._open()
            opening.set_result(self._ready)
        except (KnowledgeError, UserFacingError, OSError) as error:
            # Comments are kept and read later; nothing else depends on it.
            _log.error("recogniser_not_opened", reason=str(error))
            opening.set_exception(error)
        finally:
            if not opening.done():
                opening.cancel()
