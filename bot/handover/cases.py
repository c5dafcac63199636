"""Everything about the handover of one model together: model, state, card, leads, who is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.database import Database
from bot.handover.cards.sections import CRITICAL, SECTIONS
from bot.handover.dig_storage import Digs
from bot.handover.domain import Model, SectionText
from bot.handover.figures import Proof
from bot.handover.handover_storage import Handovers
from bot.handover.history_service import History, HistoryService
from bot.handover.knowers import list_left
from bot.handover.leaving_storage import Leavings
from bot.handover.owner_storage import Owners
from bot.handover.owners import OwnerClaim, OwnerStanding, list_owners
from bot.handover.prefill import list_prefilled
from bot.handover.proof_storage import Known, Proofs
from bot.handover.review_storage import Reviews
from bot.handover.reviews import Review, list_still_changed
from bot.handover.rules.sessions import Burden, Question
from bot.handover.rules.states import UNDER_WAY, Handover, State
from bot.handover.service import ModelService
from bot.teams.domain import Roster
from bot.teams.service import TeamService


@dataclass(frozen=True)
class Case:
    """One model with all that its handover depends on.

    Attributes:
        model: the model.
        handover: where it stands; steady, where nobody has set a date yet.
        leads: who leads the team that runs it, the deactivated left out.
        texts: the newest answer to each section that has one.
        inactive: those whose accounts are known to be off.
        skipped: sections that the owner wants to be asked later.
        proofs: the drills that were passed.
        claims: how people stand to it besides its first owner.
        asked: who is asked which sections, where it is pieced together without its owner.
        history: new versions since, and what its card could not answer.
        reviewer: who reads its card where it has no successor.
        changed: what somebody said is not so any more, of the answers that stand now.

    """

    model: Model
    handover: Handover
    leads: tuple[str, ...]
    texts: dict[str, SectionText]
    inactive: frozenset[str]
    skipped: frozenset[str]
    proofs: tuple[Proof, ...]
    claims: tuple[OwnerClaim, ...] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def list_to_dig(self, user_id: str) -> tuple[str, ...]:
        """Return what somebody may answer of it now that its owner is gone."""
        asked = {user: s for user, s in self.asked.items() if user not in self.inactive}
        return list_left(
            frozenset(self.handover.open_critical),
            asked,
            by=user_id,
            is_lead=user_id in self.leads,
        )

    def may_say(self, user_id: str) -> bool:
        """Whether somebody says who is to run it: its owner does, and who leads its team."""
        return user_id in (self.handover.owner_id, *self.leads)

    def may_be_run_next(self, *, by: str) -> bool:
        """Whether somebody may name its successor, as long as it is run at all."""
        return self.may_say(by) and self.handover.state is not State.RETIRED

    @property
    def others(self) -> tuple[str, ...]:
        """Who owns it besides its first owner."""
        return list_owners(self.claims)

    @property
    def owners(self) -> frozenset[str]:
        """Everybody who owns it."""
        first = () if self.model.owner_id is None else (self.model.owner_id,)
        return frozenset((*first, *self.others))

    history: History = field(default_factory=History)
    reviewer: str | None = None
    changed: tuple[Review, ...] = ()

    def list_open(self, *, now: datetime) -> frozenset[str]:
        """Return the sections that its owner is to be asked."""
        is_begun = self.handover.state is not State.STEADY
        return frozenset(
            section.id
            for section in SECTIONS
            if not (
                section.id in self.handover.answered
                if is_begun and section.is_critical
                else self._is_told(section.id, now=now, days=section.fresh_days)
            )
        )

    def list_told(self, *, now: datetime) -> frozenset[str]:
        """Return the critical sections that the owner has answered lately, before any date."""
        days = {section.id: section.fresh_days for section in SECTIONS}
        return frozenset(s for s in CRITICAL if self._is_told(s, now=now, days=days[s]))

    def _is_told(self, section_id: str, *, now: datetime, days: int) -> bool:
        text = self.texts.get(section_id)
        if text is None or text.author_id != self.model.owner_id:
            return False
        return now - text.answered_at <= timedelta(days=days)

    def burden(self, *, now: datetime) -> Burden:
        """Return it as planning needs it."""
        is_proven = any(
            proof.user_id != self.model.owner_id and proof.user_id not in self.inactive
            for proof in self.proofs
        )
        is_asked = self.handover.state in UNDER_WAY | {State.STEADY, State.ACCEPTED}
        still_open = self.list_open(now=now) if is_asked else frozenset[str]()
        return Burden(
            self.model.id,
            int(self.model.tier),
            is_proven,
            still_open,
            self.skipped & still_open,
            list_prefilled(self.history.registered) & still_open,
        )


class Cases:
    """Reads cases; the model service reads the register, so that its rules stay in one place."""

    def __init__(
        self,
        database: Database,
        models: ModelService,
        teams: TeamService,
        histories: HistoryService,
    ) -> None:
        self._database = database
        self._models = models
        self._teams = teams
        self._histories = histories

    def get(self, model_id: int, *, now: datetime) -> Case:
        """Return the case of a model.

        Raises:
            ModelError: there is no such model.

        """
        model = self._models.get_model(model_id=model_id)
        return self._read([model], now=now)[0]

    def list_models(self) -> tuple[Model, ...]:
        """Return every model; a case costs more, so jobs begin with these."""
        return self._models.list_models()

    def list_all(self, *, now: datetime) -> tuple[Case, ...]:
        """Return the case of every model."""
        return self._read(self._models.list_models(), now=now)

    def list_of(
        self, owner_id: str, *, now: datetime, only_model_id: int | None = None
    ) -> tuple[Case, ...]:
        """Return the cases of somebody's models, or of one of them."""
        owned = [m for m in self._models.list_models() if m.owner_id == owner_id]
        models = [m for m in owned if only_model_id in (None, m.id)]
        return self._read(models, now=now)

    def list_of_team(self, team_id: int, *, now: datetime) -> tuple[Case, ...]:
        """Return the cases of the models that a team runs."""
        models = [m for m in self._models.list_models() if m.team_id == team_id]
        return self._read(models, now=now)

    def is_restricted(self, team_id: int) -> bool:
        """Return whether a team's cards are for its own people only."""
        return team_id in self._models.list_restricted()

    def list_responsible(self) -> frozenset[str]:
        """Return who owns a model, and who leads the team of one."""
        models = self._models.list_models()
        with self._database.reading() as connection:
            others = list_owners(Owners(connection).list_standing(OwnerStanding.OWNER))
        rosters = {roster.team.id: roster for roster in self._teams.list_rosters()}
        owners = {model.owner_id for model in models if model.owner_id is not None}
        leads = {lead for model in models for lead in _leads(model, rosters)}
        return frozenset(owners | leads | set(others))

    def list_leads_of(self, user_id: str) -> tuple[str, ...]:
        """Return who leads somebody: in their teams, and in those of their models."""
        teams = {m.team_id for m in self._models.list_models() if m.owner_id == user_id}
        rosters = [
            roster
            for roster in self._teams.list_rosters()
            if roster.team.id in teams or user_id in {p.user_id for p in roster.participants}
        ]
        return tuple(dict.fromkeys(lead for roster in rosters for lead in roster.leads))

    def _read(self, models: Iterable[Model], *, now: datetime) -> tuple[Case, ...]:
        found = tuple(models)
        rosters = {roster.team.id: roster for roster in self._teams.list_rosters()}
        ids = [model.id for model in found]
        texts = self._models.list_sections_of(model_ids=ids)
        histories = self._histories.list_histories(model_ids=ids)
        with self._database.reading() as connection:
            inactive = Known(connection).list_inactive()
            handovers = Handovers(connection).list_of(ids)
            skipped = _by_model(Handovers(connection).list_skipped())
            proofs = Proofs(connection).list_proofs(ids)
            claims = Owners(connection).list_of_all(ids)
            digs = Digs(connection).list_all()
            reviewers = Reviews(connection).list_reviewers(ids)
            changed = Reviews(connection).list_changed(ids)
        return tuple(
            Case(
                model,
                handovers.get(model.id) or steady(model, now=now),
                tuple(u for u in _leads(model, rosters) if u not in inactive),
                {text.section: text for text in texts.get(model.id, ())},
                inactive,
                skipped.get(model.id, frozenset()),
                proofs.get(model.id, ()),
                claims.get(model.id, ()),
                digs.get(model.id, {}),
                histories.get(model.id, History()),
                reviewers.get(model.id),
                list_still_changed(changed, texts.get(model.id, ())),
            )
            for model in found
        )


def steady(model: Model, *, now: datetime) -> Handover:
    """Return how the handover of a model stands of which nobody has set a date."""
    state = State.REGISTERED if model.owner_id is None else State.STEADY
    return Handover(model.id, state, now, owner_id=model.owner_id)


def _by_model(skipped: Iterable[Question]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for question in skipped:
        found.setdefault(question.model_id, set()).add(question.section_id)
    return {model_id: frozenset(sections) for model_id, sections in found.items()}


def _leads(model: Model, rosters: dict[int, Roster]) -> tuple[str, ...]:
    """Return who leads the team that runs a model; one that no team runs has its owner's leads."""
    if model.team_id in rosters:
        return rosters[model.team_id].leads
    found = [
        roster.leads
        for roster in rosters.values()
        if model.owner_id in {person.user_id for person in roster.participants}
    ]
    return tuple(dict.fromkeys(lead for leads in found for lead in leads))


def count_answer(connection: Connection, owner_id: str | None, question: Question) -> None:
    """Note that a question was dealt with, in the owner's session if they have one."""
    leaving = None if owner_id is None else Leavings(connection).find_of(owner_id)
    if leaving is not None:
        Leavings(connection).count_answer(leaving.id)
    Handovers(connection).forget_skip(question)
