"""The table of deliveries: a row of it, and which rows a sender may take."""

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    JSON,
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.database import Base, UtcDateTime
from bot.database_marks import LEFT_OUT_WHERE_SET
from bot.delivery.domain import Delivery, DeliveryState, Message

UNREADABLE: Final = (AttributeError, LookupError, TypeError, ValueError)
"""What comes of a row that holds something else than was written into it."""

_UNSETTLED: Final = (DeliveryState.DUE, DeliveryState.SENDING)
_NOT_SENT_YET: Final = (DeliveryState.WAITING, *_UNSETTLED)


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
    is_conditional: Mapped[bool] = mapped_column(
        server_default=false(), info={LEFT_OUT_WHERE_SET: True}
    )
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


# Every tick asks these two, and building them takes longer than running them.
@cache
def claimable() -> Select[int]:
    """Ask for the ids of what can be claimed, the oldest first: `limit` of them at `now`."""
    return (
        select(DeliveryRow.id)
        .where(DeliveryRow.claimable_at <= bindparam("now"), _is_open())
        .order_by(DeliveryRow.due_at, DeliveryRow.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
    )


@cache
def next_due() -> Select[datetime]:
    """Ask for the earliest moment at which something can be claimed or carried."""
    is_waiting = DeliveryRow.state == DeliveryState.WAITING
    return select(func.min(DeliveryRow.claimable_at)).where(or_(is_waiting, _is_open()))


def _is_open() -> ColumnElement[bool]:
    """Ready for a sender: not settled, and what it draws anew (if anything) was sent or given up.

    What waits for the message of a person's day is not claimed: that message is.
    """
    original, day = aliased(DeliveryRow), aliased(DeliveryRow)
    day_is_under_way = (
        select(day.id).where(day.key == original.carried_by, day.state.in_(_UNSETTLED)).exists()
    )
    waits_for = select(original.id).where(
        original.key == DeliveryRow.rewrites,
        or_(original.state.in_(_NOT_SENT_YET), day_is_under_way),
    )
    return DeliveryRow.state.in_(_UNSETTLED) & or_(
        DeliveryRow.rewrites.is_(None), ~waits_for.exists()
    )


def values_of(delivery: Delivery, reason: str | None) -> dict[str, object]:
    """Return the columns of a new row."""
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


def delivery_from(row: Row[Any]) -> Delivery:
    """Return the delivery that a row holds."""
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
