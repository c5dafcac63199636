"""The table of deliveries."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Row, String, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.database import Base, UtcDateTime
from bot.delivery.domain import REQUEST_TIMEOUT, Delivery, DeliveryState, Message

_UNSETTLED = (DeliveryState.DUE, DeliveryState.SENDING)


class DeliveryRow(Base):
    """A message owed: `rewrites` names the delivery whose message this one replaces."""

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(40))
    rewrites: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String)
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimable_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    channel: Mapped[str | None] = mapped_column(String(40))
    ts: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(200))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Deliveries:
    """The deliveries, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, delivery: Delivery) -> bool:
        """Write a delivery down unless its key is known; say whether it is new."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        statement = (
            dialect.insert(DeliveryRow)
            .values(
                key=delivery.key,
                address=delivery.address,
                rewrites=delivery.rewrites,
                text=delivery.message.text,
                blocks=[dict(block) for block in delivery.message.blocks],
                due_at=delivery.due_at,
                expires_at=delivery.expires_at,
                claimable_at=delivery.due_at,
                state=DeliveryState.DUE,
                attempts=0,
            )
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(DeliveryRow.id)
        )
        return self._connection.scalar(statement) is not None

    def claim(
        self, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        """Take the oldest claimable deliveries for `owner`.

        A row that another process is just claiming is passed over, not waited for. A rewrite is
        claimable once the message that it rewrites is settled.
        """
        ids = self._connection.scalars(
            select(DeliveryRow.id)
            .where(DeliveryRow.claimable_at <= now, _is_open())
            .order_by(DeliveryRow.due_at, DeliveryRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        self._connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(ids))
            .values(
                owner=owner, lease_until=lease_until, claimable_at=lease_until + REQUEST_TIMEOUT
            )
        )
        rows = self._connection.execute(
            select(*DeliveryRow.__table__.columns)
            .where(DeliveryRow.id.in_(ids))
            .order_by(DeliveryRow.due_at, DeliveryRow.id)
        )
        return tuple(_delivery(row) for row in rows)

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

    def find(self, key: str) -> Delivery | None:
        """Return the delivery with this key."""
        row = self._connection.execute(
            select(*DeliveryRow.__table__.columns).where(DeliveryRow.key == key)
        ).one_or_none()
        return None if row is None else _delivery(row)

    def find_next_due(self) -> datetime | None:
        """Return the earliest moment at which a delivery can be claimed."""
        return self._connection.scalar(select(func.min(DeliveryRow.claimable_at)).where(_is_open()))


def _is_open() -> ColumnElement[bool]:
    """Not settled, and what it rewrites (if anything) is."""
    original = aliased(DeliveryRow)
    waits_for = select(original.id).where(
        original.key == DeliveryRow.rewrites, original.state.in_(_UNSETTLED)
    )
    return DeliveryRow.state.in_(_UNSETTLED) & or_(
        DeliveryRow.rewrites.is_(None), ~waits_for.exists()
    )


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        key=row.key,
        address=row.address,
        message=Message(row.text, tuple(row.blocks)),
        due_at=row.due_at,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        expires_at=row.expires_at,
        rewrites=row.rewrites,
        started_at=row.started_at,
        channel=row.channel,
        ts=row.ts,
    )
