"""What a team is, who belongs to it in which role, and what a set-up must say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import UserFacingError
from bot.zones import read_zone

FEWEST_TO_SHOW: Final = 5
"""How many members (leads aside) must have scored an item before its mean is shown, at least.

A team may choose a higher threshold, up to `HIGHEST_THRESHOLD`, until its first round.
"""

HIGHEST_THRESHOLD: Final = 10

MOST_IN_OPEN_ROUNDS: Final = FEWEST_TO_SHOW - 1
"""How many members, leads aside, a team can have that shows averages which aren't anonymous. A
larger one that chose a threshold above its size asked for more protection, and not for none."""

LONGEST_NAME = 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class Role(StrEnum):
    """What somebody is in a team; one person can be both."""

    LEAD = "lead"
    MEMBER = "member"


class Standing(StrEnum):
    """Whether somebody takes their role.

    Leads are asked first, and so are members whom nobody named; everybody may decline. A role that
    somebody had ends when they leave the channel.
    """

    ASKED = "asked"
    ACTIVE = "active"
    DECLINED = "declined"
    LEFT = "left"


class Stage(StrEnum):
    """Where a team's pulse stands: it waits for its first lead, goes on, or lost its last lead."""

    WAITING = "waiting"
    BEGUN = "begun"
    PAUSED = "paused"

    def after(self, *, has_lead: bool) -> "Stage":
        """Return the stage that follows, now that the team has a lead or has none."""
        if has_lead:
            return Stage.BEGUN
        return Stage.WAITING if self is Stage.WAITING else Stage.PAUSED


class TeamError(UserFacingError):
    """A team cannot be set up or changed so."""


class FieldError(TeamError):
    """One field of the set-up needs another value; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ChannelTakenError(TeamError):
    """The channel has a team already."""

    def __init__(self, team: "Team") -> None:
        super().__init__("This channel already has a team, so nothing was set up.")
        self.team = team


class LastLeadError(TeamError):
    """Nobody would lead the team any more, which its only lead has not said that they mean."""

    def __init__(self, roster: "Roster") -> None:
        super().__init__("You are the only lead of this team, so nothing changed.")
        self.roster = roster


@dataclass(frozen=True)
class Pulse:
    """When a team's week begins: a weekday (0 is Monday) and a full hour in a time zone."""

    weekday: int
    hour: int
    zone: str

    def check(self) -> None:
        """Raise where this is no weekday and hour that can be chosen.

        Raises:
            FieldError: it is not.

        """
        if not 0 <= self.weekday < len(WEEKDAYS) or not 0 <= self.hour <= 23:
            raise FieldError("hour", "Choose a working day and a full hour.")

    def begins(self, week: date, zone: str | None = None) -> datetime:
        """Return when a week (its Monday) begins, in UTC: in the team's zone, or in another.

        The hour is the zone's own. Where the clocks go forward over it, the next hour that exists
        is meant; where they go back over it, its first passing.
        """
        local = datetime.combine(
            week + timedelta(days=self.weekday), time(self.hour), read_zone(zone or self.zone)
        )
        return local.astimezone(UTC)

    def next_after(self, moment: datetime) -> datetime:
        """Return the first beginning of a week after `moment` in the team's zone, in UTC."""
        day = moment.astimezone(read_zone(self.zone)).date()
        week = day - timedelta(days=day.weekday())
        while (start := self.begins(week)) <= moment:
            week += timedelta(weeks=1)
        return start

    @property
    def words(self) -> str:
        """The day and hour as people say them, such as "Mondays at 09:00"."""
        return f"{WEEKDAYS[self.weekday]}s at {self.hour:02d}:00"


@dataclass(frozen=True)
class Team:
    """A team and the channel in which it lives.

    `is_private` is whether only members of a private channel, all of this workspace, read it;
    `parent_id` is the parent in which its next items count too. `threshold` is how many members
    must have scored an item before its mean is shown, for good once `is_threshold_fixed`.
    `next_on` is the day of its next round where a lead changed it, and else past or None.
    """

    id: int
    name: str
    channel_id: str
    is_private: bool
    pulse: Pulse
    stage: Stage
    parent_id: int | None = None
    threshold: int = FEWEST_TO_SHOW
    is_threshold_fixed: bool = False
    next_on: date | None = None
    is_paused: bool = False


