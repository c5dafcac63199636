"""What a delivery is, and when one may be claimed, sent again or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(seconds=60)
"""How long a claimed delivery belongs to its claimer; far longer than one request may take."""

REQUEST_TIMEOUT = timedelta(seconds=10)
"""How long one request to Slack may take before it counts as unanswered."""

LONGEST_WAIT = timedelta(hours=1)
"""However often an attempt has failed, the next one is no further off."""

CHANNEL_INTERVAL = timedelta(seconds=1)
"""Slack takes about one message a second a channel (docs: rate limits, chat.postMessage)."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    DUE = "due"
    SENDING = "sending"  # A request went out or may have; in doubt once its lease has ended.
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """What is shown: blocks, and the text of notifications and screen readers."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Delivery:
    """A message owed to a person or channel, by a unique key."""

    key: str
    address: str
    message: Message
    due_at: datetime
    state: DeliveryState
    attempts: int
    expires_at: datetime | None = None
    rewrites: str | None = None
    started_at: datetime | None = None
    channel: str | None = None
    ts: str | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have been posted already, so that it must be looked for first."""
        return self.state is DeliveryState.SENDING and self.rewrites is None

    def has_expired(self, now: datetime) -> bool:
        """Whether it is too late to send it."""
        return self.expires_at is not None and self.expires_at <= now


class Pace:
    """Remembers to whom something was posted a moment ago, and forgets it when that is over."""

    def __init__(self) -> None:
        self._free_at: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._free_at)

    def find_free_at(self, address: str, *, now: datetime) -> datetime:
        """Return when the next message may be posted to an address: now, or a little later."""
        return max(now, self._free_at.get(address, now))

    def note_post(self, address: str, *, now: datetime) -> None:
        """Keep an address from the next message until its interval has passed."""
        still_busy = {key: moment for key, moment in self._free_at.items() if moment > now}
        self._free_at = {**still_busy, address: now + CHANNEL_INTERVAL}


def wait_before_retry(attempts: int) -> timedelta:
    """Return how long to wait after this many failed attempts: half a minute, then doubling."""
    return timedelta(seconds=min(15 * 2**attempts, int(LONGEST_WAIT.total_seconds())))
