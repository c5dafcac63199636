"""The rules of open rounds: which team can have them, when they begin and end, what they show.

In an open round a team too small for the rule of five sees its averages at any number of answers.
Nothing in it is anonymous, so it takes the consent of everybody who is asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.surveys.domain import Figure, HeldAnswer, Respondent
from bot.surveys.figures import mean_to_show, tally
from bot.teams.domain import MOST_IN_OPEN_ROUNDS, Participant, Roster

FEWEST_PEOPLE: Final = 3
"""Leads among them: they answer too, and are seen. Of two, each knows the other's answer."""

MOST_MEMBERS: Final = MOST_IN_OPEN_ROUNDS
"""Leads aside."""


class OpenRoundError(UserFacingError):
    """Open rounds cannot be proposed, agreed to or shown; the text says why."""


class OpenState(StrEnum):
    """Where a proposal stands: everybody is asked, everybody has agreed, or that is over."""

    ASKED = "asked"
    AGREED = "agreed"
    ENDED = "ended"


@dataclass(frozen=True)
class Proposal:
    """That a team has open rounds, the `number`-th time its leads ask.

    Attributes:
        team_id: which team.
        number: counts the team's proposals.
        proposed_by: the lead who asked.
        leads: those who led the team then, for whose eyes people agree.
        state: where it stands.
        has_begun: whether the channel was told that there are open rounds.

    """

    team_id: int
    number: int
    proposed_by: str
    leads: tuple[str, ...]
    state: OpenState
    has_begun: bool = False


@dataclass(frozen=True)
class OpenStanding:
    """How somebody stands with the open rounds of a team.

    `agrees` is None where they have not answered; `is_running` whether the round of this week
    opened as an open one.
    """

    roster: Roster
    user_id: str
    proposal: Proposal | None
    agrees: bool | None
    is_running: bool

    @property
    def state(self) -> OpenState | None:
        """Where the newest proposal stands, or None where there was none."""
        return None if self.proposal is None else self.proposal.state

    @property
    def is_asked(self) -> bool:
        """Whether the team's pulse asks them."""
        return self.user_id in _ids(self.roster.participants)

    @property
    def can_propose(self) -> bool:
        """Whether they can have everybody asked now."""
        is_free = self.state in (None, OpenState.ENDED)
        return is_free and self.user_id in self.roster.leads and fits(self.roster)

    @property
    def can_withdraw(self) -> bool:
        """Whether there is something that their consent still allows."""
        is_live = self.state in (OpenState.ASKED, OpenState.AGREED) or self.is_running
        return self.agrees is True and is_live


def fits(roster: Roster) -> bool:
    """Whether a team has the size for open rounds."""
    members = sum(person.counts for person in roster.participants)
    return len(roster.participants) >= FEWEST_PEOPLE and members <= MOST_MEMBERS


def check_size(roster: Roster) -> None:
    """Raise unless a team has the size for open rounds.

    Raises:
        OpenRoundError: it is too small or too large.

    """
    if fits(roster):
        return
    people = len(roster.participants)
    if people < FEWEST_PEOPLE:
        raise OpenRoundError(
            f"Open rounds take at least {FEWEST_PEOPLE} people, leads among them; this team has "
            f"{people}. With two, each average would be the other's answer."
        )
    members = sum(person.counts for person in roster.participants)
    raise OpenRoundError(
        f"Open rounds are for teams of at most {MOST_MEMBERS} members besides the leads; this one "
        f"has {members}. In a team of that size averages are shown without telling who said what, "
        f"once {roster.team.threshold} members have scored a statement."
    )


def settle(proposal: Proposal, roster: Roster, agreeing: Collection[str]) -> OpenState:
    """Return where a proposal stands now that these people agree.

    What has ended stays so. Somebody new who leads ends it in any case: nobody agreed to be seen
    by them. Somebody new who is asked ends it once it was agreed, and is asked too before that.
    """
    if proposal.state is OpenState.ENDED or not fits(roster) or _new_leads(proposal, roster):
        return OpenState.ENDED
    if _ids(roster.participants) <= set(agreeing):
        return OpenState.AGREED
    return OpenState.ENDED if proposal.state is OpenState.AGREED else OpenState.ASKED


def still_holds(
    proposal: Proposal | None,
    roster: Roster,
    agreeing: Collection[str],
    asked: Sequence[Participant],
) -> bool:
    """Whether a round that opened as an open one may be shown as one when it closes.

    Everybody asked in it has to agree still. Whoever has left the team could not withdraw any
    more, so their consent has lapsed.
    """
    if proposal is None or _new_leads(proposal, roster):
        return False
    return _ids(asked) <= set(agreeing) & _ids(roster.participants)


def figure_to_show(
    answers: Sequence[HeldAnswer],
    respondents: Sequence[Respondent],
    *,
    is_open: bool,
    threshold: int,
) -> Figure | None:
    """Return what an item shows: in an open round at any number of scores, and how many."""
    if not is_open:
        tenths = mean_to_show(answers, respondents, threshold=threshold)
        return None if tenths is None else Figure(tenths)
    scores = tally(answers, respondents)
    return Figure(scores.tenths, count=scores.scored) if scores.scored else None


def _new_leads(proposal: Proposal, roster: Roster) -> set[str]:
    return set(roster.leads) - set(proposal.leads)


def _ids(people: Sequence[Participant]) -> set[str]:
    return {person.user_id for person in people}
