"""Says to whom a parent's summary is still to be shown when it is sent."""

from bot.delivery.domain import Delivery, Message, is_person
from bot.delivery.drawing import Renderer
from bot.surveys.messages.parent_summary import PARENT_SUMMARY, read_summary_key
from bot.surveys.parent_service import ParentService


class ParentRenderers:
    """Draws the messages of parents' figures."""

    def __init__(self, parents: ParentService) -> None:
        self._parents = parents

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {PARENT_SUMMARY: self.render_summary}

    def render_summary(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return a summary as it was owed; whoever has left its teams since is sent none."""
        if is_posted or not is_person(part.address):
            return part.message
        parent_id, summary_id = read_summary_key(part.key)
        is_for_them = self._parents.is_addressee(
            summary_id=summary_id, parent_id=parent_id, user_id=part.address
        )
        return part.message if is_for_them else None
