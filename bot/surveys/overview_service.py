"""Use cases of looking at the pulse: where the rounds of somebody's teams stand."""

from bot.database import Database
from bot.surveys.bank.domain import TRUST
from bot.surveys.calendar import has_fallen
from bot.surveys.item_storage import Items
from bot.surveys.overview import Overview
from bot.surveys.schedule_storage import Schedules
from bot.surveys.service import SurveyService
from bot.surveys.storage import Rounds
from bot.teams.domain import Roster
from bot.teams.service import TeamService


class OverviewService:
    """Reads what there is to show somebody of the pulse, and stores nothing."""

    def __init__(self, database: Database, teams: TeamService, surveys: SurveyService) -> None:
        self._database = database
        self._teams = teams
        self._surveys = surveys

    def list_overviews(self, *, user_id: str) -> tuple[Overview, ...]:
        """Return where the teams stand that somebody takes part in, in order of name."""
        rosters = [
            roster
            for roster in self._teams.list_rosters_of(user_id=user_id)
            if user_id in {person.user_id for person in roster.participants}
        ]
        found = (self._overview(roster, user_id) for roster in rosters)
        return tuple(sorted(found, key=lambda each: each.roster.team.name))

    def has_lost_trust(self, *, team_id: int) -> bool:
        """Whether a team is asked less, since it expects less to come of its answers.

        Then the digest shows first what became of actions.
        """
        with self._database.reading() as connection:
            return has_fallen(Items(connection).list_tenths(team_id, TRUST))

    def _overview(self, roster: Roster, user_id: str) -> Overview:
        team_id = roster.team.id
        with self._database.reading() as connection:
            rounds = Rounds(connection)
            running = [
                round_
                for round_ in rounds.list_open(team_id)
                if rounds.find_counts(round_.id, user_id) is not None
            ]
            schedule = Schedules(connection).list_all().get(team_id)
            last = rounds.find_last_closed(team_id)
        return Overview(
            roster,
            leads=user_id in roster.leads,
            running=running[-1] if running else None,
            next_one=schedule,
            latest=None if last is None else self._surveys.find_summary(round_id=last.id),
        )
