"""The trend over several teams: of the figures sent of them together, and of no others."""

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.surveys.parent_trend_service import ParentTrendService
from bot.surveys.trend.domain import Scope, Trend
from tests.surveys.families import A_DAY, A_WEEK, BANK, MONDAY, Families

TUESDAY = MONDAY + A_DAY


@pytest.fixture
def world(database: Database) -> Families:
    return Families(database)


def trend(world: Families, *, weeks: int) -> Trend:
    return ParentTrendService(world.database, BANK).get_trend(
        parent_id=1, now=TUESDAY + weeks * A_WEEK
    )


def send(world: Families) -> None:
    for summary in world.summaries():
        world.parents.mark_summary_owed(summary=summary)


def test_it_says_where_the_teams_stand_together(world: Families) -> None:
    one, other = world.begin_pair("abcdefg", "hijklmn")
    for number in range(5):
        world.answer_in(one, "abcdefg", "5", number=number)
        world.answer_in(other, "hijklmn", "4", number=number)
    world.move_weeks(1, 3)
    send(world)

    found = trend(world, weeks=3)

    assert found.weakest in {"culture", "process", "tools"}
    assert all(3 < one.value < 5 for one in found.list_latest(Scope.DIMENSION))
    assert found.version == "trend-1 for parents"


def test_what_was_not_sent_yet_is_not_in_it(world: Families) -> None:
    one, other = world.begin_pair("abcdefg", "hijklmn")
    world.answer_in(one, "abcdefg")
    world.answer_in(other, "hijklmn")

    world.move_weeks(1, 3)

    assert trend(world, weeks=3).estimates == ()


def test_what_a_team_showed_by_itself_moves_nothing_in_it(world: Families) -> None:
    one, other = world.begin_pair("abcdefg", "hijklmn")
    world.answer_in(one, "abcdefg")
    world.answer_in(other, "hijklmn")
    world.move_weeks(1, 3)
    send(world)
    before = trend(world, weeks=3)

    with world.database.writing() as connection:
        connection.execute(text("UPDATE survey_item SET tenths = 10 WHERE tenths IS NOT NULL"))

    assert before.estimates
    assert trend(world, weeks=3) == before
