"""Several teams with a parent, and short ways to act for their people."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from bot.database import Database
from bot.people.service import PeopleService
from bot.resources import folder
from bot.surveys.answer_service import AnswerService
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.domain import Choice
from bot.surveys.parent_service import ParentService
from bot.surveys.parents import ParentSummary
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.family import Family, FamilyChange, ParentPlan
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService

SECRETS = Secrets([b"a secret of thirty-two bytes long"])
THURSDAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
FIRST_WEEK = date(2026, 1, 5)
A_WEEK = timedelta(weeks=1)
A_DAY = timedelta(days=1)
BANK = load_bank(folder("knowledge"))

Answers = dict[str, tuple[str, str]]


class Families:
    """Teams that are asked on Mondays at nine, and parents that sum up on Tuesdays at nine."""

    def __init__(self, database: Database) -> None:
        self.database = database
        people = PeopleService(database)
        self.teams = TeamService(database)
        self.families = FamilyService(database)
        self.surveys = SurveyService(database, people, self.teams, BANK, SECRETS)
        self.answers = AnswerService(database, self.teams, SECRETS)
        self.parents = ParentService(database, self.teams, self.families, SECRETS)

    def add_team(self, name: str, members: str, *, lead: str, weekday: int = 0) -> int:
        """Set up a team; each letter is a member."""
        plan = TeamPlan(
            name=name,
            channel_id=f"C{name}",
            is_private=True,
            pulse=Pulse(weekday, 9, "UTC"),
            leads=(lead,),
            members=tuple(f"U{letter}" for letter in members),
            planned_by=lead,
        )
        return self.teams.set_up_team(plan=plan, now=THURSDAY).team.id

    def add_parent(self, *team_ids: int, lead: str = "ULEAD", name: str = "Group") -> Family:
        """Set up a parent of teams that the same person leads."""
        plan = ParentPlan(
            name=name,
            channel_id=f"P{name}",
            pulse=Pulse(1, 9, "UTC"),
            change=FamilyChange((lead,), frozenset(team_ids), lead),
        )
        return self.families.set_up_parent(plan=plan, now=THURSDAY)

    def begin_pair(self, one: str, other: str, *, other_weekday: int = 0) -> tuple[int, int]:
        """Have two teams of one lead with a parent, each letter a member, and ask them."""
        ids = self.add_pair(one, other, other_weekday=other_weekday)
        self.add_parent(*ids)
        self.begin()
        return ids

    def add_pair(self, one: str, other: str, *, other_weekday: int = 0) -> tuple[int, int]:
        """Set up two teams of one lead."""
        first = self.add_team("One", one, lead="ULEAD")
        return first, self.add_team("Two", other, lead="ULEAD", weekday=other_weekday)

    def set_children(self, family: Family, *team_ids: int, lead: str = "ULEAD") -> Family:
        change = FamilyChange((lead,), frozenset(team_ids), lead)
        parent_id = family.parent.id
        return self.families.change_parent(parent_id=parent_id, change=change, now=THURSDAY)

    def turn(self, now: datetime) -> None:
        """Close, decide and open what is due, as the jobs do."""
        for round_ in self.surveys.list_due_to_close(now=now):
            self.surveys.close_round(round_, now=now)
        self.surveys.clear_traces()
        self.parents.decide_due()
        self.parents.clear_traces()
        self.parents.summarise_due(now=now)
        for roster in self.surveys.list_due_to_open(now=now):
            self.surveys.open_round(roster, now=now)
        self.parents.decide_due()

    def begin(self) -> None:
        """Have every team's first round scheduled, and opened."""
        self.turn(THURSDAY)
        self.turn(MONDAY)

    def move_weeks(self, first: int, last: int) -> None:
        """Move from one week to a later one, a Monday and a Tuesday at a time."""
        for number in range(first, last + 1):
            self.turn(MONDAY + number * A_WEEK)
            self.turn(MONDAY + number * A_WEEK + A_DAY)

    def item_of(self, team_id: int, *, wave: date = FIRST_WEEK, number: int = 0) -> int:
        """Return a team's item of a wave, the first of it unless another is named."""
        with self.database.reading() as connection:
            found = connection.scalars(
                text("SELECT id FROM survey_item WHERE team_id = :t AND wave = :w ORDER BY id"),
                {"t": team_id, "w": str(wave) if self._is_sqlite else wave},
            ).all()
        return int(found[number])

    @property
    def _is_sqlite(self) -> bool:
        return self.database.engine.dialect.name == "sqlite"

    def answer(self, item_id: int, people: str, choice: str = "4") -> None:
        for letter in people:
            self.answers.record_answer(item_id=item_id, user_id=f"U{letter}", choice=Choice(choice))

    def answer_in(
        self,
        team_id: int,
        people: str,
        choice: str = "4",
        *,
        wave: date = FIRST_WEEK,
        number: int = 0,
    ) -> None:
        """Have members of a team answer one of its items, the first of its first week."""
        self.answer(self.item_of(team_id, wave=wave, number=number), people, choice)

    def summaries(self) -> list[ParentSummary]:
        return list(self.parents.list_unowed_summaries())

    def shown(self) -> list[str]:
        """Return the means of all that parents have shown."""
        return [r.mean for summary in self.summaries() for r in summary.released]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
