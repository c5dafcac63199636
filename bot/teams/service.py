"""Use cases of teams: set up, accept, decline, and who is to be told."""

from datetime import datetime
from typing import Final

from bot.database import Database
from bot.teams.channel_storage import Channels
from bot.teams.domain import (
    Announcement,
    ChannelTakenError,
    FieldError,
    LastLeadError,
    Membership,
    Role,
    Roster,
    Standing,
    Team,
    TeamError,
    TeamPlan,
    Telling,
    check_threshold,
)
from bot.teams.family_storage import Families
from bot.teams.roles import check_still_named, name_lead, reply_to_naming, roles_of, volunteer
from bot.teams.storage import Teams
from bot.teams.telling_storage import Tellings
from bot.teams.threshold_storage import Thresholds

MOST_TELLINGS: Final = 100
"""How many people are told at one go, so that a crowd does not keep everybody else waiting."""

_GONE: Final = "This team isn't there any more, so nothing changed."


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
            if Families(connection).find_in(plan.channel_id) is not None:
                raise FieldError(
                    "name",
                    "This channel has a parent of teams. Type `/mlops setup` in another channel.",
                )
            if teams.find_by_name(plan.name.strip()) is not None:
                raise FieldError("name", "Another team has this name. Choose one that differs.")
            roster = teams.add(plan, now=now)
            # Set-up lets nobody be named in a private channel who is not in it.
            there = frozenset((*plan.leads, *plan.members)) if plan.is_private else frozenset()
            Channels(connection).add(roster.team.id, present=there, now=now)
            return roster

    def find_team_in(self, *, channel_id: str) -> Team | None:
        """Return the team that lives in a channel."""
        with self._database.reading() as connection:
            return Teams(connection).find_by_channel(channel_id)

    def list_leads_in(self, channel_id: str) -> tuple[str, ...]:
        """Return who leads the team that lives in a channel; nobody, where there is none."""
        with self._database.reading() as connection:
            team = Teams(connection).find_by_channel(channel_id)
            return () if team is None else Teams(connection).get_roster(team.id).leads

    def get_roster(self, *, team_id: int) -> Roster:
        """Return a team with everybody's role.

        Raises:
            TeamError: there is no such team.

        """
        with self._database.reading() as connection:
            roster = Teams(connection).find_roster(team_id)
        if roster is None:
            raise TeamError(_GONE)
        return roster

    def list_rosters(self) -> tuple[Roster, ...]:
        """Return every team with everybody's role."""
        with self._database.reading() as connection:
            return Teams(connection).list_rosters()

    def list_rosters_of(self, *, user_id: str) -> tuple[Roster, ...]:
        """Return the teams in which somebody was named, whatever they said to it."""
        return tuple(
            roster
            for roster in self.list_rosters()
            if any(membership.user_id == user_id for membership in roster.memberships)
        )

    def answer_naming(
        self,
        *,
        team_id: int,
        user_id: str,
        role: Role,
        standing: Standing,
        may_pause: bool = True,
    ) -> Roster:
        """Accept or decline a role; the latest answer counts.

        Raises:
            TeamError: there is no such team, the person was not named in this role, or accepts it
                after having left the channel.
            LastLeadError: it would pause the pulse, which it may not.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            before = teams.find_roster(team_id, for_update=True)
            if before is None:
                raise TeamError(_GONE)
            membership = reply_to_naming(before.memberships, user_id, role)
            if standing is Standing.ACTIVE and Channels(connection).has_left(team_id, user_id):
                raise TeamError(
                    f"You have left <#{before.team.channel_id}>, so nothing changed. Join it again "
                    "and type `/mlops join` there."
                )
            if standing is Standing.ACTIVE:
                check_still_named(membership)
            teams.set_standing(membership, standing)
            return _settle(teams, before, may_pause=may_pause)

    def take_on_team(self, *, channel_id: str, user_id: str, now: datetime) -> Roster:
        """Have somebody lead a channel's team that nobody leads.

        Raises:
            TeamError: the channel has no team, or its team has a lead.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            before = _roster_in(teams, channel_id)
            _take_role(teams, before, volunteer(before, user_id), now=now)
            return teams.settle_stage(before)

    def name_lead(self, *, channel_id: str, user_id: str, named_by: str) -> Roster:
        """Ask somebody to lead a channel's team too, since one of its leads says so.

        Raises:
            TeamError: the channel has no team, or this person cannot be asked by that one.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            roster = _roster_in(teams, channel_id)
            named = name_lead(roster, user_id, named_by=named_by)
            teams.ask(named.team_id, [named.user_id], named.role, named_by=named_by)
            return teams.get_roster(roster.team.id)

    def join_team(self, *, channel_id: str, user_id: str, now: datetime) -> Roster:
        """Have somebody take part in a channel's team.

        Raises:
            TeamError: the channel has no team.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            roster = _roster_in(teams, channel_id)
            membership = Membership(roster.team.id, user_id, Role.MEMBER, Standing.ACTIVE)
            _take_role(teams, roster, membership, now=now)
            return teams.get_roster(roster.team.id)

    def leave_team(self, *, channel_id: str, user_id: str, may_pause: bool = True) -> Roster:
        """Have somebody decline every role they have in a channel's team.

        Raises:
            TeamError: the channel has no team, or they have no role in it.
            LastLeadError: it would pause the pulse, which it may not.

        """
        with self._database.writing() as connection:
            teams = Teams(connection)
            before = _roster_in(teams, channel_id)
            for membership in roles_of(before.memberships, user_id):
                teams.set_standing(membership, Standing.DECLINED)
            return _settle(teams, before, may_pause=may_pause)

    def set_threshold(self, *, channel_id: str, user_id: str, threshold: int) -> Roster:
        """Have more or fewer members stand behind each average, before anybody is asked.

        Raises:
            TeamError: the channel has no team, this person does not lead it, the number cannot be
                chosen, or the team's first round has opened.

        """
        check_threshold(threshold)
        with self._database.writing() as connection:
            teams = Teams(connection)
            roster = _roster_in(teams, channel_id)
            if user_id not in roster.leads:
                raise TeamError("Only a lead of this team can change that, so nothing changed.")
            if roster.team.is_threshold_fixed:
                raise TeamError(
                    f"It stays at {roster.team.threshold}: people have been asked under that "
                    "number, so it can't change after the first pulse."
                )
            if threshold != roster.team.threshold:
                Thresholds(connection).set(roster.team.id, threshold)
            return teams.get_roster(roster.team.id)

    def fix_threshold(self, *, team_id: int) -> Roster:
        """Store that a team's threshold cannot change any more, since it is asked now."""
        with self._database.writing() as connection:
            teams = Teams(connection)
            if teams.find_roster(team_id, for_update=True) is None:
                raise TeamError(_GONE)
            Thresholds(connection).fix(team_id)
            return teams.get_roster(team_id)

    def list_tellings(self, *, limit: int = MOST_TELLINGS) -> tuple[Telling, ...]:
        """Return who is still to be told that they were named or invited, as many as `limit`."""
        with self._database.reading() as connection:
            teams, tellings = Teams(connection), Tellings(connection)
            untold = tellings.list_untold(limit=limit)
            ids = {team_id for team_id, *_ in untold}
            known = {id_: (teams.get_roster(id_), tellings.get_planner(id_)) for id_ in ids}
        return tuple(
            Telling(known[team_id][0], user_id, named_by or known[team_id][1], number)
            for team_id, user_id, number, named_by in untold
        )

    def get_telling(self, *, team_id: int, user_id: str) -> Telling:
        """Return what somebody named in a team is told, as they stand now."""
        with self._database.reading() as connection:
            tellings = Tellings(connection)
            roster = Teams(connection).get_roster(team_id)
            namer = tellings.find_namer(team_id, user_id) or tellings.get_planner(team_id)
            return Telling(roster, user_id, namer)

    def mark_told(self, *, telling: Telling, now: datetime) -> None:
        """Store that somebody's message about their naming is owed."""
        with self._database.writing() as connection:
            Tellings(connection).mark_told(
                telling.roster.team.id, telling.user_id, telling.number, now=now
            )

    def list_unannounced(self) -> tuple[Announcement, ...]:
        """Return the teams whose channel is still to be told how they stand."""
        with self._database.reading() as connection:
            teams, tellings = Teams(connection), Tellings(connection)
            return tuple(
                Announcement(teams.get_roster(team_id), tellings.get_planner(team_id), number)
                for team_id, number in tellings.list_unannounced()
            )

    def mark_announced(self, *, announcement: Announcement, now: datetime) -> None:
        """Store that an announcement is owed; a newer one stays to be told."""
        with self._database.writing() as connection:
            Tellings(connection).mark_announced(
                announcement.roster.team.id, announcement.number, now=now
            )


def _settle(teams: Teams, before: Roster, *, may_pause: bool) -> Roster:
    """Store what somebody's answer means for the team, or take all of it back by raising."""
    roster = teams.settle_stage(before)
    if not may_pause and before.has_begun and not roster.has_begun:
        raise LastLeadError(before)
    return roster


def _take_role(teams: Teams, roster: Roster, taken: Membership, *, now: datetime) -> None:
    """Store a role that somebody takes of their own accord, named in it before or not."""
    if roster.find_standing(taken.user_id, taken.role) is None:
        teams.add_membership(taken, now=now)
    else:
        teams.set_standing(taken, taken.standing)


def _roster_in(teams: Teams, channel_id: str) -> Roster:
    team = teams.find_by_channel(channel_id)
    roster = None if team is None else teams.find_roster(team.id, for_update=True)
    if roster is None:
        raise TeamError("This channel has no team yet. `/mlops setup` sets one up.")
    return roster
