"""The clock moved on: owe what is asked and proposed before anybody leaves."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.clock import Clock
from bot.delivery.domain import owed
from bot.delivery.service import DeliveryService
from bot.handover import before_places as places
from bot.handover.before_places import BeforeKey
from bot.handover.cases import Case
from bot.handover.desk import Desk
from bot.scheduler import Job, run_each

_ASK: Final = "handover.ask"
_PROPOSE: Final = "handover.propose"
_A_QUARTER_OF_AN_HOUR: Final = timedelta(minutes=15)


class BeforeJobs:
    """What is due before anybody leaves; owing twice does no harm, since keys are unique."""

    def __init__(self, desk: Desk, deliveries: DeliveryService, clock: Clock) -> None:
        self._desk = desk
        self._deliveries = deliveries
        self._clock = clock

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of this part."""
        return (
            Job(id=_ASK, run=self.ask),
            # Choosing what to rotate reads every critical model, and nobody waits for it.
            Job(id=_PROPOSE, run=self.propose, every=_A_QUARTER_OF_AN_HOUR),
        )

    def ask(self) -> int:
        """Owe what people are asked now."""
        return run_each(
            _ASK,
            [
                self._ask_about_owners,
                self._tell_claimants,
                self._ask_apart,
                self._ask_somebody_else,
                self._follow_absences,
            ],
        )

    def _ask_about_owners(self) -> int:
        return sum(
            self._owe(places.CLAIM, claim.id, 0, self._desk.owners.list_deciders(claim=claim))
            for claim in self._desk.owners.list_open()
        )

    def _tell_claimants(self) -> int:
        """Tell who said that a model is theirs what came of it, and show it to whom was asked."""
        done = 0
        now = self._clock.now()
        for claim in self._desk.owners.list_decided(now=now):
            if self._owe(places.DECIDED, claim.id, claim.turn, [claim.user_id]):
                asked = f"{places.PREFIX}:{places.CLAIM}:{claim.id}:"
                self._deliveries.owe_redraws_of([asked], at=now, name=f"decided-{claim.turn}")
                done += 1
        return done

    def _ask_apart(self) -> int:
        shared = self._desk.owners.list_others()
        return sum(self._ask_apart_of(self._get_case(model_id)) for model_id in shared)

    def _ask_apart_of(self, case: Case) -> int:
        blinds, model_id = self._desk.blinds, case.model.id
        done = self._owe(places.ASKED_APART, model_id, 0, blinds.list_to_ask(case=case))
        found = blinds.list_disagreements(case=case)
        if not found:
            return done
        first = case.handover.owner_id or ""
        turn = len(found) + blinds.count_settled(model_id=model_id)
        return done + self._owe(
            places.DIFFERENT, model_id, turn, (first, *sorted(case.owners), *case.leads)
        )

    def _ask_somebody_else(self) -> int:
        """Have others asked of models without an owner, where one who was asked is gone."""
        now = self._clock.now()
        digs = self._desk.digs
        return sum(digs.ask(case=self._get_case(id_), now=now) for id_ in digs.list_dug())

    def _get_case(self, model_id: int) -> Case:
        return self._desk.handovers.get_case(model_id=model_id, now=self._clock.now())

    def propose(self) -> int:
        """Propose handovers to leads; those who may decide by now are asked, once each."""
        now, proposals = self._clock.now(), self._desk.proposals
        done = proposals.propose(now=now) + proposals.forget_old(now=now)
        return done + sum(
            self._owe(places.PROPOSED, found.proposal.id, 0, found.leads)
            for found in proposals.list_open(now=now)
        )

    def _follow_absences(self) -> int:
        absences = self._desk.absences
        now = self._clock.now()
        done = absences.follow(now=now) + absences.forget_old(now=now)
        asked = [(each.id, each.deputy_id or "") for each in absences.list_asked()]
        done += sum(self._owe(places.STOOD_IN, id_, 0, [deputy]) for id_, deputy in asked)
        told = [(each.id, each.owner_id) for each in absences.list_answered()]
        return done + sum(self._owe(places.GAPS, id_, 0, [owner]) for id_, owner in told)

    def _owe(self, kind: str, id_: int, turn: int, user_ids: Sequence[str]) -> int:
        now, watch = self._clock.now(), self._desk.watch
        readers = [u for u in dict.fromkeys(user_ids) if u and not watch.is_known_gone(user_id=u)]
        return self._deliveries.owe_all(
            [owed(BeforeKey(kind, id_, turn, user).dump(), to=user, at=now) for user in readers]
        )
