"""Says how a parent stands, whenever a message that asked somebody about it is drawn."""

from bot.delivery.domain import Delivery, Message, is_person
from bot.delivery.drawing import Renderer
from bot.teams.domain import Standing
from bot.teams.family_service import FamilyService
from bot.teams.messages.family import CHILD, LEAD, child_asked, lead_asked


class FamilyRenderers:
    """Draws the messages about parents that change while they stand."""

    def __init__(self, families: FamilyService) -> None:
        self._families = families

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {CHILD: self.render_child, LEAD: self.render_lead}

    def render_child(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what a lead of a team is asked; nothing, if it was settled before it was sent."""
        if not is_person(part.address):
            return part.message
        _, parent_id, team_id, *_ = part.key.split(":")
        family = self._families.get_family(parent_id=int(parent_id))
        child = family.find_child(int(team_id))
        if child is None or (child.standing is not Standing.ASKED and not is_posted):
            return None
        return child_asked(family, child)

    def render_lead(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what somebody named to lead is asked; nothing, if that is over before it comes."""
        family = self._families.get_family(parent_id=int(part.key.split(":")[1]))
        lead = family.find_lead(part.address)
        if lead is None or (lead.standing is not Standing.ASKED and not is_posted):
            return None
        return lead_asked(family, part.address)
