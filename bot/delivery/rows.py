"""The table of deliveries, and how its rows read."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.delivery.domain import Delivery, DeliveryState, Message


class DeliveryRow(Base):
    """A message owed.

    `rewrites` names the delivery whose message is drawn anew; `carried_by` the message of a
    person's day that this one is part of, and `is_day` marks such a message.
    """

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(40), index=True)
    carried_by: Mapped[str | None] = mapped_column(String(200), index=True)
    is_day: Mapped[bool] = mapped_column(server_default=false())
    is_conditional: Mapped[bool] = mapped_column(server_default=false())
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


def values_of(delivery: Delivery, reason: str | None) -> dict[str, object]:
    """Return the row of a delivery that is new; `reason` says why it is settled already."""
    return {
        "key": delivery.key,
        "address": delivery.address,
        "is_day": delivery.is_day,
        "is_conditional": delivery.is_conditional,
        "rewrites": delivery.rewrites,
        "text": delivery.message.text,
        "blocks": [dict(block) for block in delivery.message.blocks],
        "due_at": delivery.due_at,
        "expires_at": delivery.expires_at,
        "claimable_at": delivery.due_at,
        "state": delivery.state,
        "attempts": 0,
        "reason": reason,
    }


def delivery_of(row: Row[Any]) -> Delivery:
    """Return what a row stands for."""
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
        carried_by=row.carried_by,
        is_day=row.is_day,
        is_conditional=row.is_conditional,
        settled_at=row.settled_at,
    )
