"""Says to whom a parent's digest is still shown, at the moment when it is sent."""

from bot.delivery.domain import Delivery, Message
from bot.delivery.drawing import Renderer
from bot.digests.parent_messages import (
    PARENT_DIGEST,
    parent_digest_message,
    read_parent_digest_key,
)
from bot.digests.parent_service import ParentDigestService
from bot.digests.service import DigestService
from bot.digests.stand_ins import StandIns


class ParentDigestRenderers:
    """Draws parents' digests as they were stored, for whoever leads the parent by then."""

    def __init__(
        self, parent_digests: ParentDigestService, digests: DigestService, stand_ins: StandIns
    ) -> None:
        self._parent_digests = parent_digests
        self._digests = digests
        self._stand_ins = stand_ins

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {PARENT_DIGEST: self.render_digest}

    def render_digest(self, part: Delivery, *, is_posted: bool) -> Message | None:  # noqa: ARG002 - both alike
        """Return a digest to a lead of its parent; whoever leads it no more is sent none."""
        kept = self._parent_digests.find_for_lead(
            digest_id=read_parent_digest_key(part.key), user_id=part.address
        )
        if kept is None:
            return None
        play = kept.digest.play
        page = None if play is None else self._digests.find_play_page(play)
        return parent_digest_message(kept, page, self._stand_ins.picture)
