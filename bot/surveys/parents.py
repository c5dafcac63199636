"""When a figure over several teams is shown, and of how many people.

Why that tells nobody about fewer than the threshold is argued in docs/decisions.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.surveys.domain import ReleasedItem
from bot.surveys.figures import Tally
from bot.teams.domain import FEWEST_TO_SHOW, Participant
from bot.teams.family import FEWEST_CHILDREN, Parent


@dataclass(frozen=True)
class Share:
    """What one team's closed item brings to its parent's figure.

    Attributes:
        is_shown: whether its own mean was shown.
        tally: its scores.
        asked: who was asked it, answered or not.

    """

    is_shown: bool
    tally: Tally
    asked: tuple[Participant, ...]


@dataclass(frozen=True)
class Behind:
    """How a figure that is shown came about, as far as may be kept.

    Attributes:
        members: at least how many members stand behind it.
        unshown_members: at least how many of them behind answers shown in no team; 0 where there
            are no such answers at all.

    """

    members: int
    unshown_members: int


@dataclass(frozen=True)
class Decision:
    """A parent's figure as it was decided, once: in tenths, or never to be shown."""

    tenths: int | None
    behind: Behind | None


NEVER: Final = Decision(None, None)


def decide(
    shares: Sequence[Share], *, uncounted: Collection[str], threshold: int = FEWEST_TO_SHOW
) -> Decision:
    """Decide a parent's figure from the shares of its teams, all closed.

    It is shown where enough members stand behind it, where answers that were shown in no team
    come from enough members or from nobody, and where two teams or more have scores in it. Who was
    asked in more than one team counts for none of them: the answers have lost their respondents,
    so nobody can tell which of them are one person's, and whoever guesses that somebody answers
    alike everywhere would lay one team's answers over another's.

    Args:
        shares: one for each team.
        uncounted: who leads the parent or any of its teams by now, and who was asked the same in a
            team that does not count in it.
        threshold: how many members are enough: the strictest of its teams'.

    """
    scored = [share for share in shares if share.tally.scored]
    if len(scored) < FEWEST_CHILDREN:
        return NEVER
    members = _count_members(shares, scored, uncounted)
    unshown = [share for share in scored if not share.is_shown]
    unshown_members = _count_members(shares, unshown, uncounted)
    if members < threshold or (unshown and unshown_members < threshold):
        return NEVER
    whole = Tally(
        total=sum(share.tally.total for share in scored),
        scored=sum(share.tally.scored for share in scored),
        members=members,
    )
    # No exact number is kept: it would tell of a team that was not shown how many took part.
    # Capped and not set: a rule that failed would stand in what is kept, and be found there.
    behind = Behind(min(members, threshold), min(unshown_members, threshold) if unshown else 0)
    return Decision(whole.tenths, behind)


def _count_members(
    shares: Sequence[Share], counted: Sequence[Share], uncounted: Collection[str]
) -> int:
    """Return how many members certainly stand behind some of the shares, each in one team only."""
    times = Counter(person.user_id for share in shares for person in share.asked)
    return sum(
        max(
            0,
            share.tally.members
            - sum(
                person.counts and (times[person.user_id] > 1 or person.user_id in uncounted)
                for person in share.asked
            ),
        )
        for share in counted
    )


@dataclass(frozen=True)
class ParentSummary:
    """What a parent shows at its hour.

    Attributes:
        released: the figures decided since the last one, with the week of each.
        hidden: how many more were decided that can never be shown.
        audience: who leads the parent, and everybody who was asked any of it and still takes part.

    """

    id: int
    parent: Parent
    released: tuple[ReleasedItem, ...]
    hidden: int
    audience: tuple[str, ...]


@dataclass(frozen=True)
class OwedSummary:
    """The newest summary of a parent that people are owed, and the moment it was due."""

    id: int
    due_at: datetime


@dataclass(frozen=True)
class Linked:
    """An item that counts in a parent whose figure is not decided yet."""

    item_id: int
    team_id: int
    parent_id: int
    statement_id: str
    wave: date
    is_open: bool
    is_shown: bool

    @property
    def figure(self) -> tuple[int, str, date]:
        """Which figure it counts in."""
        return self.parent_id, self.statement_id, self.wave
