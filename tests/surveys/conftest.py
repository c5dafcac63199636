from datetime import UTC, datetime, timedelta

import pytest

from bot.database import Database
from bot.resources import folder
from bot.surveys.answer_service import AnswerService
from bot.surveys.domain import Choice, Sheet, Summary
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.surveys.statement_bank import load_bank
from bot.teams.domain import Pulse, TeamPlan
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
        self.teams = TeamService(database)
        self.surveys = SurveyService(database, self.teams, load_bank(folder("knowledge")), SECRETS)
        self.answers = AnswerService(database, self.teams, SECRETS)

    def set_up(
        self,
        *,
        name: str = "Fraud",
        members: tuple[str, ...] = MEMBERS,
        leads: tuple[str, ...] = (LEAD,),
    ) -> int:
        plan = TeamPlan(
            name=name,
            channel_id=f"C{name}",
            is_private=True,
            pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
            leads=leads,
            members=members,
            planned_by=LEAD,
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
        return self.answers.list_unowed_sheets()[0]

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

    def summary(self) -> Summary:
        """Return the newest summary."""
        return self.surveys.list_unowed_summaries()[-1]


@pytest.fixture
def pulses(database: Database) -> Pulses:
    return Pulses(database)
