"""Use cases of deliveries: owe, claim, and settle."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.database import Database
from bot.delivery.domain import (
    LEASE,
    NOTHING,
    REQUEST_TIMEOUT,
    Delivery,
    DeliveryState,
    Message,
    owed,
    wait_before_retry,
)
from bot.delivery.storage import Deliveries


class DeliveryService:
    """Keeps the list of what is owed; `bot.delivery.sender` sends it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def owe(
        self,
        key: str,
        *,
        to: str,
        at: datetime,
        until: datetime | None = None,
        message: Message = NOTHING,
        is_conditional: bool = False,
    ) -> bool:
        """Owe a message to a person or channel; a key that is known already changes nothing.

        For the arguments see `bot.delivery.domain.owed`.
        """
        delivery = owed(
            key, to=to, at=at, until=until, message=message, is_conditional=is_conditional
        )
        return self.owe_all([delivery]) == 1

    def owe_all(self, deliveries: Sequence[Delivery]) -> int:
        """Owe several messages in one transaction; return how many were not owed before."""
        with self._database.writing() as connection:
            return Deliveries(connection).add(deliveries)

    def skip_all(self, deliveries: Sequence[Delivery], *, reason: str) -> int:
        """Write down messages that will never be sent, so that it can be told why not."""
        skipped = [replace(delivery, state=DeliveryState.SKIPPED) for delivery in deliveries]
        with self._database.writing() as connection:
            return Deliveries(connection).add(skipped, reason=reason)

    def owe_redraws(
        self,
        deliveries: Sequence[tuple[str, str]],
        *,
        at: datetime,
        name: str,
        is_conditional: bool = False,
    ) -> int:
        """Owe that messages are shown anew, as their features then say.

        Args:
            deliveries: key and addressee of each.
            at: when.
            name: what occasion it is; together with the key it is never owed twice.
            is_conditional: whether these depend on what people did, as their originals do.

        """
        redraws = [
            Delivery(
                f"{key}:{name}",
                to,
                NOTHING,
                at,
                DeliveryState.DUE,
                attempts=0,
                rewrites=key,
                is_conditional=is_conditional,
            )
            for key, to in deliveries
        ]
        return self.owe_all(redraws)

    def owe_redraws_of(
        self,
        beginnings: Sequence[str],
        *,
        to: str | None = None,
        since: datetime | None = None,
        at: datetime,
        name: str,
    ) -> int:
        """Owe that the messages of people's days are shown anew which show something of this.

        Args:
            beginnings: how the keys begin of what they show.
            to: whose messages; everybody's without it.
            since: leaves out what fell due earlier.
            at: when.
            name: what occasion it is, as in `owe_redraws`.

        """
        with self._database.reading() as connection:
            shown = Deliveries(connection).list_shown(beginnings, to=to, since=since)
        return self.owe_redraws(shown, at=at, name=name) if shown else 0

    def claim_due(self, *, owner: str, now: datetime, limit: int = 50) -> tuple[Delivery, ...]:
        """Lease what is due to one sender; nobody else can claim it until the lease has ended."""
        with self._database.writing() as connection:
            return Deliveries(connection).claim(
                owner=owner, now=now, lease_until=now + LEASE, limit=limit
            )

    def start_sending(self, delivery: Delivery, *, owner: str, now: datetime) -> bool:
        """Write down that a request is about to go out; False when the lease is no longer ours.

        To the minute, as when it is settled.
        """
        return self._change(
            delivery,
            owner=owner,
            now=now,
            state=DeliveryState.SENDING,
            started_at=delivery.started_at or _minute_of(now),
        )

    def hold_alike(
        self, deliveries: Sequence[tuple[Delivery, datetime]], *, owner: str, now: datetime
    ) -> None:
        """Hold rows until a moment each, as if requests were going out for all of them.

        They keep when they started, which is the same for all that are held together.
        """
        with self._database.writing() as connection:
            for delivery, until in deliveries:
                Deliveries(connection).change(
                    delivery.key,
                    owner=owner,
                    now=now,
                    state=DeliveryState.SENDING,
                    started_at=delivery.started_at,
                    lease_until=until + LEASE,
                    claimable_at=until + LEASE + REQUEST_TIMEOUT,
                )

    def settle_sent(
        self,
        delivery: Delivery,
        *,
        owner: str,
        now: datetime,
        place: tuple[str, str] | None,
    ) -> bool:
        """Write down that all is done, and in which channel at which timestamp a message stands.

        Of what is conditional, and of what is drawn anew, nothing stays that tells whether there
        was something to post: no place, no failed attempts, and not how long it took.
        """
        if delivery.is_conditional or delivery.rewrites is not None:
            with self._database.writing() as connection:
                return Deliveries(connection).settle_without_trace(
                    delivery.key, owner=owner, now=now
                )
        channel, ts = place or (None, None)
        return self._change(
            delivery,
            owner=owner,
            now=now,
            state=DeliveryState.SENT,
            channel=channel,
            ts=ts,
            settled_at=_minute_of(now),
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

    def was_any_sent(self, keys: Sequence[str]) -> bool:
        """Whether anything of this was posted, by itself or in the message of somebody's day."""
        with self._database.reading() as connection:
            return Deliveries(connection).was_any_sent(keys)

    def have_settled(self, keys: Sequence[str]) -> bool:
        """Whether some of these were owed, and none of them is still to be posted."""
        with self._database.reading() as connection:
            return Deliveries(connection).have_settled(keys)

    def find_next_due(self) -> datetime | None:
        """Return when a delivery can next be claimed."""
        with self._database.reading() as connection:
            return Deliveries(connection).find_next_due()


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
