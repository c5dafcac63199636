"""What digests show on App Home."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.digests import messages
from bot.digests.parent_messages import parent_at_home
from bot.digests.parent_service import ParentDigestService
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

    def __init__(self, digests: DigestService, parents: ParentDigestService) -> None:
        self._digests = digests
        self._parents = parents

    @property
    def home_parts(self) -> tuple[HomePart, ...]:
        """The parts: of teams, in which leads see more of it, and of parents, for their leads."""
        return (
            HomePart("digest", Order.DIGEST, self.build_digests),
            HomePart("parents' digest", Order.DIGEST + 3, self.build_parents),
        )

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

    def build_parents(self, user_id: str, now: datetime) -> Sequence[Block]:  # noqa: ARG002 - see HomePart
        """Return where the teams stand together of each parent that somebody leads."""
        led = [
            kept
            for family, kept in self._parents.list_shown(user_id=user_id)
            if kept is not None and user_id in family.leads
        ]
        shown: list[Block] = []
        for kept in led[:_MOST_TEAMS]:
            play = kept.digest.play
            page = None if play is None else self._digests.find_play_page(play)
            shown += parent_at_home(kept, page)
        return shown
