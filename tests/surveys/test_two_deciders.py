"""Two processes decide what parents show at the same moment: each figure once, in one summary."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.database import Database
from bot.surveys.parent_service import ParentService
from bot.teams.family import Family
from bot.teams.family_service import FamilyService
from tests.databases import open_database
from tests.surveys.families import A_DAY, A_WEEK, MONDAY, SECRETS, Families

LETTERS = ("abcdefghij", "klmnopqrst", "ABCDEFGHIJ", "KLMNOPQRST")
"""Whom each parent's two teams ask, five in each."""

STATEMENTS = 5
BY_THEN = MONDAY + 3 * A_WEEK + A_DAY


class EarlierFamilies(FamilyService):
    """What a process has read of parents a moment ago."""

    def __init__(self, database: Database, families: tuple[Family, ...]) -> None:
        super().__init__(database)
        self._families = families

    def list_families(self) -> tuple[Family, ...]:
        return self._families


@pytest.fixture
def world(database: Database) -> Families:
    """Parents of whose first week all is closed and nothing decided."""
    world = Families(database)
    for number, letters in enumerate(LETTERS):
        lead = f"ULEAD{number}"
        one = world.add_team(f"One{number}", letters[:5], lead=lead)
        other = world.add_team(f"Two{number}", letters[5:], lead=lead)
        world.add_parent(one, other, lead=lead, name=f"Group{number}")
    world.begin()
    for team_id, letters in enumerate((part for all_ in LETTERS for part in halves(all_)), start=1):
        is_second = team_id % 2 == 0
        world.answer_in(team_id, letters, number=0)  # Shown in both teams.
        world.answer_in(team_id, letters[:4], number=1)  # Shown in neither.
        # Shown in the first team alone, beside four of the other: what is left would be theirs.
        world.answer_in(team_id, letters[:4] if is_second else letters, number=2)
    for week in (1, 2, 3):
        close(world, week)
    return world


def halves(letters: str) -> tuple[str, str]:
    return letters[:5], letters[5:]


def close(world: Families, week: int) -> None:
    """End a week and begin the next, without deciding anything."""
    now = MONDAY + week * A_WEEK
    for round_ in world.surveys.list_due_to_close(now=now):
        world.surveys.close_round(round_, now=now)
    for roster in world.surveys.list_due_to_open(now=now):
        world.surveys.open_round(roster, now=now)


@pytest.fixture
def processes(database: Database) -> Iterator[tuple[Families, ...]]:
    """Processes of their own on the same database."""
    others = [open_database(database.engine.url) for _ in range(4)]
    yield tuple(Families(other) for other in others)
    for other in others:
        other.close()


def test_each_figure_is_decided_once_and_stands_in_one_summary(
    world: Families, processes: tuple[Families, ...]
) -> None:
    start = Barrier(len(processes))

    def decide(process: Families) -> int:
        start.wait()
        return process.parents.decide_due()

    def summarise(process: Families) -> int:
        start.wait()
        return process.parents.summarise_due(now=BY_THEN)

    with ThreadPoolExecutor(len(processes)) as threads:
        decided = list(threads.map(decide, processes))
        moved_on = list(threads.map(summarise, processes))

    assert sum(decided) == STATEMENTS * len(LETTERS)
    assert sum(moved_on) == len(LETTERS)
    figures = world.rows("SELECT parent_id, statement_id, wave FROM survey_parent_figure")
    assert len(figures) == len(set(figures)) == STATEMENTS * len(LETTERS)
    behind = world.rows(
        "SELECT members, unshown_members FROM survey_parent_figure WHERE tenths IS NOT NULL"
    )
    assert sorted(behind) == [(5, 0)] * len(LETTERS) + [(5, 5)] * len(LETTERS)
    summaries = world.summaries()
    assert [summary.parent.id for summary in summaries] == [1, 2, 3, 4]
    assert {(len(each.released), each.hidden) for each in summaries} == {(2, 3)}
    assert world.rows("SELECT * FROM survey_parent_share WHERE item_id <= 40") == []


def test_a_parent_set_up_while_others_are_decided_stands_in_nobody_s_way(
    world: Families, database: Database
) -> None:
    """Everything of it is there by the time figures are decided, but not when parents are read."""
    known = world.families.list_families()
    process = ParentService(database, world.teams, EarlierFamilies(database, known[:-1]), SECRETS)

    decided = process.decide_due()

    assert decided == STATEMENTS * (len(LETTERS) - 1)
    assert world.parents.decide_due() == STATEMENTS
