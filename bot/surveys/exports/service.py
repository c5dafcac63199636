"""The use case of taking released figures elsewhere."""

from bot.database import Database
from bot.errors import UserFacingError
from bot.surveys.bank.domain import StatementBank
from bot.surveys.exports.domain import ExportedFigure
from bot.surveys.item_storage import Items
from bot.surveys.release_storage import Releases
from bot.teams.domain import Roster, Team
from bot.teams.service import TeamService


class ExportError(UserFacingError):
    """Figures that cannot be exported; the text says why."""


class ExportService:
    """Reads what a team was shown; it changes nothing."""

    def __init__(self, database: Database, teams: TeamService, bank: StatementBank) -> None:
        self._database = database
        self._teams = teams
        self._dimensions = {practice.id: practice.dimension.value for practice in bank.practices}

    def list_figures_of(self, *, name: str) -> tuple[ExportedFigure, ...]:
        """Return what the team of a name was shown, oldest week first.

        Raises:
            ExportError: there is no such team.

        """
        rosters = self._teams.list_rosters()
        for roster in rosters:
            if roster.team.name == name:
                return self._list_figures(roster)
        names = ", ".join(roster.team.name for roster in rosters) or "none yet"
        raise ExportError(f"There is no team named {name}. Teams: {names}.")

    def list_figures_for(self, *, channel_id: str, user_id: str) -> tuple[ExportedFigure, ...]:
        """Return what the team of a channel was shown, for one of its leads.

        Raises:
            ExportError: the channel has no team, or this person does not lead it.

        """
        team = self._teams.find_team_in(channel_id=channel_id)
        if team is None:
            raise ExportError("This channel has no team yet. `/mlops setup` sets one up.")
        return self.list_figures_of_led(team_id=team.id, user_id=user_id)

    def list_figures_of_led(self, *, team_id: int, user_id: str) -> tuple[ExportedFigure, ...]:
        """Return what a team was shown, for one of its leads.

        Raises:
            ExportError: this person does not lead it.

        """
        roster = self._teams.get_roster(team_id=team_id)
        if user_id not in roster.leads:
            raise ExportError(
                "Only a lead of this team can export its averages, so nothing is shown."
            )
        return self._list_figures(roster)

    def list_led(self, *, user_id: str) -> tuple[Team, ...]:
        """Return the teams that somebody leads."""
        rosters = self._teams.list_rosters_of(user_id=user_id)
        return tuple(roster.team for roster in rosters if user_id in roster.leads)

    def _list_figures(self, roster: Roster) -> tuple[ExportedFigure, ...]:
        with self._database.snapshot() as connection:
            items = Items(connection)
            return tuple(
                ExportedFigure(
                    team=roster.team.name,
                    team_size=len(items.list_asked(shown.item_id)),
                    wave=shown.wave,
                    practice=shown.practice_id,
                    dimension=self._dimensions.get(shown.practice_id, ""),
                    statement=shown.statement_id,
                    words=shown.words,
                    tenths=shown.tenths,
                    answers=str(shown.count) if shown.count else f"{shown.threshold}+",
                )
                for shown in Releases(connection).list_of_team(roster.team.id)
            )
