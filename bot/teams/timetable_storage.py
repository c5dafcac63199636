"""A team's name and times, read and written within the transaction of whoever asks.

When rounds open belongs to the pulse, and what a team is called to teams; a lead changes both at
once, or neither.
"""

from datetime import date
from typing import Final

from sqlalchemy import Connection, update

from bot.teams.domain import FieldError, Pulse, Roster, Team, TeamError
from bot.teams.storage import TeamRow, Teams

NOT_A_LEAD: Final = "Only a lead of this team can change that, so nothing changed."
_GONE: Final = "This team isn't there any more, so nothing changed."


class Timetables:
    """Teams' names and times, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, team_id: int) -> Roster:
        """Return a team as it is, holding it until the transaction ends.

        Raises:
            TeamError: there is no such team.

        """
        roster = Teams(self._connection).find_roster(team_id, for_update=True)
        if roster is None:
            raise TeamError(_GONE)
        return roster

    def hold_for_lead(self, team_id: int, user_id: str) -> Roster:
        """Return the same for somebody who leads the team at this moment.

        Raises:
            TeamError: there is no such team, or they don't lead it.

        """
        roster = self.hold(team_id)
        if user_id not in roster.leads:
            raise TeamError(NOT_A_LEAD)
        return roster

    def rename(self, team_id: int, name: str) -> None:
        """Store a team's name.

        Raises:
            FieldError: another team has it.

        """
        present = Teams(self._connection).find_by_name(name)
        if present is not None and present.id != team_id:
            raise FieldError("name", "Another team has this name. Choose one that differs.")
        self._set(team_id, name=name)

    def set_pulse(self, team_id: int, pulse: Pulse) -> None:
        """Store when a team's weeks begin from now on."""
        self._set(team_id, weekday=pulse.weekday, hour=pulse.hour, zone=pulse.zone)

    def follow(self, team: Team, next_on: date, *, is_paused: bool) -> None:
        """Store on which day a team is asked next, and whether that ends a pause."""
        if (team.next_on, team.is_paused) != (next_on, is_paused):
            self._set(team.id, next_on=next_on, is_paused=is_paused)

    def _set(self, team_id: int, **values: object) -> None:
        self._connection.execute(update(TeamRow).where(TeamRow.id == team_id).values(**values))
