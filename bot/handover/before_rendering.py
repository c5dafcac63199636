"""Says what is shown of models before anybody leaves, and nothing to those who are gone."""

from collections.abc import Callable, Mapping
from typing import Protocol

from bot.clock import Clock
from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.handover import before_places as places
from bot.handover.absences import messages as absence_messages
from bot.handover.absences.domain import Absence, AbsenceStanding
from bot.handover.before_places import BeforeKey
from bot.handover.cases import Case
from bot.handover.co_owners import messages as co_owner_messages
from bot.handover.desk import Desk
from bot.handover.domain import Model
from bot.handover.owners import DECIDED, OwnerStanding
from bot.handover.proposals import messages as proposal_messages


class _Draw(Protocol):
    def __call__(self, key: BeforeKey, *, is_posted: bool) -> Message | None: ...


class BeforeRenderers:
    """Draws what is asked and proposed before anybody leaves.

    `is_active` asks Slack itself: Slack takes messages to deactivated people without an error.
    """

    def __init__(self, desk: Desk, clock: Clock, is_active: Callable[[str], bool]) -> None:
        self._desk = desk
        self._clock = clock
        self._is_active = is_active
        self._draws: Mapping[str, _Draw] = {
            places.CLAIM: self._claim,
            places.DECIDED: self._decided,
            places.ASKED_APART: self._apart,
            places.DIFFERENT: self._different,
            places.PROPOSED: self._proposed,
            places.STOOD_IN: self._stood_in,
            places.GAPS: self._gaps,
        }

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {places.PREFIX: self.render}

    def render(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what somebody is shown; nothing is sent that is over, or to somebody gone."""
        if not is_posted and not self._is_active(part.address):
            return None
        key = BeforeKey.load(part.key)
        return self._draws[key.kind](key, is_posted=is_posted)

    def _claim(self, key: BeforeKey, *, is_posted: bool) -> Message | None:
        found = self._desk.owners.find_claim(claim_id=key.id)
        if found is None or (not is_posted and found[0].standing is not OwnerStanding.ASKED):
            return None
        return co_owner_messages.claim_asked(*found)

    def _decided(self, key: BeforeKey, *, is_posted: bool) -> Message | None:
        found = self._desk.owners.find_claim(claim_id=key.id)
        if found is None or key.user_id != found[0].user_id:
            return None
        is_so = found[0].standing in DECIDED and found[0].turn == key.turn
        return co_owner_messages.claim_decided(*found) if is_so or is_posted else None

    def _apart(self, key: BeforeKey, *, is_posted: bool) -> Message | None:
        case = self._case(key)
        if key.user_id in self._desk.blinds.list_to_ask(case=case):
            return co_owner_messages.ask_apart(
                case, self._desk.blinds.count_open(case, key.user_id)
            )
        return co_owner_messages.apart_over(case) if is_posted else None

    def _different(self, key: BeforeKey, *, is_posted: bool) -> Message | None:
        case = self._case(key)
        found = self._desk.blinds.list_disagreements(case=case)
        if found and self._desk.blinds.may_read(case, key.user_id):
            return co_owner_messages.differ(case, len(found))
        return co_owner_messages.agreed(case) if is_posted else None

    def _proposed(self, key: BeforeKey, *, is_posted: bool) -> Message | None:
        found = self._desk.proposals.find(proposal_id=key.id, now=self._clock.now())
        if found is None or key.user_id not in found.leads:
            return None
        is_decided = found.has_begun or found.is_over or found.proposal.declined_by is not None
        return None if is_decided and not is_posted else proposal_messages.proposed(found)

    def _stood_in(self, key: BeforeKey, *, is_posted: bool) -> Message | None:
        absence = self._desk.absences.find(absence_id=key.id)
        if absence is None or absence.deputy_id != key.user_id:
            return None
        if not is_posted and absence.standing is not AbsenceStanding.ASKED:
            return None
        return absence_messages.stood_in(absence, self._get_model(absence))

    def _gaps(self, key: BeforeKey, *, is_posted: bool) -> Message | None:  # noqa: ARG002 - as the others
        absence = self._desk.absences.find(absence_id=key.id)
        if absence is None or absence.owner_id != key.user_id:
            return None
        return absence_messages.to_owner(absence, self._get_model(absence))

    def _get_model(self, absence: Absence) -> Model:
        now = self._clock.now()
        return self._desk.handovers.get_case(model_id=absence.model_id, now=now).model

    def _case(self, key: BeforeKey) -> Case:
        return self._desk.handovers.get_case(model_id=key.id, now=self._clock.now())
