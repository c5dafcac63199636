"""What a delivery is, and when one may be claimed, sent again or given up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

LEASE = timedelta(seconds=60)
"""How long a claimed delivery belongs to its claimer; far longer than one request may take."""

REQUEST_TIMEOUT = timedelta(seconds=10)
"""How long one request to Slack may take before it counts as unanswered."""

LONGEST_WAIT = timedelta(hours=1)
"""However often an attempt has failed, the next one is no further off."""

CHANNEL_INTERVAL = timedelta(seconds=1)
"""Slack takes about one message a second a channel (docs: rate limits, chat.postMessage)."""


_PEOPLE: Final = ("U", "W")
"""How the ids of people begin; channels begin with C, G or D."""


class DeliveryState(StrEnum):
    """Where a delivery stands.

    What is owed to a person waits for the message of their day, and is carried by it; whether it
    arrived is then told by that message.
    """

    WAITING = "waiting"
    CARRIED = "carried"
    DUE = "due"
    SENDING = "sending"  # A request went out or may have; in doubt once its lease has ended.
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Upload:
    """A picture's file in Slack; `is_fresh` is whether Slack may still be working on it."""

    file_id: str
    is_fresh: bool = False


@dataclass(frozen=True)
class Picture:
    """What stands in for a chart where a workspace does not take charts.

    Attributes:
        chart: the `block_id` of the chart.
        name: of the file.
        title: what stands above it.
        alt_text: what it shows, in words.
        draw: returns it as a PNG.
        keep: remembers which file it was uploaded as, or with None that this file is gone.
        upload: the file that is remembered, so that it is uploaded once and not with each message.

    """

    chart: str
    name: str
    title: str
    alt_text: str
    draw: Callable[[], bytes] = field(compare=False)
    keep: Callable[[str | None], None] = field(compare=False)
    upload: Upload | None = None


@dataclass(frozen=True)
class Message:
    """What is shown: blocks, and the text of notifications and screen readers.

    `pictures` stand in for charts among the blocks.
    """

    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    pictures: tuple[Picture, ...] = ()


NOTHING: Final = Message("")
"""The message of a delivery whose feature says at the last moment what it shows."""


@dataclass(frozen=True)
class Delivery:
    """A message owed to a person or channel, by a unique key.

    One with `is_day` is the message of one person's day: what it says are the parts it carries.
    Whether something is sent that `is_conditional` depends on what its addressee did, so nothing
    may tell afterwards whether it was: neither where it stands nor how long it took.
    """

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
    carried_by: str | None = None
    is_day: bool = False
    is_conditional: bool = False
    settled_at: datetime | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have been posted already, so that it must be looked for first."""
        return self.state is DeliveryState.SENDING and self.rewrites is None

    @property
    def is_quiet(self) -> bool:
        """Whether nothing may tell what becomes of it: a reminder's day, and drawing it anew."""
        return self.is_conditional and (self.is_day or self.rewrites is not None)

    def has_expired(self, now: datetime) -> bool:
        """Whether it is too late to send it."""
        return self.expires_at is not None and self.expires_at <= now


class Times(Protocol):
    """When a person may be written to."""

    def day_of(self, moment: datetime) -> date:
        """Return the day that it is for them."""

    def next_moment(self, moment: datetime) -> datetime:
        """Return `moment` itself if they are at work then, else when they next are."""

    def ends_on(self, day: date) -> datetime:
        """Return when their working hours of a day are over."""

    def next_day(self, moment: datetime) -> datetime:
        """Return when they begin on the first working day after the day of `moment`."""


class Hours(Protocol):
    """Knows when people work."""

    def list_times(self, user_ids: Sequence[str]) -> Mapping[str, Times]:
        """Return everybody's times."""


def owed(
    key: str,
    *,
    to: str,
    at: datetime,
    until: datetime | None = None,
    message: Message = NOTHING,
    is_conditional: bool = False,
) -> Delivery:
    """Return a new delivery.

    Args:
        key: what it is, to whom and for which occasion; no two deliveries share one.
        to: the id of a person or channel.
        at: when it falls due; for a person, the message of their day comes then or later.
        until: from when on it is not sent any more; without it, it is tried without end.
        message: what they are shown, unless its feature says so at the last moment.
        is_conditional: whether it depends on what they did if it is sent at all.

    """
    return Delivery(
        key,
        to,
        message,
        at,
        DeliveryState.WAITING if is_person(to) else DeliveryState.DUE,
        attempts=0,
        expires_at=until,
        is_conditional=is_conditional,
    )


@dataclass(frozen=True)
class Wait:
    """Nothing is sent to a person before this moment."""

    until: datetime


def is_person(address: str) -> bool:
    """Whether an address is a person's, so that what is owed to them waits for their day."""
    return address.startswith(_PEOPLE)


def day_key(user_id: str, day: date) -> str:
    """Return the key of the message of a person's day."""
    return f"day:{user_id}:{day}"


def plan_day(
    parts: Sequence[Delivery], last: Delivery | None, times: Times, *, now: datetime
) -> Wait | None:
    """Return until when a person's due parts wait, or None to send them now, in one message.

    They wait for working hours, for the next working day where today had its message, and for the
    last of what falls due today, so that it all comes at once, unless one would expire meanwhile.

    Args:
        parts: what the person is owed, due or not yet.
        last: the latest message of a day that they were sent, or are being sent.
        times: when they work.
        now: the present moment.

    """
    if (start := times.next_moment(now)) > now:
        return Wait(start)
    today = times.day_of(now)
    if last is not None and _counts_for(last, today, times):
        return Wait(times.next_day(now))
    deadlines = [part.expires_at for part in parts if part.due_at <= now and part.expires_at]
    latest = min([times.ends_on(today), *deadlines])
    later = [part.due_at for part in parts if now < part.due_at < latest]
    return Wait(max(later)) if later else None


def _counts_for(last: Delivery, day: date, times: Times) -> bool:
    """Whether a day has had its message: sent on it, under its key, or still under way.

    What counts is when sending began: a lost answer is perhaps looked up on a later day only.
    """
    if last.is_conditional and last.state is DeliveryState.SENDING and last.started_at is not None:
        # Held from another day, by a process that ended: nothing of it is posted any more.
        return last.key == day_key(last.address, day)
    if last.settled_at is None or last.key == day_key(last.address, day):
        return True
    if last.state is not DeliveryState.SENT or last.started_at is None:
        return False
    return times.day_of(last.started_at) == day


class Pace:
    """Remembers where something was posted a moment ago, and what Slack asked to wait with.

    It is forgotten when that is over.
    """

    def __init__(self) -> None:
        self._free_at: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._free_at)

    def find_free_at(self, address: str, *, now: datetime) -> datetime:
        """Return when the next message may be posted to an address: now, or a little later.

        So with anything else of a name under which waiting was noted.
        """
        return max(now, self._free_at.get(address, now))

    def note_post(self, address: str, *, now: datetime) -> None:
        """Keep an address from the next message until its interval has passed."""
        self.note_wait(address, CHANNEL_INTERVAL, now=now)

    def note_wait(self, name: str, pause: timedelta, *, now: datetime) -> None:
        """Keep from something until a while has passed."""
        still_busy = {key: moment for key, moment in self._free_at.items() if moment > now}
        self._free_at = {**still_busy, name: now + pause}


def wait_before_retry(attempts: int) -> timedelta:
    """Return how long to wait after this many failed attempts: half a minute, then doubling."""
    return timedelta(seconds=min(15 * 2**attempts, int(LONGEST_WAIT.total_seconds())))
