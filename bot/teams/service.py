"""Use cases of teams: set up, accept, decline, and who is to be told."""

from datetime import datetime

from bot.database import Database
from bot.teams.domain import (
    Announcement,
    ChannelTakenError,
    FieldError,
    Role,
    Roster,
    Standing,
    Team,
    TeamError,
    TeamPlan,
    Telling,
    reply_to_naming,
    roles_of,
    volunteer,
)
from bot.teams.storage import Teams


class TeamService:
    """What can be done with teams; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_up_team(self, *, plan: TeamPlan, now: datetime) -> Roster:
        """Store a new team.

        Raises:
            FieldError: a field needs another value.
            ChannelTakenError: the channel has a team already.

        """
        plan.check()
        with self._database.writing() as connection:
            teams = Teams(connection)
            if (present := teams.find_by_channel(plan.channel_id)) is not None:
                raise ChannelTakenError(present)
            if teams.find_by_name(plan.name.strip()) is not None:
                raise FieldError("name", "Another team has this name. Choose one that differs.")
            return teams.add(plan, now=now)

    def find_team_in(self, *, channel_id: str) -> Team | None:
        """Return the team that lives in a channel."""
        with self._database.reading() as connection:
            return Teams(connection).find_by_channel(channel_id)

    def get_roster(self, *, team_id: int) -> Roster:
        """Return a team with everybody's role."""
        with self._database.reading() as connection:
            return Teams(connection).get_roster(team_id)

    def list_rosters(self) -> tuple[Roster, ...]:
        """Return every team with everybody's role."""
        with self._database.reading() as connection:
            return Teams(connection).list_rosters()

    def answer_naming(
        self, *, team_id: int, user_id: str, role: Role, standing: Standing
    ) -> Roster:
        """Accept or decline a role; the latest answer counts.

        Raises:
            TeamError: there is no such team, or the person was not named in this role.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            before = teams.find_roster(team_id, for_update=True)
            if before is None:
                raise TeamError("This team isn't there any more, so nothing changed.")
            teams.set_standing(reply_to_naming(before.memberships, user_id, role), standing)
            return _with_its_stage(teams, before)

    def take_on_team(self, *, channel_id: str, user_id: str, now: datetime) -> Roster:
        """Have somebody lead a channel's team that nobody leads.

        Raises:
            TeamError: the channel has no team, or its team has a lead.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            before = _roster_in(teams, channel_id)
            membership = volunteer(before, user_id)
            if before.find_standing(user_id, Role.LEAD) is None:
                teams.add_membership(membership, now=now)
            else:
                teams.set_standing(membership, Standing.ACTIVE)
            return _with_its_stage(teams, before)

    def leave_team(self, *, channel_id: str, user_id: str) -> Roster:
        """Have somebody decline every role they have in a channel's team.

        Raises:
            TeamError: the channel has no team, or they have no role in it.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            before = _roster_in(teams, channel_id)
            for membership in roles_of(before.memberships, user_id):
                teams.set_standing(membership, Standing.DECLINED)
            return _with_its_stage(teams, before)

    def list_tellings(self) -> tuple[Telling, ...]:
        """Return who is still to be told that they were named."""
        with self._database.reading() as connection:
            teams = Teams(connection)
            return tuple(
                Telling(teams.get_roster(team_id), user_id, teams.get_planner(team_id))
                for team_id, user_id in teams.list_untold()
            )

    def mark_told(self, *, telling: Telling, now: datetime) -> None:
        """Store that somebody's message about their naming is owed."""
        with self._database.writing() as connection:
            Teams(connection).mark_told(telling.roster.team.id, telling.user_id, now=now)

    def list_unannounced(self) -> tuple[Announcement, ...]:
        """Return the teams whose channel is still to be told how they stand."""
        with self._database.reading() as connection:
            teams = Teams(connection)
            return tuple(
                Announcement(teams.get_roster(team_id), teams.get_planner(team_id), number)
                for team_id, number in teams.list_unannounced()
            )

    def mark_announced(self, *, announcement: Announcement, now: datetime) -> None:
        """Store that an announcement is owed; a newer one stays to be told."""
        with self._database.writing() as connection:
            Teams(connection).mark_announced(
                announcement.roster.team.id, announcement.number, now=now
            )


def _roster_in(teams: Teams, channel_id: str) -> Roster:
    team = teams.find_by_channel(channel_id)
    roster = None if team is None else teams.find_roster(team.id, for_update=True)
    if roster is None:
        raise TeamError("This channel has no team yet. `/mlops setup` sets one up.")
    return roster


def _with_its_stage(teams: Teams, before: Roster) -> Roster:
    """Store what a change of leads means for the team, so that its channel is told."""
    team_id = before.team.id
    stage = before.team.stage.after(has_lead=teams.get_roster(team_id).has_begun)
    if stage is not before.team.stage:
        teams.set_stage(team_id, stage)
    return teams.get_roster(team_id)
