"""The table of handovers that are proposed to leads, each once."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, ForeignKey, Row, String, delete, func, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.handover.proposals.domain import Proposal, ProposalKind


class ProposalRow(Base):
    """A handover that leads may begin; `occasion` keeps it from being proposed twice."""

    __tablename__ = "handover_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    occasion: Mapped[str] = mapped_column(String(100), unique=True)
    owner_id: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    model_id: Mapped[int | None] = mapped_column(ForeignKey("model.id"))
    declined_by: Mapped[str | None] = mapped_column(String(40))


class Proposals:
    """Proposals, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, proposal: Proposal) -> None:
        """Store a proposal, unless one for the same occasion is stored."""
        self._connection.execute(
            insert_into(self._connection, ProposalRow)
            .values(
                kind=proposal.kind,
                occasion=proposal.occasion,
                owner_id=proposal.owner_id,
                day=proposal.day,
                model_id=proposal.model_id,
            )
            .on_conflict_do_nothing(index_elements=["occasion"])
        )

    def list_all(self) -> tuple[Proposal, ...]:
        """Return every proposal."""
        rows = self._connection.execute(select(ProposalRow.__table__).order_by(ProposalRow.id))
        return tuple(_proposal(row) for row in rows)

    def find(self, proposal_id: int) -> Proposal | None:
        """Return a proposal by its id."""
        row = self._connection.execute(
            select(ProposalRow.__table__).where(ProposalRow.id == proposal_id)
        ).one_or_none()
        return None if row is None else _proposal(row)

    def count_of_models(self) -> dict[int, int]:
        """Return how often each model was proposed."""
        rows = self._connection.execute(
            select(ProposalRow.model_id, func.count())
            .where(ProposalRow.model_id.is_not(None))
            .group_by(ProposalRow.model_id)
        )
        return {row[0]: row[1] for row in rows if row[0] is not None}

    def decline(self, proposal_id: int, *, by: str) -> None:
        """Store that a lead wants none of it."""
        self._connection.execute(
            change(ProposalRow).where(ProposalRow.id == proposal_id).values(declined_by=by)
        )

    def forget_guests(self, *, before: date) -> int:
        """Delete the proposals that name the end of a guest's account before a day."""
        forgotten = self._connection.execute(
            delete(ProposalRow).where(
                ProposalRow.kind == ProposalKind.GUEST, ProposalRow.day < before
            )
        )
        return forgotten.rowcount


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        row.id,
        ProposalKind(row.kind),
        row.occasion,
        row.owner_id,
        row.day,
        row.model_id,
        row.declined_by,
    )
