"""What digests show on App Home."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.digests import messages
from bot.digests.service import DigestService
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.home import HomePart, Order

_MOST_TEAMS: Final = 4
"""How many teams' digests stand on the page, which others share."""


class DigestHome:
    """What somebody's Home shows of where their teams stand: the newest digest that is out.

    So a lead reads nothing here that the team was not shown first.
    """

    def __init__(self, digests: DigestService) -> None:
        self._digests = digests

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """The one part, in which leads see more of it."""
        return (HomePart("digest", Order.DIGEST, self.build_digests),)

    def build_digests(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return where each of somebody's teams stands, as it was last shown to it."""
        out = [
            (roster, kept)
            for roster, kept in self._digests.list_shown(user_id=user_id)
            if kept is not None
        ]
        shown: list[Block] = []
        for roster, kept in out[:_MOST_TEAMS]:
            shown += messages.at_home(kept, leads=user_id in roster.leads)
        if left := len(out[_MOST_TEAMS:]):
            shown.append(blocks.context(f"`/mlops digest` has {left} more."))
        return shown
