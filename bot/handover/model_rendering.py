"""Says whose a model is, whenever the message that asked a supposed owner is drawn."""

from collections.abc import Callable

from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.handover.domain import SuggestionStanding
from bot.handover.owner_messages import OWNER, owner_asked, read_suggested_key
from bot.handover.suggestion_service import SuggestionService

_OPEN = (SuggestionStanding.FOUND, SuggestionStanding.ASKED)


class ModelRenderers:
    """Draws the messages about models that change while they stand.

    `is_active` asks Slack itself: Slack takes messages to deactivated people without an error.
    """

    def __init__(self, suggestions: SuggestionService, is_active: Callable[[str], bool]) -> None:
        self._suggestions = suggestions
        self._is_active = is_active

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {OWNER: self.render_owner}

    def render_owner(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what a supposed owner is asked; nothing, if that is over before it is sent."""
        found = self._suggestions.find_suggestion(suggestion_id=read_suggested_key(part.key))
        if found is None:
            return None
        suggestion, model = found
        is_open = suggestion.standing in _OPEN and model.owner_id is None
        if not is_posted and (not is_open or suggestion.user_id != part.address):
            return None
        if not (is_posted or self._is_active(part.address)):
            return None
        return owner_asked(model, suggestion, part.address)
