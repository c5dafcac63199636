"""What a parent is: who leads it, which teams' answers count in it, and who may say so."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.teams.domain import LONGEST_NAME, FieldError, Pulse, Standing

FEWEST_CHILDREN: Final = 2
"""A parent of one team would show that team's figures under another name."""

MOST_CHILDREN: Final = 100
MOST_LEADS: Final = 20


@dataclass(frozen=True)
class Parent:
    """A group of teams and the channel in which it lives; it is asked nothing itself.

    `pulse` is when its summary comes.
    """

    id: int
    name: str
    channel_id: str
    pulse: Pulse


@dataclass(frozen=True)
class ParentLead:
    """Somebody named to lead a parent; `number` counts how often they were asked."""

    user_id: str
    standing: Standing
    number: int

    @property
    def is_named(self) -> bool:
        """Whether they lead it, or are asked to."""
        return self.standing in (Standing.ASKED, Standing.ACTIVE)


@dataclass(frozen=True)
class Child:
    """A team and how it stands to a parent.

    *Asked* until a lead of the team has agreed, then *active*; *declined* where a lead of the team
    said no or took it out again, *left* where a lead of the parent did. `number` counts changes.
    """

    team_id: int
    team_name: str
    parent_id: int
    standing: Standing
    changed_by: str
    number: int

    @property
    def is_taken(self) -> bool:
        """Whether no other parent can have the team."""
        return self.standing in (Standing.ASKED, Standing.ACTIVE)


@dataclass(frozen=True)
class Family:
    """A parent with everybody named to lead it and every team that was ever asked to join it."""

    parent: Parent
    named: tuple[ParentLead, ...]
    children: tuple[Child, ...]

    @property
    def leads(self) -> tuple[str, ...]:
        """Those who lead it."""
        return tuple(lead.user_id for lead in self.named if lead.standing is Standing.ACTIVE)

    @property
    def team_ids(self) -> frozenset[int]:
        """The teams whose next items count in it."""
        return frozenset(c.team_id for c in self.children if c.standing is Standing.ACTIVE)

    @property
    def chosen(self) -> frozenset[int]:
        """The teams that count in it or were asked to."""
        return frozenset(child.team_id for child in self.children if child.is_taken)

    def find_child(self, team_id: int) -> Child | None:
        """Return how a team stands to the parent, if it was ever asked."""
        return next((child for child in self.children if child.team_id == team_id), None)

    def find_lead(self, user_id: str) -> ParentLead | None:
        """Return how somebody stands who was named to lead it."""
        return next((lead for lead in self.named if lead.user_id == user_id), None)


@dataclass(frozen=True)
class Offer:
    """A team that somebody may choose for a parent."""

    team_id: int
    team_name: str


@dataclass(frozen=True)
class FamilyChange:
    """Who shall lead a parent, and which teams shall count in it."""

    leads: tuple[str, ...]
    team_ids: frozenset[int]
    changed_by: str

    def check(self, *, offered: Collection[int]) -> None:
        """Raise where it cannot be stored.

        Raises:
            FieldError: a field is empty or too long, or names a team that was not offered.

        """
        if not self.leads:
            raise FieldError("leads", "Name at least one lead.")
        if len(self.leads) > MOST_LEADS:
            raise FieldError("leads", f"Name at most {MOST_LEADS} leads.")
        if not self.team_ids <= set(offered):
            raise FieldError("teams", "One of these teams can't be chosen any more.")


@dataclass(frozen=True)
class ParentPlan:
    """What somebody filled in to set up a parent."""

    name: str
    channel_id: str
    pulse: Pulse
    change: FamilyChange

    def check(self, *, offered: Collection[int]) -> None:
        """Raise where the plan cannot become a parent.

        Raises:
            FieldError: a field needs another value.

        """
        if not self.name.strip():
            raise FieldError("name", "Give the parent a name.")
        if len(self.name) > LONGEST_NAME:
            raise FieldError("name", f"Keep the name within {LONGEST_NAME} characters.")
        self.change.check(offered=offered)
        if len(self.change.team_ids) < FEWEST_CHILDREN:
            raise FieldError(
                "teams", "Choose at least two teams: of one alone, a parent can show nothing."
            )
        self.pulse.check()


@dataclass(frozen=True)
class LeadTelling:
    """Somebody who is to be asked to lead a parent."""

    parent_id: int
    lead: ParentLead


@dataclass(frozen=True)
class ChildTelling:
    """A change of a child of which its leads (when asked) or its channel are to be told."""

    family: Family
    child: Child
    channel_id: str
    team_leads: tuple[str, ...]


def may_change(family: Family, user_id: str, *, led: Collection[int]) -> bool:
    """Whether somebody may change a parent: a lead of it, or of its teams where it has none.

    Args:
        family: the parent.
        user_id: who.
        led: the teams that they lead.

    """
    if family.leads:
        return user_id in family.leads
    lead = family.find_lead(user_id)
    return lead is not None or not family.team_ids.isdisjoint(led)
