"""Moves of the clock: never a jump, always from one due moment to the next.

Twenty-six weeks forward are twenty-six rounds: before each step everybody who has work to do does
all that is due, and the clock then goes to the earliest moment when something is due again.
"""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Protocol

from bot.clock import MovableClock
from bot.sandbox.remote_participants import RemoteParticipants

SETTLES_WITHOUT_PROGRESS = 1000


class Participant(Protocol):
    """Somebody who has work to do as time passes: the bot."""

    def settle(self) -> datetime | None:
        """Do all that is due now, then say when something is due next (None: nothing is)."""
        ...


class StuckError(Exception):
    """Something is due again and again at the same instant, so time cannot go on."""


class ClockMoves:
    """Moves the clock one due moment at a time; a move while one runs waits its turn."""

    def __init__(
        self,
        clock: MovableClock,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        on_step: Callable[[], None] = lambda: None,
    ) -> None:
        self.remote = RemoteParticipants(clock.now, monotonic=monotonic)
        self._clock = clock
        self._on_step = on_step
        self._participants: list[Participant] = []
        self._turn = Lock()
        self._is_moving = False

    @property
    def is_moving(self) -> bool:
        """Whether a move is under way."""
        return self._is_moving

    def join(self, participant: Participant) -> None:
        """Have a participant of this process settle at every step from now on."""
        self._participants.append(participant)

    def leave(self, participant: Participant) -> None:
        """Go on without a participant."""
        self._participants.remove(participant)

    def move_to(self, target: datetime) -> datetime:
        """Move the clock to the target through every due moment, and return its time.

        Raises:
            StuckError: something stays due however often it is done.

        """
        with self._turn:
            self._is_moving = True
            try:
                self._step_to(target)
            finally:
                self._is_moving = False
                self._on_step()
        return self._clock.now()

    def stop(self) -> None:
        """Let nobody wait for a step any more."""
        self.remote.close()

    def _step_to(self, target: datetime) -> None:
        repeats = 0
        while True:
            due = self._settle()
            if due is None or due > target:
                if self._clock.now() >= target:
                    return
                due = target
            repeats = repeats + 1 if due <= self._clock.now() else 0
            if repeats > SETTLES_WITHOUT_PROGRESS:
                raise StuckError(f"Something has been due since {due} and stays so.")
            self._clock.move_to(due)
            self._on_step()

    def _settle(self) -> datetime | None:
        moments = [participant.settle() for participant in list(self._participants)]
        moments += self.remote.settle()
        return min((moment for moment in moments if moment is not None), default=None)
