"""What a delivery is, and when one may be claimed, sent again or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(seconds=60)
"""How long a claimed delivery belongs to its claimer; far longer than one request may take."""

REQUEST_TIMEOUT = timedelta(seconds=10)
"""How long one request to Slack may take before it counts as unanswered."""

MOST_ATTEMPTS = 10
"""After this many failed attempts, over some four hours, a delivery is given up and logged."""

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
    rewrites: str | None = None
    started_at: datetime | None = None
    channel: str | None = None
    ts: str | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have been posted already, so that it must be looked for first."""
        return self.state is DeliveryState.SENDING and self.rewrites is None


def wait_before_retry(attempts: int) -> timedelta:
    """Return how long to wait after this many failed attempts: half a minute, then doubling."""
    return timedelta(seconds=15 * 2**attempts)
