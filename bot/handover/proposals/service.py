"""Use cases of proposals: a guest's account ends, or a quarter has begun; a lead decides."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.database import Database
from bot.handover.cases import Case, Cases
from bot.handover.domain import Tier
from bot.handover.figures import bus_factor
from bot.handover.leaving_storage import Leavings
from bot.handover.proof_storage import Known
from bot.handover.proposals.domain import (
    KEPT_FOR,
    Candidate,
    Proposal,
    ProposalKind,
    choose_to_rotate,
    is_soon,
    last_day_of_rotation,
    quarter_of,
)
from bot.handover.proposals.storage import Proposals
from bot.handover.rules.leaving import Leaving
from bot.handover.rules.states import HandoverError, State
from bot.people.service import PeopleService
from bot.teams.domain import Roster
from bot.teams.service import TeamService

_A_DAY = timedelta(days=1)
_LEAST_PEOPLE = 2


@dataclass(frozen=True)
class Proposed:
    """A proposal as it stands: the models, who decides, and whether it has been begun."""

    proposal: Proposal
    cases: tuple[Case, ...]
    leads: tuple[str, ...]
    last_day: date
    has_begun: bool
    is_over: bool


class ProposalService:
    """Proposes handovers to leads, and begins none."""

    def __init__(
        self, database: Database, cases: Cases, people: PeopleService, teams: TeamService
    ) -> None:
        self._database = database
        self._cases = cases
        self._people = people
        self._teams = teams

    def propose(self, *, now: datetime) -> int:
        """Store what is to be proposed by now; return how many are new."""
        with self._database.reading() as connection:
            known = {each.occasion for each in Proposals(connection).list_all()}
        found = [*self._list_guests(now=now), *self._list_rotations(known, now=now)]
        new = [proposal for proposal in found if proposal.occasion not in known]
        if new:
            with self._database.writing() as connection:
                stored = {each.occasion for each in Proposals(connection).list_all()}
                for proposal in new:
                    if proposal.occasion not in stored:
                        Proposals(connection).add(proposal)
        return len(new)

    def forget_old(self, *, now: datetime) -> int:
        """Delete when guests' accounts ended, ninety days after."""
        before = now.date() - KEPT_FOR
        with self._database.reading() as connection:
            guests = [p for p in Proposals(connection).list_all() if p.kind is ProposalKind.GUEST]
        if not any(proposal.day < before for proposal in guests):
            return 0
        with self._database.writing() as connection:
            return Proposals(connection).forget_guests(before=before)

    def list_open(self, *, now: datetime) -> tuple[Proposed, ...]:
        """Return what is proposed and still to be decided."""
        with self._database.reading() as connection:
            stored = Proposals(connection).list_all()
        undecided = [p for p in stored if p.declined_by is None and _is_current(p, now=now)]
        found = [self._look(proposal, now=now) for proposal in undecided]
        return tuple(each for each in found if not each.has_begun and not each.is_over)

    def find(self, *, proposal_id: int, now: datetime) -> Proposed | None:
        """Return a proposal as it stands."""
        with self._database.reading() as connection:
            proposal = Proposals(connection).find(proposal_id)
        return None if proposal is None else self._look(proposal, now=now)

    def require(self, *, proposal_id: int, by: str, now: datetime) -> Proposed:
        """Return a proposal that somebody may decide on.

        Raises:
            HandoverError: it is over, or not theirs to decide.

        """
        found = self.find(proposal_id=proposal_id, now=now)
        if found is None or found.is_over or found.has_begun:
            raise HandoverError("This proposal is over, so nothing changed.")
        if by not in found.leads:
            raise HandoverError("Only a lead decides that, so nothing changed.")
        return found

    def decline(self, *, proposal_id: int, by: str, now: datetime) -> None:
        """Store that a lead wants none of it.

        Raises:
            HandoverError: it is over, or not theirs to decide.

        """
        self.require(proposal_id=proposal_id, by=by, now=now)
        with self._database.writing() as connection:
            Proposals(connection).decline(proposal_id, by=by)

    def _list_guests(self, *, now: datetime) -> list[Proposal]:
        """Return the handovers of guests whose accounts end soon; the day before is their last."""
        with self._database.reading() as connection:
            ends = Known(connection).list_ends()
        found = []
        for user_id, ends_on in ends.items():
            last_day = ends_on - _A_DAY
            today = self._people.get_times(user_id=user_id).day_of(now)
            if not is_soon(last_day, today=today) or self._find_current(user_id, today=today):
                continue
            if self._cases.list_of(user_id, now=now):
                occasion = f"{ProposalKind.GUEST}:{user_id}:{ends_on}"
                found.append(Proposal(0, ProposalKind.GUEST, occasion, user_id, last_day))
        return found

    def _list_rotations(self, known: set[str], *, now: datetime) -> list[Proposal]:
        quarter, began_on = quarter_of(now.date())
        waiting = {
            f"{ProposalKind.ROTATION}:{roster.team.id}:{quarter}": roster
            for roster in self._teams.list_rosters()
            if roster.leads and len(roster.participants) >= _LEAST_PEOPLE
        }
        waiting = {
            occasion: roster for occasion, roster in waiting.items() if occasion not in known
        }
        if not waiting:
            return []
        critical = [m for m in self._cases.list_models() if m.tier is Tier.CRITICAL and m.owner_id]
        cases = tuple(self._cases.get(model.id, now=now) for model in critical)
        with self._database.reading() as connection:
            proposed = Proposals(connection).count_of_models()
            busy = {
                each.owner_id
                for each in Leavings(connection).list_all()
                if each.last_day >= now.date()
            }
        found = []
        for occasion, roster in waiting.items():
            candidates = _list_candidates(cases, roster, now=now)
            chosen = choose_to_rotate(candidates, proposed, busy=busy)
            if chosen is not None:
                kind = ProposalKind.ROTATION
                found.append(
                    Proposal(0, kind, occasion, chosen.owner_id, began_on, chosen.model_id)
                )
        return found

    def _look(self, proposal: Proposal, *, now: datetime) -> Proposed:
        times = self._people.get_times(user_id=proposal.owner_id)
        today = times.day_of(now)
        cases = self._cases.list_of(proposal.owner_id, only_model_id=proposal.model_id, now=now)
        leaving = self._find_current(proposal.owner_id, today=today)
        has_begun = leaving is not None and leaving.only_model_id in (None, proposal.model_id)
        if proposal.kind is ProposalKind.GUEST:
            leads = self._cases.list_leads_of(proposal.owner_id)
            is_over = today > proposal.day or not cases or self._has_moved(proposal)
            return Proposed(proposal, cases, leads, proposal.day, has_begun, is_over)
        leads = cases[0].leads if cases else ()
        is_over = not cases or quarter_of(now.date())[1] != proposal.day
        last_day = last_day_of_rotation(times, today=today)
        return Proposed(proposal, cases, leads, last_day, has_begun, is_over)

    def _has_moved(self, proposal: Proposal) -> bool:
        """Whether a guest's account ends on another day by now, or on none."""
        with self._database.reading() as connection:
            ends_on = Known(connection).list_ends().get(proposal.owner_id)
        return ends_on is None or ends_on - _A_DAY != proposal.day

    def _find_current(self, owner_id: str, *, today: date) -> Leaving | None:
        with self._database.reading() as connection:
            leaving = Leavings(connection).find_of(owner_id)
        return leaving if leaving is not None and leaving.last_day >= today else None


def _is_current(proposal: Proposal, *, now: datetime) -> bool:
    if proposal.kind is ProposalKind.ROTATION:
        return proposal.day == quarter_of(now.date())[1]
    return proposal.day >= now.date() - _A_DAY  # It may be yesterday yet where the owner is.


def _list_candidates(cases: tuple[Case, ...], roster: Roster, *, now: datetime) -> list[Candidate]:
    found = []
    for case in cases:
        owner_id, model = case.model.owner_id, case.model
        is_calm = case.handover.state in (State.STEADY, State.ACCEPTED)
        is_theirs = model.team_id == roster.team.id
        if owner_id is None or owner_id in case.inactive or not (is_theirs and is_calm):
            continue
        factor = bus_factor(case.proofs, case.owners, inactive=case.inactive, now=now)
        found.append(Candidate(model.id, model.name, owner_id, len(factor.proven)))
    return found
