"""A team of three or four, and short ways to have it agree to open rounds."""

from datetime import UTC, datetime, timedelta

from bot.database import Database
from bot.people.service import PeopleService
from bot.resources import folder
from bot.surveys.answer_service import AnswerService
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.consents.service import ConsentService
from bot.surveys.domain import Choice, Round, Sheet, Summary
from bot.surveys.open_rounds import OpenStanding, OpenState
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.teams.domain import Pulse, Role, Standing, TeamPlan
from bot.teams.service import TeamService

THURSDAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
A_WEEK = timedelta(weeks=1)
LEAD = "ULEAD"
MEMBERS = ("U0", "U1", "U2")
EVERYBODY = (*MEMBERS, LEAD)
BANK = load_bank(folder("knowledge"))


class SmallTeam:
    """Three members and their lead."""

    def __init__(
        self, database: Database, *, name: str = "Fraud", members: tuple[str, ...] = MEMBERS
    ) -> None:
        self.database = database
        self.name = name
        self.teams = TeamService(database)
        secrets = Secrets([b"a secret of thirty-two bytes long"])
        people = PeopleService(database)
        self.surveys = SurveyService(database, people, self.teams, BANK, secrets)
        self.answers = AnswerService(database, self.teams, secrets)
        self.consents = ConsentService(database, self.teams)
        plan = TeamPlan(
            name=name,
            channel_id=f"C{name}",
            is_private=True,
            pulse=Pulse(weekday=0, hour=9, zone="Europe/Berlin"),
            leads=(LEAD,),
            members=members,
            planned_by=LEAD,
        )
        self.id = self.teams.set_up_team(plan=plan, now=THURSDAY).team.id
        self.move_to(THURSDAY)

    def move_to(self, now: datetime) -> None:
        """Do all that is due, as the jobs do."""
        self.consents.settle_all()
        for round_ in self.surveys.list_due_to_close(now=now):
            self.surveys.close_round(round_, now=now)
        for roster in self.surveys.list_due_to_open(now=now):
            self.surveys.open_round(roster, now=now)

    def propose(self, user_id: str = LEAD) -> OpenStanding:
        return self.consents.propose(team_id=self.id, user_id=user_id)

    def say(self, user_id: str, *, agrees: bool = True, number: int | None = None) -> OpenStanding:
        proposal = self.standing(user_id).proposal
        newest = 0 if proposal is None else proposal.number
        return self.consents.answer(
            team_id=self.id, number=number or newest, user_id=user_id, agrees=agrees
        )

    def agree(self, *user_ids: str) -> None:
        """Have open rounds proposed, and these people agree, or everybody."""
        self.propose()
        for user_id in user_ids or EVERYBODY:
            self.say(user_id)

    def withdraw(self, user_id: str) -> None:
        self.say(user_id, agrees=False)

    def standing(self, user_id: str = LEAD) -> OpenStanding:
        return self.consents.get_standing(team_id=self.id, user_id=user_id)

    def state(self) -> OpenState | None:
        self.consents.settle_all()
        return self.standing().state

    def join(self, user_id: str) -> None:
        self.teams.join_team(channel_id=f"C{self.name}", user_id=user_id, now=THURSDAY)

    def leave(self, user_id: str) -> None:
        self.teams.leave_team(channel_id=f"C{self.name}", user_id=user_id)

    def begin_to_lead(self, user_id: str) -> None:
        self.teams.name_lead(channel_id=f"C{self.name}", user_id=user_id, named_by=LEAD)
        self.teams.answer_naming(
            team_id=self.id, user_id=user_id, role=Role.LEAD, standing=Standing.ACTIVE
        )

    def sheet(self, user_id: str = "U0", *, week: datetime = MONDAY) -> Sheet:
        sheet = self.answers.find_sheet(team_id=self.id, week=week.date(), user_id=user_id)
        assert sheet is not None
        return sheet

    def round(self, *, week: datetime = MONDAY) -> Round:
        return self.sheet(week=week).round

    def answer(self, choice: str, *user_ids: str, item: int = 0, week: datetime = MONDAY) -> None:
        for user_id in user_ids:
            item_id = self.sheet(week=week).answers[item].item.id
            self.answers.record_answer(item_id=item_id, user_id=user_id, choice=Choice(choice))

    def summary(self, *, week: datetime = MONDAY) -> Summary:
        summary = self.surveys.find_summary(round_id=self.round(week=week).id)
        assert summary is not None
        return summary
