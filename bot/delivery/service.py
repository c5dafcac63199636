"""Use cases of deliveries: owe, claim, and settle."""

from datetime import datetime

from bot.database import Database
from bot.delivery.domain import (
    LEASE,
    Delivery,
    DeliveryState,
    Message,
    wait_before_retry,
)
from bot.delivery.storage import Deliveries


class DeliveryService:
    """Keeps the list of what is owed; `bot.delivery.sender` sends it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def owe(
        self, key: str, *, to: str, message: Message, at: datetime, until: datetime | None = None
    ) -> bool:
        """Owe a message to a person or channel; a key that is known already changes nothing.

        Args:
            key: what it is, to whom and for which occasion; no two deliveries share one.
            to: the id of a person or channel.
            message: what they are shown.
            at: when it falls due.
            until: from when on it is not sent any more; without it, it is tried without end.

        """
        return self._add(
            Delivery(key, to, message, at, DeliveryState.DUE, attempts=0, expires_at=until)
        )

    def owe_rewrite(self, key: str, *, of: str, to: str, message: Message, at: datetime) -> bool:
        """Owe the rewriting of the message that was sent under the key `of`."""
        return self._add(Delivery(key, to, message, at, DeliveryState.DUE, attempts=0, rewrites=of))

    def _add(self, delivery: Delivery) -> bool:
        with self._database.writing() as connection:
            return Deliveries(connection).add(delivery)

    def claim_due(self, *, owner: str, now: datetime, limit: int = 50) -> tuple[Delivery, ...]:
        """Lease what is due to one sender; nobody else can claim it until the lease has ended."""
        with self._database.writing() as connection:
            return Deliveries(connection).claim(
                owner=owner, now=now, lease_until=now + LEASE, limit=limit
            )

    def start_sending(self, delivery: Delivery, *, owner: str, now: datetime) -> bool:
        """Write down that a request is about to go out; False when the lease is no longer ours."""
        return self._change(
            delivery,
            owner=owner,
            now=now,
            state=DeliveryState.SENDING,
            started_at=delivery.started_at or now,
        )

    def settle_sent(
        self, delivery: Delivery, *, owner: str, now: datetime, channel: str, ts: str
    ) -> bool:
        """Write down that the message stands in Slack."""
        return self._change(
            delivery,
            owner=owner,
            now=now,
            state=DeliveryState.SENT,
            channel=channel,
            ts=ts,
            settled_at=now,
        )

    def give_up(
        self,
        delivery: Delivery,
        *,
        owner: str,
        now: datetime,
        reason: str,
        state: DeliveryState = DeliveryState.FAILED,
    ) -> bool:
        """Settle a delivery that will not be sent, with the reason."""
        return self._change(
            delivery, owner=owner, now=now, state=state, reason=reason[:200], settled_at=now
        )

    def put_back(self, delivery: Delivery, *, owner: str, now: datetime, until: datetime) -> bool:
        """Try again later; for what certainly was not posted. No attempt is spent."""
        return self._change(
            delivery, owner=owner, now=now, state=DeliveryState.DUE, claimable_at=until
        )

    def wait(self, delivery: Delivery, *, owner: str, now: datetime, until: datetime) -> bool:
        """Go on later from where it stands: in doubt, if it is. No attempt is spent."""
        return self._change(delivery, owner=owner, now=now, claimable_at=until)

    def retry_later(
        self, delivery: Delivery, *, owner: str, now: datetime, reason: str, was_refused: bool
    ) -> bool:
        """Spend an attempt, and wait the longer the more of them have failed.

        What was refused certainly was not posted. What was not may have been: it goes on from
        where it stands, so that one in doubt is looked for first.
        """
        attempts = delivery.attempts + 1
        stands = {"state": DeliveryState.DUE} if was_refused else {}
        return self._change(
            delivery,
            owner=owner,
            now=now,
            attempts=attempts,
            claimable_at=now + wait_before_retry(attempts),
            reason=reason[:200],
            **stands,
        )

    def _change(self, delivery: Delivery, *, owner: str, now: datetime, **values: object) -> bool:
        with self._database.writing() as connection:
            return Deliveries(connection).change(delivery.key, owner=owner, now=now, **values)

    def find(self, key: str) -> Delivery | None:
        """Return the delivery with this key, if it was ever owed."""
        with self._database.reading() as connection:
            return Deliveries(connection).find(key)

    def find_next_due(self) -> datetime | None:
        """Return when a delivery can next be claimed."""
        with self._database.reading() as connection:
            return Deliveries(connection).find_next_due()
