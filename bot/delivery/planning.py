"""Keeps people's days from beginning while what is due with them is still being planned."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, Protocol

LONGEST_WAIT_FOR_PLANS: Final = timedelta(minutes=5)
"""How long people's days wait for one thing to be planned; it may meet with a fault each time."""


class Planning(Protocol):
    """Knows what is due by a moment and not owed yet."""

    def list_pending(self, *, now: datetime) -> Collection[str]:
        """Return what is being planned, or has to be, by names that stay the same meanwhile."""


class PlanningWatch:
    """Says whether people's days are to wait, so that one message takes all that is due.

    Another process may just have owed somebody a summary and not yet the sheet that comes with
    it. How long a thing has been waited for is known to this process only: at worst somebody gets
    a day late what could not be planned in time.
    """

    def __init__(self, planning: Planning | None) -> None:
        self._planning = planning
        self._since: dict[str, datetime] = {}

    def is_under_way(self, *, now: datetime) -> bool:
        """Say whether anything due by now is still to be planned, and not for too long already."""
        if self._planning is None:
            return False
        pending = self._planning.list_pending(now=now)
        # A clock that was wrong may have gone back since.
        self._since = {name: min(now, self._since.get(name, now)) for name in pending}
        return any(now - since < LONGEST_WAIT_FOR_PLANS for since in self._since.values())
