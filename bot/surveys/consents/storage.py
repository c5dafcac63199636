"""The tables of open rounds: what was proposed to a team, and who agrees."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Row, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, insert_into
from bot.surveys.domain import Round
from bot.surveys.open_rounds import OpenState, Proposal, settle, still_holds
from bot.teams.domain import Participant, Roster


class ProposalRow(Base):
    """The newest proposal of open rounds to a team, the `number`-th.

    `has_begun` is whether the channel was told of them, `is_told` whether everybody who should be
    knows of the state as it is.
    """

    __tablename__ = "survey_open_proposal"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    number: Mapped[int]
    proposed_by: Mapped[str] = mapped_column(String(40))
    leads: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    has_begun: Mapped[bool]
    is_told: Mapped[bool]


class ConsentRow(Base):
    """Somebody was asked about open rounds; `agrees` is empty until they answer."""

    __tablename__ = "survey_consent"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    agrees: Mapped[bool | None]


class Consents:
    """Proposals and who agrees to them, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def allow_open_round(self, roster: Roster) -> bool:
        """Whether a round that opens now is an open one."""
        proposal = self.find_proposal(roster.team.id, for_update=True)
        if proposal is None or proposal.state is not OpenState.AGREED:
            return False
        return settle(proposal, roster, self.list_agreeing(roster.team.id)) is OpenState.AGREED

    def allow_showing(self, round_: Round, roster: Roster, asked: Sequence[Participant]) -> bool:
        """Whether a round that closes now is shown as an open one; no withdrawal can overtake."""
        if not round_.is_open:
            return False
        proposal = self.find_proposal(round_.team_id, for_update=True)
        return still_holds(proposal, roster, self.list_agreeing(round_.team_id), asked)

    def find_proposal(self, team_id: int, *, for_update: bool = False) -> Proposal | None:
        """Return a team's newest proposal."""
        statement = select(ProposalRow.__table__).where(ProposalRow.team_id == team_id)
        if for_update:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _proposal(row)

    def list_proposals(self) -> tuple[Proposal, ...]:
        """Return the newest proposal of every team that ever had one."""
        rows = self._connection.execute(select(ProposalRow.__table__).order_by(ProposalRow.team_id))
        return tuple(_proposal(row) for row in rows)

    def list_untold(self) -> tuple[Proposal, ...]:
        """Return the proposals of whose state not everybody knows yet."""
        rows = self._connection.execute(
            select(ProposalRow.__table__)
            .where(ProposalRow.is_told.is_(False))
            .order_by(ProposalRow.team_id)
        )
        return tuple(_proposal(row) for row in rows)

    def propose(self, proposal: Proposal) -> None:
        """Store a new proposal in place of the one before; nobody has answered it yet."""
        self._connection.execute(delete(ConsentRow).where(ConsentRow.team_id == proposal.team_id))
        self._connection.execute(delete(ProposalRow).where(ProposalRow.team_id == proposal.team_id))
        self._connection.execute(
            insert(ProposalRow).values(
                team_id=proposal.team_id,
                number=proposal.number,
                proposed_by=proposal.proposed_by,
                leads=list(proposal.leads),
                state=proposal.state,
                has_begun=False,
                is_told=True,
            )
        )

    def set_state(self, proposal: Proposal, state: OpenState) -> None:
        """Store where a proposal stands, of which people are still to be told."""
        self._set(proposal, state=state, is_told=False)

    def mark_told(self, proposal: Proposal) -> None:
        """Store that people are told; a newer state stays to be told."""
        self._set(proposal, has_begun=proposal.state is OpenState.AGREED, is_told=True)

    def list_answers(self, team_id: int) -> dict[str, bool | None]:
        """Return who was asked, and whether they agree."""
        rows = self._connection.execute(
            select(ConsentRow.user_id, ConsentRow.agrees).where(ConsentRow.team_id == team_id)
        )
        return dict(rows.all())

    def list_agreeing(self, team_id: int) -> frozenset[str]:
        """Return who agrees."""
        return frozenset(
            user_id for user_id, agrees in self.list_answers(team_id).items() if agrees
        )

    def mark_asked(self, team_id: int, user_ids: Iterable[str]) -> None:
        """Store that these people are asked; whoever has answered already keeps their answer."""
        for user_id in user_ids:
            self._connection.execute(
                insert_into(self._connection, ConsentRow)
                .values(team_id=team_id, user_id=user_id, agrees=None)
                .on_conflict_do_nothing(index_elements=["team_id", "user_id"])
            )

    def put_answer(self, team_id: int, user_id: str, *, agrees: bool) -> None:
        """Store whether somebody agrees; a later answer replaces an earlier one."""
        self._connection.execute(
            insert_into(self._connection, ConsentRow)
            .values(team_id=team_id, user_id=user_id, agrees=agrees)
            .on_conflict_do_update(index_elements=["team_id", "user_id"], set_={"agrees": agrees})
        )

    def forget(self, team_id: int, user_ids: Iterable[str]) -> None:
        """Delete what these people answered."""
        self._connection.execute(
            delete(ConsentRow).where(
                ConsentRow.team_id == team_id, ConsentRow.user_id.in_(list(user_ids))
            )
        )

    def _set(self, proposal: Proposal, **values: object) -> None:
        self._connection.execute(
            update(ProposalRow)
            .where(
                ProposalRow.team_id == proposal.team_id,
                ProposalRow.number == proposal.number,
                ProposalRow.state == proposal.state,
            )
            .values(**values)
        )


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        team_id=row.team_id,
        number=row.number,
        proposed_by=row.proposed_by,
        leads=tuple(row.leads),
        state=OpenState(row.state),
        has_begun=row.has_begun,
    )
