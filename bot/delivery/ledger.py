"""What a sender notes of its deliveries: in their rows, or in memory where a row would tell."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.day_service import DayService
from bot.delivery.domain import Delivery, DeliveryState, wait_before_retry
from bot.delivery.quiet import Quiet
from bot.delivery.service import DeliveryService


class Ledger:
    """One sender's claims, and what came of each."""

    def __init__(self, deliveries: DeliveryService, days: DayService, clock: Clock) -> None:
        self._deliveries = deliveries
        self._days = days
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._quiet = Quiet(deliveries, days, owner=self._owner)

    def claim_due(self) -> tuple[Delivery, ...]:
        """Claim what is due, and return it with what is to be tried again now."""
        now = self._clock.now()
        batch = self._deliveries.claim_due(owner=self._owner, now=now)
        self._quiet.take([d for d in batch if d.is_quiet], now=now)
        return (*(d for d in batch if not d.is_quiet), *self._quiet.list_due(now=now))

    def list_ended(self) -> tuple[Delivery, ...]:
        """Return what was held for long enough."""
        return self._quiet.list_ended(now=self._clock.now())

    def end(self, delivery: Delivery) -> int:
        """Settle a row whose time is over."""
        return self._quiet.end(delivery, now=self._clock.now())

    def find_next_due(self) -> datetime | None:
        """Return when there is something to send next, also of what no row tells."""
        moments = (self._deliveries.find_next_due(), self._quiet.find_next_due())
        return min((moment for moment in moments if moment is not None), default=None)

    def become_quiet(self, delivery: Delivery) -> Delivery:
        """Return a day of which nothing but what is conditional is left, held as one of those."""
        quiet = self._days.make_conditional(delivery)
        self._quiet.take([quiet], now=self._clock.now())
        return quiet

    def start_sending(self, delivery: Delivery) -> bool:
        """Say whether the lease is still ours now, and note that a request is about to go out."""
        now = self._clock.now()
        row = self._quiet.as_in_its_row(delivery)
        may = self._deliveries.start_sending(row, owner=self._owner, now=now)
        if self._quiet.holds(delivery):
            if may:
                self._quiet.note_start(delivery, now=now)
            else:
                self._quiet.drop(delivery)
        return may

    def dissolve(self, day: Delivery, *, until: datetime, reason: str | None = None) -> None:
        """Have another day carry the parts of one that certainly was not posted.

        Of a quiet one that would tell that there was something to post, once anything was tried;
        then nothing more is.
        """
        if day.is_quiet and day.started_at is not None:
            self._quiet.note(day, at=None)
            return
        now = self._clock.now()
        self._days.dissolve(day, owner=self._owner, now=now, until=until, reason=reason)
        self._quiet.drop(day)

    def settle(self, delivery: Delivery, place: tuple[str, str] | None) -> None:
        """Write down that all is done, and where a message stands."""
        if self._quiet.holds(delivery):
            self._quiet.note(delivery, at=None)
            return
        now = self._clock.now()
        self._deliveries.settle_sent(delivery, owner=self._owner, now=now, place=place)

    def forget(self, delivery: Delivery, gone: Sequence[str]) -> None:
        """Forget what a redraw has taken off a message; a quiet one when it is settled."""
        if self._quiet.holds(delivery):
            self._quiet.note_gone(delivery, gone)
        else:
            self._days.forget(gone, now=self._clock.now())

    def give_up(self, delivery: Delivery, *, reason: str, state: DeliveryState) -> None:
        """Settle a delivery that will not be sent, with the reason."""
        if self._quiet.holds(delivery):
            self._quiet.note(delivery, at=None)
            return
        self._deliveries.give_up(
            delivery, owner=self._owner, now=self._clock.now(), reason=reason, state=state
        )

    def put_back(self, delivery: Delivery, *, until: datetime) -> None:
        """Try again later; for what certainly was not posted."""
        if self._quiet.holds(delivery):
            self._quiet.note(delivery, at=until, state=DeliveryState.DUE)
            return
        now = self._clock.now()
        self._deliveries.put_back(delivery, owner=self._owner, now=now, until=until)

    def wait(self, delivery: Delivery, pause: timedelta) -> None:
        """Go on later from where it stands."""
        now = self._clock.now()
        if self._quiet.holds(delivery):
            self._quiet.note(delivery, at=now + pause)
        else:
            self._deliveries.wait(delivery, owner=self._owner, now=now, until=now + pause)

    def retry(self, delivery: Delivery, *, reason: str, was_refused: bool = False) -> None:
        """Wait the longer the more attempts have failed; see `DeliveryService.retry_later`."""
        now = self._clock.now()
        if self._quiet.holds(delivery):
            at = now + wait_before_retry(delivery.attempts + 1)
            state = DeliveryState.DUE if was_refused else None
            self._quiet.note(delivery, at=at, state=state, is_failed=True)
            return
        self._deliveries.retry_later(
            delivery, owner=self._owner, now=now, reason=reason, was_refused=was_refused
        )