@dataclass(frozen=True)
class Membership:
    """One person's role in a team."""

    team_id: int
    user_id: str
    role: Role
    standing: Standing


@dataclass(frozen=True)
class TeamPlan:
    """What somebody filled in to set up a team."""

    name: str
    channel_id: str
    is_private: bool
    pulse: Pulse
    leads: tuple[str, ...]
    members: tuple[str, ...]
    planned_by: str
    threshold: int = FEWEST_TO_SHOW

    def check(self) -> None:
        """Raise where the plan cannot become a team.

        Raises:
            FieldError: a field is empty or too long.

        """
        check_name(self.name)
        if not self.leads:
            raise FieldError("leads", "Name at least one lead.")
        if not self.members:
            raise FieldError("members", "Name the people who will be asked.")
        check_threshold(self.threshold)
        self.pulse.check()

    def memberships(self, team_id: int) -> tuple[Membership, ...]:
        """Return everybody's role at the start.

        Whoever sets up a team and names themselves as lead has thereby accepted.
        """
        leads = [
            Membership(
                team_id,
                user_id,
                Role.LEAD,
                Standing.ACTIVE if user_id == self.planned_by else Standing.ASKED,
            )
            for user_id in self.leads
        ]
        members = [
            Membership(team_id, user_id, Role.MEMBER, Standing.ACTIVE) for user_id in self.members
        ]
        return (*leads, *members)


def check_name(name: str) -> None:
    """Raise a `FieldError` where no team can be called so."""
    if not name.strip():
        raise FieldError("name", "Give the team a name.")
    if len(name) > LONGEST_NAME:
        raise FieldError("name", f"Keep the name within {LONGEST_NAME} characters.")


def check_threshold(threshold: int) -> None:
    """Raise a `FieldError` where this is no threshold that can be chosen."""
    if not FEWEST_TO_SHOW <= threshold <= HIGHEST_THRESHOLD:
        raise FieldError(
            "threshold", f"Choose a number from {FEWEST_TO_SHOW} to {HIGHEST_THRESHOLD}."
        )


@dataclass(frozen=True)
class Participant:
    """Somebody whom the pulse asks; leads' answers do not count towards the threshold."""

    user_id: str
    counts: bool


@dataclass(frozen=True)
class Roster:
    """A team with everybody's role."""

    team: Team
    memberships: tuple[Membership, ...]

    def list_people(self, role: Role, standing: Standing) -> tuple[str, ...]:
        """Return the ids of those with this role and standing."""
        return tuple(
            m.user_id for m in self.memberships if m.role is role and m.standing is standing
        )

    def find_standing(self, user_id: str, role: Role) -> Standing | None:
        """Return how somebody stands in a role, or None where they were not named in it."""
        for m in self.memberships:
            if m.user_id == user_id and m.role is role:
                return m.standing
        return None

    @property
    def leads(self) -> tuple[str, ...]:
        """Those who lead the team."""
        return self.list_people(Role.LEAD, Standing.ACTIVE)

    @property
    def has_begun(self) -> bool:
        """Whether there is a lead, so that the pulse can be asked."""
        return bool(self.leads)

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Those whom the pulse asks: members first, then leads, each in order of id."""
        leads = set(self.leads)
        members = set(self.list_people(Role.MEMBER, Standing.ACTIVE)) - leads
        return (
            *(Participant(user_id, counts=True) for user_id in sorted(members)),
            *(Participant(user_id, counts=False) for user_id in sorted(leads)),
        )


@dataclass(frozen=True)
class Announcement:
    """What a team's channel is to be told: the stage, the `number`-th of this team's."""

    roster: Roster
    planned_by: str
    number: int


@dataclass(frozen=True)
class Telling:
    """Somebody who is to be told how they stand in a team.

    `planned_by` is who named them; `number` counts the times that this person is told of this team.
    """

    roster: Roster
    user_id: str
    planned_by: str
    number: int = 1
