"""Use cases of following channels: when to look, and what was seen."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.database import Database
from bot.teams.channel_storage import Channels, ChannelState
from bot.teams.domain import Role, Roster
from bot.teams.following import Changes, Followed, Place, PlaceTelling, Sight, follow
from bot.teams.storage import Teams

A_DAY: Final = timedelta(days=1)
LOOK_LEASE: Final = timedelta(minutes=5)
"""How long a look belongs to the process that began it; far longer than its requests take."""


class ChannelService:
    """Keeps membership in step with channels; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def have_channel_looked_at(self, *, channel_id: str, now: datetime) -> bool:
        """Have a channel looked at soon; return whether a team lives in it."""
        with self._database.reading() as connection:
            team = Teams(connection).find_by_channel(channel_id)
        if team is None:
            return False
        with self._database.writing() as connection:
            Channels(connection).set_due(team.id, at=now)
        return True

    def have_teams_looked_at(self, *, user_id: str, now: datetime) -> bool:
        """Have the channels looked at in whose teams somebody has a role; say if there are any."""
        with self._database.reading() as connection:
            ids = Teams(connection).list_teams_of(user_id)
        if not ids:
            return False
        with self._database.writing() as connection:
            for team_id in ids:
                Channels(connection).set_due(team_id, at=now)
        return True

    def claim_due(self, *, now: datetime, limit: int) -> tuple[Followed, ...]:
        """Begin to look at the channels that are due, at most `limit` of them."""
        with self._database.reading() as connection:
            if not Channels(connection).is_due(now=now):
                return ()
        with self._database.writing() as connection:
            channels = Channels(connection)
            due = channels.list_due(now=now, limit=limit)
            return tuple(self._claim(connection, state, now=now) for state in due)

    def _claim(self, connection: Connection, state: ChannelState, *, now: datetime) -> Followed:
        channels = Channels(connection)
        channels.begin_look(state.team_id, until=now + LOOK_LEASE)
        return Followed(
            roster=Teams(connection).get_roster(state.team_id),
            present=channels.list_present(state.team_id),
            is_first=not state.is_known,
            turn=state.turn + 1,
        )

    def store_sight(self, *, followed: Followed, sight: Sight, now: datetime) -> Changes | None:
        """Store what follows from a look; None where a later one has begun, which knows better."""
        team_id = followed.roster.team.id
        with self._database.writing() as connection:
            teams, channels = Teams(connection), Channels(connection)
            roster = teams.find_roster(team_id, for_update=True)
            state = channels.find(team_id)
            if roster is None or state is None or state.turn != followed.turn:
                return None
            present = channels.list_present(team_id)
            changes = follow(roster, present, sight, is_first=not state.is_known)
            teams.end_roles(team_id, changes.leavers, now=now)
            teams.ask(team_id, sorted(changes.joiners), Role.MEMBER)
            kept = frozenset(membership.user_id for membership in roster.memberships)
            channels.store_presence(team_id, came=changes.came, went=changes.went, kept=kept)
            if sight.present is not None:
                channels.mark_known(team_id)
            _store_place(teams, channels, (roster, state), sight, now=now)
            teams.settle_stage(roster)
            if state.look_due_at > now:
                channels.set_due(team_id, at=now + A_DAY)
            return changes

    def put_off(self, *, followed: Followed, now: datetime, until: datetime) -> None:
        """Have a channel looked at later, since Slack did not tell what is in it."""
        team_id = followed.roster.team.id
        with self._database.writing() as connection:
            state = Channels(connection).find(team_id)
            if state is not None and state.turn == followed.turn and state.look_due_at > now:
                Channels(connection).set_due(team_id, at=until)

    def find_next_look(self) -> datetime | None:
        """Return when a channel is due to be looked at next."""
        with self._database.reading() as connection:
            return Channels(connection).find_next_due()

    def list_place_tellings(self) -> tuple[PlaceTelling, ...]:
        """Return the teams whose leads are to be told that the bot is no longer in the channel."""
        with self._database.reading() as connection:
            unnoticed = Channels(connection).list_unnoticed()
            return tuple(_telling(connection, state) for state in unnoticed)

    def find_place_telling(self, *, team_id: int) -> PlaceTelling | None:
        """Return where the bot stands with a team's channel by now, and who leads the team."""
        with self._database.reading() as connection:
            state = Channels(connection).find(team_id)
            return None if state is None else _telling(connection, state)

    def mark_place_told(self, *, telling: PlaceTelling, now: datetime) -> None:
        """Store that the leads' messages are owed."""
        with self._database.writing() as connection:
            Channels(connection).mark_noticed(telling.team.id, telling.number, now=now)


def _telling(connection: Connection, state: ChannelState) -> PlaceTelling:
    roster = Teams(connection).get_roster(state.team_id)
    return PlaceTelling(roster.team, roster.leads, state.place, state.notice)


def _store_place(
    teams: Teams,
    channels: Channels,
    before: tuple[Roster, ChannelState],
    sight: Sight,
    *,
    now: datetime,
) -> None:
    """Store where the bot stands; only that it is there no longer is something to tell."""
    roster, state = before
    if sight.place is not state.place:
        noticed_at = now if sight.place is Place.INSIDE else None
        channels.set_place(state.team_id, sight.place, noticed_at=noticed_at)
    if sight.is_for_members_only not in (None, roster.team.is_private):
        teams.set_private(state.team_id, is_private=bool(sight.is_for_members_only))
