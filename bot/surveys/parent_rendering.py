"""Says to whom a parent's summary is still to be shown when it is sent."""

from collections.abc import Callable

from bot.delivery.domain import Delivery, Message, is_person, owed
from bot.delivery.drawing import Renderer
from bot.delivery.service import DeliveryService
from bot.surveys.messages.parent_summary import PARENT_SUMMARY, read_summary_key, summary_key
from bot.surveys.parent_service import ParentService


class ParentRenderers:
    """Draws the messages of parents' figures.

    `is_confidential` tells whether a channel is read by nobody but its members.
    """

    def __init__(
        self,
        parents: ParentService,
        deliveries: DeliveryService,
        is_confidential: Callable[[str], bool],
    ) -> None:
        self._parents = parents
        self._deliveries = deliveries
        self._is_confidential = is_confidential

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {PARENT_SUMMARY: self.render_summary}

    def render_summary(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return a summary as it was owed; whoever has left its teams since is sent none.

        A channel that others can read by now is sent none either; then each person gets it.
        """
        if is_posted:
            return part.message
        if not is_person(part.address) and self._is_confidential(part.address):
            return part.message
        parent_id, summary_id = read_summary_key(part.key)
        summary = self._parents.get_summary(summary_id=summary_id, parent_id=parent_id)
        if is_person(part.address):
            return part.message if part.address in summary.audience else None
        self._deliveries.owe_all(
            [
                owed(
                    summary_key(summary, user_id), to=user_id, at=part.due_at, message=part.message
                )
                for user_id in summary.audience
            ]
        )
        return None
