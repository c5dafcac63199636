"""Says how a parent stands, whenever a message that asked somebody about it is drawn."""

from bot.delivery.domain import Delivery, Message, is_person
from bot.delivery.drawing import Renderer
from bot.teams.domain import Standing
from bot.teams.family_service import FamilyService
from bot.teams.messages.family import CHILD, LEAD, child_asked, lead_asked, read_child_key
from bot.teams.messages.parts import no_longer_leading


class FamilyRenderers:
    """Draws the messages about parents that change while they stand."""

    def __init__(self, families: FamilyService) -> None:
        self._families = families

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {CHILD: self.render_child, LEAD: self.render_lead}

    def render_child(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what a lead of a team is asked; nothing, if that is over before it is sent.

        It is for those who lead the team by then: whoever doesn't any more can't answer for it.
        """
        if not is_person(part.address):
            return part.message
        parent_id, team_id = read_child_key(part.key)
        telling = self._families.find_child_telling(parent_id=parent_id, team_id=team_id)
        if telling is None:
            return None
        leads = part.address in telling.team_leads
        if is_posted:
            child = telling.child
            return (
                child_asked(telling.family, child) if leads else no_longer_leading(child.team_name)
            )
        is_asked = telling.child.standing is Standing.ASKED
        return child_asked(telling.family, telling.child) if leads and is_asked else None

    def render_lead(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what somebody named to lead is asked; nothing, if that is over before it comes."""
        family = self._families.get_family(parent_id=int(part.key.split(":")[1]))
        lead = family.find_lead(part.address)
        if lead is None or (lead.standing is not Standing.ASKED and not is_posted):
            return None
        return lead_asked(family, part.address)
