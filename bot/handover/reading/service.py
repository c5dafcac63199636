"""Use cases of reading a card: what stands on it for whom, one section or all of them."""

from dataclasses import dataclass
from datetime import datetime

from bot.handover.card_readers import reads_restricted
from bot.handover.cards.sections import ORDER
from bot.handover.cases import Case, Cases
from bot.handover.co_owners.blind_service import BlindService
from bot.handover.domain import ModelError, SectionText
from bot.handover.service import ModelService
from bot.handover.standings import Standing, stand
from bot.teams.service import TeamService


@dataclass(frozen=True)
class Reading:
    """A card as one person reads it.

    Attributes:
        case: the model and how its handover stands.
        standing: how far its card is.
        texts: what they read, in the card's order.
        is_whole: whether that is all there is; else it is what somebody has confirmed.

    """

    case: Case
    standing: Standing
    texts: tuple[SectionText, ...]
    is_whole: bool


class ReadingService:
    """Shows cards to those whom they are for."""

    def __init__(
        self, cases: Cases, models: ModelService, teams: TeamService, blinds: BlindService
    ) -> None:
        self._cases = cases
        self._models = models
        self._teams = teams
        self._blinds = blinds

    def read(self, *, model_id: int, by: str, now: datetime) -> Reading:
        """Return a card: all of it to whoever works on the model, else what is confirmed.

        Raises:
            ModelError: it is for the people of its team only, or there is no such model.

        """
        case = self._cases.get(model_id, now=now)
        if not self._may_read(case, by):
            raise ModelError(
                "This team's cards are for its own people only. A lead of it can show you this one."
            )
        is_whole = self._reads_all(case, by)
        texts = (
            tuple(case.texts.values())
            if is_whole
            else self._models.list_accepted(model_id=model_id)
        )
        known = [text for text in texts if text.section in ORDER]
        in_order = tuple(sorted(known, key=lambda text: ORDER[text.section]))
        return Reading(case, stand(case, now=now), in_order, is_whole)

    def is_readable(self, *, case: Case, by: str) -> bool:
        """Return whether somebody would find anything on a card."""
        if not case.texts or not self._may_read(case, by):
            return False
        return self._reads_all(case, by) or bool(self._models.list_accepted(model_id=case.model.id))

    def _may_read(self, case: Case, by: str) -> bool:
        team_id = case.model.team_id
        if team_id is None or not self._cases.is_restricted(team_id):
            return True
        return reads_restricted(
            by,
            working_on_it=(*case.owners, case.handover.successor_id, case.reviewer),
            roster=self._teams.get_roster(team_id=team_id),
        )

    def _reads_all(self, case: Case, by: str) -> bool:
        """Whether somebody reads what nobody has confirmed; owners answer apart before they do."""
        if by in self._blinds.list_to_ask(case=case):
            return False
        concerned = (*case.owners, case.handover.owner_id, case.handover.successor_id)
        return by in (*concerned, case.reviewer, *case.leads)
