"""The attack on all releases, made on what the database really showed over weeks."""

import random
from datetime import timedelta

import pytest

from bot.database import Database
from tests.surveys.families import FIRST_WEEK, Families
from tests.surveys.isolating import Given, Release, answer_itself, isolated

WEEKS = 4
LEAD = "ULEAD"
TEAMS = {"One": "abcde", "Two": "efghij", "Three": "klm", "Four": "nop"}


class Play:
    """Four teams, one of them detached and attached again, with people who answer at random."""

    def __init__(self, database: Database, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.world = Families(database)
        self.ids = {name: self.world.add_team(name, who, lead=LEAD) for name, who in TEAMS.items()}
        self.family = self.world.add_parent(*self.ids.values())
        self.given: dict[int, set[Given]] = {}

    def run(self) -> None:
        """Play some weeks, and those in which their statements close."""
        self.world.begin()
        for week in range(WEEKS):
            self.answer(week)
            kept = [team_id for team_id in self.ids.values() if self.chance.random() < 0.8]
            self.world.set_children(self.family, *kept)
            self.world.move_weeks(week + 1, week + 1)
        self.world.move_weeks(WEEKS + 1, WEEKS + 3)

    def answer(self, week: int) -> None:
        wave = FIRST_WEEK + timedelta(weeks=week)
        for name, members in TEAMS.items():
            for number in range(2):
                item_id = self.world.item_of(self.ids[name], wave=wave, number=number)
                who = [each for each in members if self.chance.random() < 0.85]
                self.world.answer(item_id, "".join(who), self.chance.choice("12345"))
                given = {Given(each, item_id, item_id, counts=True) for each in who}
                self.given[item_id] = given

    def shown_by_teams(self) -> list[Release]:
        rows = self.world.rows("SELECT id FROM survey_item WHERE state = 'released'")
        return [frozenset(self.given[int(str(item_id))]) for (item_id,) in rows]

    def shown_by_the_parent(self) -> list[Release]:
        rows = self.world.rows(
            "SELECT f.id, i.item_id FROM survey_parent_figure f "
            "JOIN survey_parent_item i ON i.figure_id = f.id WHERE f.tenths IS NOT NULL"
        )
        figures: dict[object, set[Given]] = {}
        for figure, item_id in rows:
            answers = self.given.get(int(str(item_id)), set())
            figures.setdefault(figure, set()).update(answers)
        return [frozenset(answers) for answers in figures.values()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_ever_shown_singles_out_nobody(database: Database, seed: int) -> None:
    play = Play(database, seed)
    play.run()

    own, parents = play.shown_by_teams(), play.shown_by_the_parent()

    assert own
    assert parents
    assert isolated([*own, *parents], by=answer_itself) == frozenset()
