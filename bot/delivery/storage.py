"""The deliveries that are stored: written down, claimed, changed and found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, false, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.database import insert_into
from bot.delivery.domain import LONGEST_WAIT, REQUEST_TIMEOUT, Delivery, DeliveryState
from bot.delivery.row_storage import (
    UNREADABLE,
    DeliveryRow,
    claimable,
    delivery_from,
    next_due,
    values_of,
)
from bot.logs import get_logger, new_reference

_log = get_logger(__name__)

_AT_ONCE: Final = 500
"""How many rows one statement inserts; SQLite takes some 32,000 parameters."""


class Deliveries:
    """The deliveries, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, deliveries: Sequence[Delivery], *, reason: str | None = None) -> int:
        """Write deliveries down unless their keys are known; return how many are new."""
        new = 0
        for start in range(0, len(deliveries), _AT_ONCE):
            statement = (
                insert_into(self._connection, DeliveryRow)
                .values([values_of(d, reason) for d in deliveries[start : start + _AT_ONCE]])
                .on_conflict_do_nothing(index_elements=["key"])
                .returning(DeliveryRow.id)
            )
            new += len(self._connection.scalars(statement).all())
        return new

    def claim(
        self, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        """Take the oldest claimable deliveries for `owner`.

        A row that another process is just claiming is passed over, not waited for. A rewrite is
        claimable once the message that it rewrites is settled. One that cannot be read holds up no
        other: it is looked at again after a while.
        """
        ids = self._connection.scalars(claimable(), {"now": now, "limit": limit}).all()
        if not ids:
            return ()
        self._connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(ids))
            .values(
                owner=owner, lease_until=lease_until, claimable_at=lease_until + REQUEST_TIMEOUT
            )
        )
        try:
            return self._read(*ids)
        except UNREADABLE:
            until = now + LONGEST_WAIT
            return tuple(each for row_id in ids for each in self._read_alone(row_id, until=until))

    def _read(self, *ids: int) -> tuple[Delivery, ...]:
        rows = self._connection.execute(
            select(*DeliveryRow.__table__.columns)
            .where(DeliveryRow.id.in_(ids))
            .order_by(DeliveryRow.due_at, DeliveryRow.id)
        )
        return tuple(delivery_from(row) for row in rows)

    def _read_alone(self, row_id: int, *, until: datetime) -> tuple[Delivery, ...]:
        """Return one row's delivery, or nothing where it cannot be read; then it is put aside."""
        try:
            return self._read(row_id)
        except UNREADABLE as error:
            reference = new_reference()
            # Neither key nor words of the fault: they may tell whose row it is.
            _log.error("delivery_unreadable", ref=reference, fault=type(error).__name__)
            self._connection.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == row_id)
                .values(claimable_at=until, reason=f"could not be read (ref {reference})")
            )
            return ()

    def change(self, key: str, *, owner: str, now: datetime, **values: object) -> bool:
        """Change a delivery that `owner` still holds; say whether it did."""
        result = self._connection.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.key == key, DeliveryRow.owner == owner, DeliveryRow.lease_until > now
            )
            .values(**values)
        )
        return result.rowcount == 1

    def settle_without_trace(self, key: str, *, owner: str, now: datetime) -> bool:
        """Settle a delivery as if nothing had had to be posted; say whether `owner` held it."""
        held = self.change(
            key,
            owner=owner,
            now=now,
            state=DeliveryState.SENT,
            started_at=DeliveryRow.due_at,
            settled_at=DeliveryRow.due_at,
            claimable_at=DeliveryRow.due_at,
            attempts=0,
            reason=None,
        )
        if held:
            self.set_parts([key], owner=None, lease_until=None)
        return held

    def find(self, key: str, *, for_update: bool = False) -> Delivery | None:
        """Return the delivery with this key; `for_update` holds it against other senders."""
        return next(iter(self._list(DeliveryRow.key == key, for_update=for_update)), None)

    def list_due_people(self, *, now: datetime, limit: int) -> tuple[str, ...]:
        """Return to whom something is due that waits for the message of their day."""
        people = self._connection.scalars(
            select(DeliveryRow.address)
            .where(DeliveryRow.state == DeliveryState.WAITING, DeliveryRow.claimable_at <= now)
            .group_by(DeliveryRow.address)
            .order_by(func.min(DeliveryRow.claimable_at), DeliveryRow.address)
            .limit(limit)
        )
        return tuple(people)

    def list_waiting(self, user_id: str) -> tuple[Delivery, ...]:
        """Return what waits for somebody's day, due or not, and hold it against other senders."""
        return self._list(
            DeliveryRow.address == user_id,
            DeliveryRow.state == DeliveryState.WAITING,
            for_update=True,
        )

    def list_carried(self, key: str) -> tuple[Delivery, ...]:
        """Return the parts of the message of a day, in the order in which they fell due."""
        return self._list(DeliveryRow.carried_by == key)

    def list_shown(
        self, beginnings: Sequence[str], *, to: str | None, since: datetime | None
    ) -> tuple[tuple[str, str], ...]:
        """Return key and addressee of parts whose keys begin so, one for each message of a day."""
        conditions = [
            DeliveryRow.state == DeliveryState.CARRIED,
            or_(false(), *(DeliveryRow.key.startswith(b, autoescape=True) for b in beginnings)),
        ]
        if to is not None:
            conditions.append(DeliveryRow.address == to)
        if since is not None:
            conditions.append(DeliveryRow.due_at >= since)
        rows = self._connection.execute(
            select(func.min(DeliveryRow.key), DeliveryRow.address)
            .where(*conditions)
            .group_by(DeliveryRow.carried_by, DeliveryRow.address)
        )
        return tuple((key, address) for key, address in rows)

    def was_any_sent(self, keys: Sequence[str]) -> bool:
        """Whether any of these was posted, by itself or carried by a message that was."""
        message = aliased(DeliveryRow)
        sent = (
            select(DeliveryRow.id)
            .outerjoin(message, message.key == DeliveryRow.carried_by)
            .where(
                DeliveryRow.key.in_(keys),
                or_(
                    DeliveryRow.state == DeliveryState.SENT,
                    (DeliveryRow.state == DeliveryState.CARRIED)
                    & (message.state == DeliveryState.SENT),
                ),
            )
        )
        return self._connection.scalar(sent.limit(1)) is not None

    def have_settled(self, keys: Sequence[str]) -> bool:
        """Whether some of these were owed, and none of them is still to be posted."""
        message = aliased(DeliveryRow)
        rows = self._connection.execute(
            select(DeliveryRow.state, message.state)
            .outerjoin(message, message.key == DeliveryRow.carried_by)
            .where(DeliveryRow.key.in_(keys))
        ).all()
        is_over = (DeliveryState.SENT, DeliveryState.SKIPPED, DeliveryState.FAILED)
        return bool(rows) and all((day or own) in is_over for own, day in rows)

    def find_last_day(self, user_id: str) -> Delivery | None:
        """Return the latest message of somebody's days."""
        is_day = (DeliveryRow.address == user_id) & DeliveryRow.is_day.is_(True)
        row = self._connection.execute(
            select(DeliveryRow.__table__).where(is_day).order_by(DeliveryRow.id.desc()).limit(1)
        ).one_or_none()
        return None if row is None else delivery_from(row)

    def find_day_at(self, user_id: str, ts: str) -> Delivery | None:
        """Return the message of a day that is known to stand at `ts`."""
        return next(iter(self._list(DeliveryRow.address == user_id, DeliveryRow.ts == ts)), None)

    def set_parts(self, keys: Iterable[str], **values: object) -> None:
        """Change parts that no sender holds on their own."""
        self._connection.execute(
            update(DeliveryRow).where(DeliveryRow.key.in_(list(keys))).values(**values)
        )

    def put_aside(self, user_id: str, *, until: datetime, reason: str) -> None:
        """Look later at what waits for somebody, without reading any of it: a row may be broken."""
        self._connection.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.address == user_id,
                DeliveryRow.state == DeliveryState.WAITING,
                DeliveryRow.claimable_at < until,
            )
            .values(claimable_at=until, reason=reason)
        )

    def forget(self, keys: Iterable[str]) -> None:
        """Delete deliveries, so that nothing tells that they ever were owed."""
        self._connection.execute(delete(DeliveryRow).where(DeliveryRow.key.in_(list(keys))))

    def list_addressees(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return to whom these are owed as far as they are conditional."""
        people = select(DeliveryRow.address).where(
            DeliveryRow.key.in_(list(keys)), DeliveryRow.is_conditional.is_(True)
        )
        return tuple(self._connection.scalars(people.distinct()))

    def forget_empty_days(self, user_id: str, *, but: str) -> None:
        """Delete somebody's conditional days that are settled and carry nothing, save one."""
        part = aliased(DeliveryRow)
        self._connection.execute(
            delete(DeliveryRow).where(
                DeliveryRow.address == user_id,
                DeliveryRow.key != but,
                DeliveryRow.state == DeliveryState.SENT,
                DeliveryRow.is_day.is_(True),
                DeliveryRow.is_conditional.is_(True),
                ~select(part.id).where(part.carried_by == DeliveryRow.key).exists(),
            )
        )

    def find_next_due(self) -> datetime | None:
        """Return the earliest moment at which something can be claimed or carried."""
        return self._connection.scalar(next_due())

    def _list(
        self, *conditions: ColumnElement[bool], for_update: bool = False
    ) -> tuple[Delivery, ...]:
        statement = select(DeliveryRow.__table__).where(*conditions)
        if for_update:
            statement = statement.with_for_update()
        rows = self._connection.execute(statement.order_by(DeliveryRow.due_at, DeliveryRow.id))
        return tuple(delivery_from(row) for row in rows)
