"""The table of those who own a model besides its first owner, or did, or say that they do."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Row, String, UniqueConstraint, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, UtcDateTime
from bot.handover.owners import DECIDED, OwnerClaim, OwnerStanding
from bot.handover.storage import ModelRow


class OwnerRow(Base):
    """Somebody who owns a model with its first owner, once that one or a lead has said so."""

    __tablename__ = "model_owner"
    __table_args__ = (UniqueConstraint("model_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"))
    user_id: Mapped[str] = mapped_column(String(40), index=True)
    standing: Mapped[str] = mapped_column(String(20))
    decided_by: Mapped[str | None] = mapped_column(String(40))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Owners:
    """Who owns models besides their first owners, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        model_id: int,
        user_id: str,
        standing: OwnerStanding,
        *,
        now: datetime,
        by: str | None = None,
    ) -> OwnerClaim:
        """Store how somebody stands to a model from now on."""
        self.forget(model_id, user_id)
        claim_id = self._connection.execute(
            insert(OwnerRow)
            .values(
                model_id=model_id,
                user_id=user_id,
                standing=standing,
                decided_by=by,
                changed_at=now,
            )
            .returning(OwnerRow.id)
        ).scalar_one()
        return OwnerClaim(claim_id, model_id, user_id, standing, now, by)

    def decide(
        self, claim: OwnerClaim, standing: OwnerStanding, *, by: str, now: datetime
    ) -> OwnerClaim:
        """Store what was said of a claim, which stays the same row."""
        self._connection.execute(
            change(OwnerRow)
            .where(OwnerRow.id == claim.id)
            .values(standing=standing, decided_by=by, changed_at=now)
        )
        return replace(claim, standing=standing, changed_at=now, decided_by=by)

    def forget(self, model_id: int, user_id: str) -> None:
        """Forget how somebody stood to a model."""
        self._connection.execute(
            delete(OwnerRow).where(OwnerRow.model_id == model_id, OwnerRow.user_id == user_id)
        )

    def change_first(self, model_id: int, user_id: str, *, now: datetime) -> None:
        """Make somebody the first owner of a model; whoever was it is remembered as such."""
        before = self._connection.scalar(select(ModelRow.owner_id).where(ModelRow.id == model_id))
        self._connection.execute(
            change(ModelRow).where(ModelRow.id == model_id).values(owner_id=user_id, owned_at=now)
        )
        self.note_change(model_id, before=before, after=user_id, now=now)

    def note_change(
        self, model_id: int, *, before: str | None, after: str | None, now: datetime
    ) -> None:
        """Remember who was a model's first owner, and that the new one is no second one."""
        if after is not None:
            self.forget(model_id, after)
        if before is not None and before != after:
            self.put(model_id, before, OwnerStanding.FORMER, now=now)

    def find(self, claim_id: int) -> OwnerClaim | None:
        """Return a claim by its id."""
        row = self._connection.execute(
            select(OwnerRow.__table__).where(OwnerRow.id == claim_id)
        ).one_or_none()
        return None if row is None else _claim(row)

    def list_of(self, model_id: int) -> tuple[OwnerClaim, ...]:
        """Return everybody who stands to a model in some way, the first to do so first."""
        return self._list(OwnerRow.model_id == model_id)

    def list_of_all(self, model_ids: Collection[int]) -> dict[int, tuple[OwnerClaim, ...]]:
        """Return the same of several models, in one query."""
        found: dict[int, tuple[OwnerClaim, ...]] = {}
        for claim in self._list(OwnerRow.model_id.in_(model_ids)):
            found[claim.model_id] = (*found.get(claim.model_id, ()), claim)
        return found

    def list_standing(self, standing: OwnerStanding) -> tuple[OwnerClaim, ...]:
        """Return everybody who stands so to any model."""
        return self._list(OwnerRow.standing == standing)

    def list_decided(self, *, since: datetime) -> tuple[OwnerClaim, ...]:
        """Return the claims that somebody has decided since a moment."""
        is_decided = OwnerRow.standing.in_(DECIDED) & OwnerRow.decided_by.is_not(None)
        return self._list(is_decided & (OwnerRow.changed_at >= since))

    def _list(self, condition: Any) -> tuple[OwnerClaim, ...]:
        rows: Iterable[Row[Any]] = self._connection.execute(
            select(OwnerRow.__table__).where(condition).order_by(OwnerRow.id)
        )
        return tuple(_claim(row) for row in rows)


def _claim(row: Row[Any]) -> OwnerClaim:
    return OwnerClaim(
        row.id,
        row.model_id,
        row.user_id,
        OwnerStanding(row.standing),
        row.changed_at,
        row.decided_by,
    )
