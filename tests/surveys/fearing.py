"""A team of eight whose register the tests make up, and short ways to have it fear a model."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import text

from bot.database import Database
from bot.resources import folder
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.choosing import Wishes
from bot.surveys.domain import Round, Sheet
from bot.surveys.fear import Feared, FearQuestion, LiveModel, OwnFear
from bot.surveys.fears.answer_service import FearAnswerService
from bot.surveys.fears.service import FearService
from bot.surveys.service import SurveyService
from tests.surveys.conftest import A_WEEK, LEAD, MEMBERS, MONDAY, SECRETS, Pulses

CHURN, FRAUD, PRICES = (
    LiveModel(1, "Churn", "churn", 1),
    LiveModel(2, "Card fraud", "card-fraud", 2),
    LiveModel(3, "Prices", "prices", 0),
)


class Register:
    """The models that a team runs by now."""

    def __init__(self, *models: LiveModel) -> None:
        self.models = models

    def list_live(self, *, team_id: int, now: datetime) -> tuple[LiveModel, ...]:
        return self.models


class FearTeam:
    """A team that is asked which model it would least like to be paged for."""

    def __init__(
        self,
        database: Database,
        *,
        members: tuple[str, ...] = MEMBERS,
        leads: tuple[str, ...] = (LEAD,),
        threshold: int = 5,
    ) -> None:
        self.register = Register(CHURN, FRAUD, PRICES)
        self.now = MONDAY
        self.members = members
        self.live_on(database)
        self.team_id = self.pulses.set_up(members=members, leads=leads, threshold=threshold)
        self.pulses.tick(now=self.now)

    def live_on(self, database: Database) -> None:
        """Go on with a database, such as one that was restored."""
        self.database = database
        self.pulses = Pulses(database)
        self.pulses.surveys = self.surveys = SurveyService(
            database,
            self.pulses.people,
            self.pulses.teams,
            load_bank(folder("knowledge")),
            SECRETS,
            wishes=Wishes(models=self.register),
        )
        self.answering = FearAnswerService(database, SECRETS, self.register)
        self.fears = FearService(database)

    def pass_weeks(self, count: int = 1) -> None:
        """Live through so many weeks, each of which closes before the next one opens."""
        for _ in range(count):
            self.now += A_WEEK
            self.pulses.end(now=self.now)
            self.pulses.tick(now=self.now)

    def sheet(self, user_id: str) -> Sheet:
        """Return somebody's sheet of the week that runs."""
        return self.pulses.sheet_of(user_id, self._round())

    def _round(self) -> Round:
        with self.database.reading() as connection:
            newest = connection.execute(text("SELECT max(id) FROM survey_round")).scalar_one()
        return self.surveys.get_round(round_id=newest)

    @property
    def week(self) -> date:
        return self._round().week

    def own(self, user_id: str) -> OwnFear:
        """Return the question as it stands on somebody's sheet."""
        fear = self.sheet(user_id).fear
        assert fear is not None
        return fear

    def question(self) -> FearQuestion | None:
        """Return the question of the week that runs, if it has one."""
        fear = self.sheet(self.members[0]).fear
        return None if fear is None else fear.question

    def ask(self) -> FearQuestion:
        """Live on until the team is asked."""
        for _ in range(30):
            if (question := self.question()) is not None:
                return question
            self.pass_weeks()
        raise AssertionError("The team was never asked.")

    def choose(self, user_id: str, choice: str, *, question_id: int | None = None) -> None:
        if question_id is None:
            question_id = self.own(user_id).question.id
        self.answering.record_choice(
            question_id=question_id, user_id=user_id, choice=choice, now=self.now
        )

    def choose_all(self, *choices: str) -> None:
        """Have as many members choose, one after the other."""
        for user_id, choice in zip(self.members, choices, strict=False):
            self.choose(user_id, choice)

    def lose(self, model: LiveModel) -> None:
        self.register.models = tuple(m for m in self.register.models if m.id != model.id)

    def rename(self, model: LiveModel, title: str) -> None:
        self.register.models = tuple(
            replace(m, title=title) if m.id == model.id else m for m in self.register.models
        )

    def shown(self) -> Feared | None:
        return self.fears.find_shown(team_id=self.team_id, today=self.now.date())

    def names(self) -> list[tuple[str, str]] | None:
        """Return what was shown last, or None where nothing was."""
        feared = self.shown()
        return None if feared is None else [(model.title, model.band) for model in feared.named]

    def write(self, statement: str) -> None:
        """Write to the tables, as no service does."""
        with self.database.writing() as connection:
            connection.execute(text(statement))

    def rows(self, table: str) -> list[tuple[object, ...]]:
        with self.database.reading() as connection:
            found = connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - a constant
            return [tuple(row) for row in found]


A_QUARTER = timedelta(weeks=13)
