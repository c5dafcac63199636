"""Says how somebody stands with open rounds, whenever the question to them is drawn."""

from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.surveys.consents.service import ConsentService
from bot.surveys.messages import open_rounds as messages
from bot.surveys.open_rounds import OpenState


class ConsentRenderers:
    """Draws the questions about open rounds."""

    def __init__(self, consents: ConsentService) -> None:
        self._consents = consents

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {messages.QUESTION: self.render_question}

    def render_question(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return the question as it stands; whoever it no longer concerns is sent none."""
        team_id, number = messages.read_question_key(part.key)
        standing = self._consents.get_standing(team_id=team_id, user_id=part.address)
        is_newest = standing.proposal is not None and standing.proposal.number == number
        is_open = is_newest and standing.state is OpenState.ASKED and standing.agrees is None
        if not is_posted and not (is_open and standing.is_asked):
            return None
        return messages.question(standing) if is_newest else messages.replaced(standing.roster.team)
