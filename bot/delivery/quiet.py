"""Keeps what becomes of conditional deliveries in memory, so that meanwhile their rows are alike.

A row that is tried again, or settled later than another, tells that there was something to post.
So each of these rows is held for the same time, whatever happens, and settled at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.delivery.day_service import DayService
from bot.delivery.domain import LEASE, Delivery, DeliveryState
from bot.delivery.service import DeliveryService
from bot.logs import get_logger

_log = get_logger(__name__)

QUIET: Final = timedelta(minutes=30)
"""How long a conditional row is held, and what it stands for is tried: some six times."""


@dataclass
class _Held:
    """A delivery as it stands in memory; `at` is the next try, None once there is none to come.

    In memory it has started once it was tried; in its row when it was first held, tried or not.
    """

    delivery: Delivery
    started_at: datetime
    until: datetime
    at: datetime | None
    gone: tuple[str, ...] = field(default=())


class Quiet:
    """What is held by this process, and how it really stands.

    A process that ends forgets it; whoever claims the rows after their lease looks in Slack for
    what was posted, as for everything in doubt.
    """

    def __init__(self, deliveries: DeliveryService, days: DayService, *, owner: str) -> None:
        self._deliveries = deliveries
        self._days = days
        self._owner = owner
        self._held: dict[str, _Held] = {}

    def holds(self, delivery: Delivery) -> bool:
        """Whether what becomes of a delivery is kept here."""
        return delivery.key in self._held

    def as_in_its_row(self, delivery: Delivery) -> Delivery:
        """Return a delivery as having started when its row says so."""
        held = self._held.get(delivery.key)
        return delivery if held is None else replace(delivery, started_at=held.started_at)

    def take(self, batch: Sequence[Delivery], *, now: datetime) -> None:
        """Hold the rows of what was claimed, all of them before anything is tried."""
        new = [d for d in batch if d.key not in self._held]
        for delivery in new:
            started_at = delivery.started_at or _minute_of(now)
            until = self._end(delivery, now=now)
            self._held[delivery.key] = _Held(delivery, started_at, until, now)
        self._hold_rows([self._held[d.key] for d in new], now=now)

    def list_due(self, *, now: datetime) -> tuple[Delivery, ...]:
        """Return what is to be tried now; a fault of ours leaves it for a while."""
        due = [h for h in self._held.values() if h.at is not None and h.at <= now < h.until]
        for held in due:
            held.at = now + LEASE
        return tuple(held.delivery for held in due)

    def list_ended(self, *, now: datetime) -> tuple[Delivery, ...]:
        """Return what was held for long enough."""
        return tuple(h.delivery for h in self._held.values() if h.until <= now)

    def find_next_due(self) -> datetime | None:
        """Return when something is to be tried or settled next."""
        moments = [min(h.at or h.until, h.until) for h in list(self._held.values())]
        return min(moments, default=None)

    def end(self, delivery: Delivery, *, now: datetime) -> int:
        """Settle a row whose time is over, as every other one.

        A post that did not succeed is given up: a later reminder makes up for it. What is to be
        taken off a message is not, and its row is held once more.
        """
        held = self._held[delivery.key]
        if held.at is not None and delivery.rewrites is not None:
            held.until = self._end(delivery, now=now)
            self._hold_rows([held], now=now)
            return 1
        if held.at is not None:
            _log.warning("delivery_given_up", key="withheld", reason="not posted in time")
        self._days.forget(held.gone, now=now)
        self._deliveries.settle_sent(delivery, owner=self._owner, now=now, place=None)
        self.drop(delivery)
        return 1

    def drop(self, delivery: Delivery) -> None:
        """Forget what another day carries, or another process has taken over."""
        self._held.pop(delivery.key, None)

    def note_gone(self, delivery: Delivery, gone: Sequence[str]) -> None:
        """Remember what is to be forgotten when the row is settled."""
        self._held[delivery.key].gone = tuple(gone)

    def note(
        self,
        delivery: Delivery,
        *,
        at: datetime | None,
        state: DeliveryState | None = None,
        is_failed: bool = False,
    ) -> None:
        """Note what came of a try.

        Args:
            delivery: of what.
            at: when it is tried again; None if all is done.
            state: how it stands now, where that changed.
            is_failed: whether it took an attempt.

        """
        if (held := self._held.get(delivery.key)) is None:
            return
        attempts = delivery.attempts + is_failed
        state = state or held.delivery.state
        held.delivery = replace(held.delivery, state=state, attempts=attempts)
        held.at = at

    def note_start(self, delivery: Delivery, *, now: datetime) -> None:
        """Note that a request is about to go out; its answer may be lost."""
        held = self._held[delivery.key]
        started_at = delivery.started_at or now
        held.delivery = replace(held.delivery, state=DeliveryState.SENDING, started_at=started_at)

    def _end(self, delivery: Delivery, *, now: datetime) -> datetime:
        """Return until when a row is held: no longer than what it carries is wanted."""
        parts = self._days.list_parts(delivery) if delivery.is_day else ()
        deadlines = [p.expires_at for p in parts if p.expires_at is not None and p.expires_at > now]
        return min([_minute_of(now) + QUIET, *deadlines])

    def _hold_rows(self, held: Sequence[_Held], *, now: datetime) -> None:
        if not held:
            return
        rows = [(self.as_in_its_row(each.delivery), each.until) for each in held]
        self._deliveries.hold_alike(rows, owner=self._owner, now=now)


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
