"""Open rounds of ten teams of ten and their leads, all of which answer at once."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import URL

from bot import schema
from bot.database import Database
from bot.people.service import PeopleService
from bot.resources import folder
from bot.surveys.answer_service import AnswerService
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.domain import Choice
from bot.surveys.plan_service import PlanService
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService

TEAMS, MEMBERS = 10, 10
CHOICES = tuple(choice for choice in Choice if choice.score is not None)
SECRET = "a-secret-of-forty-characters-all-of-them"
THURSDAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where somebody answers: a round, and its items."""

    user_id: str
    round_id: int
    item_ids: tuple[int, ...]


def address(url: URL) -> str:
    """Write an address out, with its password."""
    return url.render_as_string(hide_password=False)


def open_rounds(url: URL) -> tuple[Place, ...]:
    """Bring an empty database to a Monday morning on which everybody's sheet has been sent."""
    database = Database(address(url))
    schema.upgrade(database)
    people, teams = PeopleService(database), TeamService(database)
    secrets = Secrets([SECRET.encode()])
    surveys = SurveyService(database, people, teams, load_bank(folder("knowledge")), secrets)
    for number in range(TEAMS):
        roster = teams.set_up_team(plan=_a_plan(number), now=THURSDAY)
        surveys.open_round(roster, now=THURSDAY)
        surveys.open_round(roster, now=MONDAY)
    answers = AnswerService(database, teams, secrets)
    planning = PlanService(database, people, teams)
    plans = planning.list_unowed_plans()
    planning.mark_owed(plans=plans)
    found = [
        answers.find_sheet(team_id=p.round.team_id, week=p.round.week, user_id=p.user_id)
        for p in plans
    ]
    database.close()
    return tuple(
        Place(sheet.user_id, sheet.round.id, tuple(own.item.id for own in sheet.answers))
        for sheet in found
        if sheet is not None
    )


def _a_plan(number: int) -> TeamPlan:
    return TeamPlan(
        name=f"Team {number}",
        channel_id=f"C{number}",
        is_private=True,
        pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
        leads=(f"ULEAD{number}",),
        members=tuple(f"U{number:04}{member:04}" for member in range(MEMBERS)),
        planned_by=f"ULEAD{number}",
    )
