"""Use cases of packs: see which are on, switch them on and off."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.database import Database
from bot.errors import UserFacingError
from bot.surveys.bank.domain import Pack, StatementBank
from bot.surveys.packs.storage import Packs
from bot.surveys.schedule_storage import Schedules
from bot.teams.domain import Roster
from bot.teams.service import TeamService


class PackError(UserFacingError):
    """Packs that cannot be shown or switched; the text says why."""


@dataclass(frozen=True)
class PackChoice:
    """A team, every pack there is, and those of them that the team is asked about."""

    roster: Roster
    packs: tuple[Pack, ...]
    chosen: tuple[Pack, ...]


class PackService:
    """What can be done with packs; each public method commits at its end."""

    def __init__(self, database: Database, teams: TeamService, bank: StatementBank) -> None:
        self._database = database
        self._teams = teams
        self._bank = bank

    def get_choice(self, *, channel_id: str) -> PackChoice:
        """Return what the team of a channel is asked about beside the core.

        Raises:
            PackError: the channel has no team.

        """
        team = self._teams.find_team_in(channel_id=channel_id)
        if team is None:
            raise PackError("This channel has no team yet. `/mlops setup` sets one up.")
        roster = self._teams.get_roster(team_id=team.id)
        with self._database.reading() as connection:
            chosen = Packs(connection).list_chosen(team.id)
        return PackChoice(roster, self._bank.packs, self._bank.list_packs(chosen))

    def choose_packs(self, *, team_id: int, user_id: str, pack_ids: Collection[str]) -> PackChoice:
        """Store which packs a team is asked about from its next round on.

        A pack that the bank no longer has is left out of what is stored.

        Raises:
            PackError: the person does not lead the team (any more).

        """
        roster = self._teams.get_roster(team_id=team_id)
        if user_id not in roster.leads:
            raise PackError("Only a lead of this team can switch its packs, so nothing changed.")
        chosen = self._bank.list_packs(pack_ids)
        with self._database.writing() as connection:
            # Held against another lead who stores at this moment, and a round that opens.
            Schedules(connection).find(team_id)
            Packs(connection).set_chosen(team_id, [pack.id for pack in chosen])
        return PackChoice(roster, self._bank.packs, chosen)
