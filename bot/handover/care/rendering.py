"""Says what readers and owners of cards are asked at the moment, and nothing to those gone."""

from collections.abc import Callable
from datetime import date

from bot.clock import Clock
from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.handover.care import reply_messages, review_messages
from bot.handover.care.reply_service import ReplyService
from bot.handover.care.review_service import ReviewService
from bot.handover.reviews import Said


class CareRenderers:
    """Draws what keeps cards true; `is_active` asks Slack whether an account is on."""

    def __init__(
        self,
        reviews: ReviewService,
        replies: ReplyService,
        clock: Clock,
        is_active: Callable[[str], bool],
    ) -> None:
        self._reviews = reviews
        self._replies = replies
        self._clock = clock
        self._is_active = is_active

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {
            review_messages.PREFIX: self.render_review,
            reply_messages.PREFIX: self.render_reply,
        }

    def render_review(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return the sections that somebody is to read; what is answered anew is left out."""
        user_id, day = review_messages.read_review_key(part.key)
        asked = self._reviews.list_asked(
            user_id=user_id, day=date.fromisoformat(day), now=self._clock.now()
        )
        if not is_posted:
            asked = tuple(
                each for each in asked if each.is_the_same and each.review.said is Said.NOTHING
            )
        if not asked or not (is_posted or self._is_active(part.address)):
            return None
        return review_messages.to_read(asked)

    def render_reply(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return what an owner's cards lack; nothing, if that is mended before it is sent."""
        lacks = self._replies.list_lacks(owner_id=part.address, now=self._clock.now())
        if not is_posted and (not lacks or not self._is_active(part.address)):
            return None
        return reply_messages.to_mend(lacks)
