from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, table

from bot.clock import MovableClock
from bot.database import Database
from bot.people.service import PeopleService
from bot.resources import folder
from bot.surveys.answer_service import AnswerService
from bot.surveys.bank.domain import StatementBank
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.domain import Choice, Round, RoundState, Sheet, Summary
from bot.surveys.plan_service import PlanService
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.teams.domain import FEWEST_TO_SHOW, Pulse, TeamPlan
from bot.teams.service import TeamService

SECRET = b"a secret of thirty-two bytes long"
SECRETS = Secrets([SECRET])
THURSDAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)
LEAD = "ULEAD"
MEMBERS = tuple(f"U{number}" for number in range(8))


class Pulses:
    """A team of eight with its lead, and short ways to act for them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.people = PeopleService(database)
        self.teams = TeamService(database)
        self.surveys = self.asking(load_bank(folder("knowledge")))
        self.answers = AnswerService(database, self.teams, SECRETS)
        self.plans = PlanService(database, self.people, self.teams)

    def asking(self, bank: StatementBank, secrets: Secrets = SECRETS) -> SurveyService:
        """Return what asks from a bank under secrets."""
        return SurveyService(self.database, self.people, self.teams, bank, secrets)

    def set_up(
        self,
        *,
        name: str = "Fraud",
        members: tuple[str, ...] = MEMBERS,
        leads: tuple[str, ...] = (LEAD,),
        threshold: int = FEWEST_TO_SHOW,
    ) -> int:
        plan = TeamPlan(
            name=name,
            channel_id=f"C{name}",
            is_private=True,
            pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
            leads=leads,
            members=members,
            planned_by=LEAD,
            threshold=threshold,
        )
        roster = self.teams.set_up_team(plan=plan, now=THURSDAY)
        self.tick(now=THURSDAY)
        return roster.team.id

    def tick(self, *, now: datetime) -> int:
        """Open what is due to open."""
        due = self.surveys.list_due_to_open(now=now)
        return sum(self.surveys.open_round(roster, now=now) for roster in due)

    def end(self, *, now: datetime) -> int:
        """Close what is due to close."""
        due = self.surveys.list_due_to_close(now=now)
        return sum(self.surveys.close_round(round_, now=now) for round_ in due)

    def open(self, *, now: datetime = MONDAY) -> Sheet:
        """Open the round and return the first member's sheet."""
        self.tick(now=now)
        return self.sheets()[0]

    def sheets(self) -> list[Sheet]:
        """Return everybody's sheets of the rounds that are open, members before leads."""
        plans = self.plans.list_unowed_plans()
        asked = [(p.round, p.user_id) for p in plans if p.round.state is RoundState.OPEN]
        return [self.sheet_of(user_id, round_) for round_, user_id in asked]

    def sheet_of(self, user_id: str, round_: Round) -> Sheet:
        """Return one person's sheet of a round as it is now."""
        sheet = self.answers.find_sheet(team_id=round_.team_id, week=round_.week, user_id=user_id)
        assert sheet is not None
        return sheet

    def answer(
        self, sheet: Sheet, user_ids: tuple[str, ...], choice: str, *, item: int = 0
    ) -> None:
        for user_id in user_ids:
            self.answers.record_answer(
                item_id=sheet.answers[item].item.id, user_id=user_id, choice=Choice(choice)
            )

    def close(self, *, now: datetime = MONDAY + A_WEEK) -> None:
        self.end(now=now)
        assert self.surveys.clear_traces() == 1

    def count_answers(self) -> int:
        """Return how many answers the database holds, open and released."""
        counts = [
            select(func.count()).select_from(table(name)).scalar_subquery()
            for name in ("survey_open_answer", "survey_answer")
        ]
        with self.database.reading() as connection:
            return sum(connection.execute(select(*counts)).one())

    def summary(self) -> Summary:
        """Return the newest summary."""
        return self.surveys.list_unowed_summaries()[-1]


@pytest.fixture
def pulses(database: Database) -> Pulses:
    return Pulses(database)


@pytest.fixture
def clock() -> MovableClock:
    """Stands still before the first week."""
    return MovableClock(THURSDAY, flows=False)
