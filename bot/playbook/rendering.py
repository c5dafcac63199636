"""Says what messages about the playbook show: drawn from what is stored, and never kept."""

from datetime import date

from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.playbook.messages import keeping
from bot.playbook.messages.places import Links
from bot.playbook.telling_service import TellingService

COVERED = "covered"
REPORT = "gaps"


class PlaybookRenderers:
    """Draws what those who wait and those who keep the playbook are told."""

    def __init__(self, tellings: TellingService, links: Links) -> None:
        self._tellings = tellings
        self._links = links

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {COVERED: self.render_covered, REPORT: self.render_report}

    def render_covered(self, part: Delivery, *, is_posted: bool) -> Message | None:  # noqa: ARG002 - a renderer's form
        """Return what covers somebody's question; nothing if it has been taken out meanwhile."""
        covered = self._tellings.find_covered(token=part.key.partition(":")[2])
        return None if covered is None else keeping.covered(covered.asked, self._links)

    def render_report(self, part: Delivery, *, is_posted: bool) -> Message | None:  # noqa: ARG002 - a renderer's form
        """Return the keepers' week."""
        _, day, _ = part.key.split(":")
        return keeping.report(self._tellings.get_report(until=date.fromisoformat(day)))
