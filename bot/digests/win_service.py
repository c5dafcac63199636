"""Use cases of wins: tell one, take it back before it is posted, and list them."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.database import Database
from bot.digests.actions import ActionError, check_sentence, day_of, next_hour
from bot.digests.win_storage import Wins
from bot.digests.wins import Win
from bot.teams.domain import Roster, Team
from bot.teams.service import TeamService


@dataclass(frozen=True)
class ToldWin:
    """A win, the team whose channel reads it, and when."""

    win: Win
    team: Team
    at: datetime


class WinService:
    """What can be done with wins; each public method commits at its end."""

    def __init__(self, database: Database, teams: TeamService) -> None:
        self._database = database
        self._teams = teams

    def get_place(self, *, channel_id: str, user_id: str, now: datetime) -> tuple[Team, datetime]:
        """Return where a win would be told that somebody has not written yet, and when.

        Raises:
            ActionError: the channel has no team, or the person does not take part in it.

        """
        team = self._roster_in(channel_id, user_id).team
        return team, next_hour(team.pulse, now)

    def tell_win(self, *, channel_id: str, user_id: str, sentence: str, now: datetime) -> ToldWin:
        """Store a win; the team's channel reads it at the team's next hour.

        Raises:
            ActionError: the channel has no team, the person does not take part in it, or there is
                no sentence.

        """
        team = self._roster_in(channel_id, user_id).team
        text = check_sentence(sentence)
        with self._database.writing() as connection:
            win = Wins(connection).add(team.id, user_id, text, told_on=day_of(team.pulse, now))
        return ToldWin(win, team, next_hour(team.pulse, now))

    def take_back(self, *, win_id: int, user_id: str) -> bool:
        """Delete somebody's own win; False where it is gone already.

        Raises:
            ActionError: somebody else told it.

        """
        with self._database.writing() as connection:
            wins = Wins(connection)
            win = wins.find(win_id)
            if win is None:
                return False
            if win.user_id != user_id:
                raise ActionError("Somebody else told this, so nothing changed.")
            wins.remove(win_id)
            return True

    def find_win(self, *, win_id: int) -> Win | None:
        """Return a win, or None where it was taken back."""
        with self._database.reading() as connection:
            return Wins(connection).find(win_id)

    def list_wins(self, team_id: int, since: date) -> tuple[Win, ...]:
        """Return a team's wins from a day on, the oldest first."""
        with self._database.reading() as connection:
            return Wins(connection).list_since(team_id, since)

    def list_of(self, *, user_id: str) -> tuple[Win, ...]:
        """Return the wins that somebody told."""
        with self._database.reading() as connection:
            return Wins(connection).list_of(user_id)

    def list_unowed(self, *, now: datetime) -> tuple[ToldWin, ...]:
        """Return the wins that no channel is owed yet, and when each is read."""
        with self._database.reading() as connection:
            unowed = Wins(connection).list_unowed()
        teams = {win.team_id: self._teams.get_roster(team_id=win.team_id).team for win in unowed}
        return tuple(
            ToldWin(win, teams[win.team_id], next_hour(teams[win.team_id].pulse, now))
            for win in unowed
        )

    def mark_owed(self, *, win_id: int) -> None:
        """Store that a channel is owed a win."""
        with self._database.writing() as connection:
            Wins(connection).mark_owed(win_id)

    def _roster_in(self, channel_id: str, user_id: str) -> Roster:
        team = self._teams.find_team_in(channel_id=channel_id)
        if team is None:
            raise ActionError(
                "This channel has no team, so there is nobody to tell. Type `/mlops win` in the "
                "channel of a team you take part in."
            )
        roster = self._teams.get_roster(team_id=team.id)
        if user_id not in {person.user_id for person in roster.participants}:
            raise ActionError(
                "Only people who take part in this team tell its wins. `/mlops join` takes part."
            )
        return roster
