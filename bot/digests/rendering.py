"""Says what a digest shows and to whom, at the moment when it is sent or drawn anew."""

from collections.abc import Callable

from bot.delivery.domain import Delivery, Message, is_person, owed
from bot.delivery.drawing import Renderer
from bot.delivery.service import DeliveryService
from bot.digests.kept import Kept
from bot.digests.messages import DIGEST, digest_key, digest_message, read_digest_key
from bot.digests.service import DigestService
from bot.digests.stand_ins import StandIns
from bot.teams.domain import Roster
from bot.teams.service import TeamService


class DigestRenderers:
    """Draws digests as they were stored.

    `is_confidential` tells whether a channel is read by nobody but its members.
    """

    def __init__(
        self,
        digests: DigestService,
        teams: TeamService,
        deliveries: DeliveryService,
        is_confidential: Callable[[str], bool],
        stand_ins: StandIns,
    ) -> None:
        self._digests = digests
        self._stand_ins = stand_ins
        self._teams = teams
        self._deliveries = deliveries
        self._is_confidential = is_confidential

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {DIGEST: self.render_digest}

    def render_digest(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return a digest; whoever has left the team since, or leads it no more, is sent none.

        A channel that others can read by now is sent none either; then each person gets it.
        """
        digest_id, is_for_lead = read_digest_key(part.key)
        kept = self._digests.find(digest_id=digest_id)
        if kept is None:
            return None
        if is_posted:
            return digest_message(kept, self._stand_ins.picture)
        roster = self._teams.get_roster(team_id=kept.digest.team_id)
        if is_person(part.address):
            may_see = self._may_see(kept, roster, part.address, is_for_lead=is_for_lead)
            return digest_message(kept, self._stand_ins.picture) if may_see else None
        if self._is_confidential(part.address):
            return digest_message(kept, self._stand_ins.picture)
        self._owe_to_members(kept, roster, part)
        return None

    def _may_see(self, kept: Kept, roster: Roster, user_id: str, *, is_for_lead: bool) -> bool:
        """Whether somebody still is what they were when it was owed to them.

        Who was owed it as a member and leads by now would get it before the team has; they are
        owed it again as a lead, if they are among those still to be.
        """
        if is_for_lead:
            return user_id in roster.leads
        is_member = any(p.user_id == user_id and p.counts for p in roster.participants)
        return is_member or (user_id in roster.leads and kept.is_out)

    def _owe_to_members(self, kept: Kept, roster: Roster, part: Delivery) -> None:
        """Owe to each member what a channel was to read; leads follow the first of them."""
        self._deliveries.owe_all(
            [
                owed(digest_key(kept.id, person.user_id), to=person.user_id, at=part.due_at)
                for person in roster.participants
                if person.counts
            ]
        )
        self._digests.have_leads_wait(digest_id=kept.id)
