"""What it means for a team that people come into its channel and leave it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from bot.teams.domain import Membership, Role, Roster, Standing, Team


class Kind(StrEnum):
    """What somebody in a channel is to its team."""

    COLLEAGUE = "colleague"
    GUEST = "guest"  # Asked only where somebody names them, or they join of their own accord.
    OUTSIDER = "outsider"  # An app, or somebody of another workspace.
    GONE = "gone"  # Their account is deactivated.


class Place(StrEnum):
    """Where the bot stands with a team's channel."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Sight:
    """What Slack told of a channel at one moment.

    Attributes:
        place: whether the bot is in it.
        is_for_members_only: whether nobody but its members reads it; None where Slack doesn't say.
        present: everybody in it, or None where that is not known in full.
        kinds: what those are of whom that was asked.
        zones: in which zones they are; None where Slack has none.

    """

    place: Place
    is_for_members_only: bool | None
    present: frozenset[str] | None
    kinds: Mapping[str, Kind]
    zones: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Followed:
    """A team whose channel is due to be looked at.

    `present` are those who were there at the last look; before the first, those of whom set-up knew
    that they were. `turn` numbers the looks, so that what an overtaken one saw is not stored.
    """

    roster: Roster
    present: frozenset[str]
    is_first: bool
    turn: int

    def whom_to_ask_about(self, present: AbstractSet[str] | None) -> frozenset[str]:
        """Return those whose kind decides something: who has a role, and who came."""
        holders = role_holders(self.roster.memberships)
        return holders if present is None or self.is_first else holders | (present - self.present)


@dataclass(frozen=True)
class Changes:
    """What a look at a channel changes.

    Attributes:
        came: those who are there now and were not before.
        went: those who were there before and are not now.
        leavers: those whose roles end.
        joiners: those who are to be asked whether they take part.

    """

    came: frozenset[str]
    went: frozenset[str]
    leavers: frozenset[str]
    joiners: frozenset[str]


@dataclass(frozen=True)
class PlaceTelling:
    """That the leads are to be told where the bot stands, the `number`-th change of that."""

    team: Team
    leads: tuple[str, ...]
    place: Place
    number: int


def role_holders(memberships: tuple[Membership, ...]) -> frozenset[str]:
    """Return those who take part or lead, or were asked to."""
    held = (Standing.ASKED, Standing.ACTIVE)
    return frozenset(m.user_id for m in memberships if m.standing in held)


def follow(roster: Roster, before: frozenset[str], sight: Sight, *, is_first: bool) -> Changes:
    """Return what follows for a team from who is in its channel now.

    At the first look nobody is a joiner: whoever set up the team chose among those who were there.
    Somebody of whom Slack has not told what they are waits for the next look. Where not everybody
    is known to be listed, nobody has left but the deactivated. Whoever belongs to another workspace
    by now can't be written to, so their roles end too.
    """
    gone = _those(sight.kinds, Kind.GONE)
    out_of_reach = gone | _those(sight.kinds, Kind.OUTSIDER)
    holders = role_holders(roster.memberships)
    if sight.present is None:
        return Changes(frozenset(), before & gone, holders & out_of_reach, frozenset())
    here = sight.present - gone
    if not is_first:
        here = frozenset(user_id for user_id in here if user_id in before or user_id in sight.kinds)
    came, went = here - before, before - here
    joiners = frozenset() if is_first else _joiners(roster, came, sight.kinds)
    return Changes(came, went, holders & (went | out_of_reach), joiners)


def _those(kinds: Mapping[str, Kind], kind: Kind) -> frozenset[str]:
    return frozenset(user_id for user_id, found in kinds.items() if found is kind)


def _joiners(roster: Roster, came: frozenset[str], kinds: Mapping[str, Kind]) -> frozenset[str]:
    return frozenset(
        user_id
        for user_id in came
        if kinds[user_id] is Kind.COLLEAGUE and _may_be_invited(roster, user_id)
    )


def _may_be_invited(roster: Roster, user_id: str) -> bool:
    """Say whether somebody who came may be asked: not twice, and not after they said no."""
    as_lead = roster.find_standing(user_id, Role.LEAD)
    as_member = roster.find_standing(user_id, Role.MEMBER)
    if Standing.ACTIVE in (as_lead, as_member) or Standing.ASKED in (as_lead, as_member):
        return False
    decisive = as_lead if as_member is None else as_member
    return decisive is not Standing.DECLINED
