"""Counts beside labels: each that moved for too few people is found."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text

from bot.antipatterns.replaying import SMALL_MOVE, Move, look_for_small_moves
from bot.database import Database
from bot.replay import check_labels
from bot.teams.domain import Pulse, TeamPlan
from bot.teams.service import TeamService


def moves(*counts: tuple[int, int | None], label: str = "hero-culture") -> tuple[Move, ...]:
    return tuple(Move(1, 9, label, band, people) for band, people in counts)


def found(*counts: tuple[int, int | None], threshold: int = 5) -> list[str]:
    return [
        finding.text
        for finding in look_for_small_moves(moves(*counts), name="Fraud", threshold=threshold)
    ]


@pytest.mark.parametrize(
    "counts",
    [
        [(5, 5)],
        [(5, 9), (10, 14)],
        [(5, 5), (10, 10), (15, 17)],
        [(5, None), (10, None)],
        [],
    ],
)
def test_counts_that_move_for_five_are_fine(counts: list[tuple[int, int | None]]) -> None:
    assert found(*counts) == []


@pytest.mark.parametrize(
    ("counts", "came"),
    [
        ([(5, 4)], 4),
        ([(5, 7), (10, 10)], 3),
        ([(5, 5), (10, 10), (15, 14)], 4),
        ([(5, None), (7, None)], 2),
    ],
)
def test_a_count_that_moved_for_fewer_is_found(
    counts: list[tuple[int, int | None]], came: int
) -> None:
    assert f"The count moved when {came} more people stood behind it; it takes 5." in found(*counts)


def test_a_team_that_was_told_seven_is_held_to_seven() -> None:
    assert found((5, 7), (10, 14), threshold=7) == []
    assert len(found((5, 6), (10, 12), threshold=7)) == 2


def test_a_count_of_more_people_than_there_were_is_found() -> None:
    assert found((10, 9)) == ["The count says more than the 9 people there were."]


def test_each_label_begins_anew() -> None:
    both = (*moves((5, 5)), *moves((5, 6), (10, 10), label="shadow-ops"))

    (finding,) = look_for_small_moves(both, name="Fraud", threshold=5)

    assert finding.rule == SMALL_MOVE
    assert [shown.words for shown in finding.shown] == [
        "Fraud: shadow-ops, 5+ people in period 9",
        "Fraud: shadow-ops, 10+ people in period 9",
    ]


def make_table(connection: Connection, team_id: int) -> None:
    """Make a table of what is shown of labels, with no more than what is looked at."""
    connection.execute(text("DROP TABLE IF EXISTS antipattern_shown"))
    connection.execute(
        text(
            "CREATE TABLE antipattern_shown (team_id INTEGER, period INTEGER, "
            "label VARCHAR(100), band INTEGER, people INTEGER)"
        )
    )
    connection.execute(
        text(
            "INSERT INTO antipattern_shown (team_id, period, label, band, people) "
            "VALUES (:team, 9, 'hero-culture', 5, 6), (:team, 9, 'hero-culture', 10, 10)"
        ),
        {"team": team_id},
    )


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_the_database_holds_is_found_by_the_teams_name(database: Database) -> None:
    plan = TeamPlan(
        name="Fraud",
        channel_id="C1",
        is_private=True,
        pulse=Pulse(0, 9, "UTC"),
        leads=("ULEAD",),
        members=("U1",),
        planned_by="ULEAD",
    )
    now = datetime(2026, 1, 5, tzinfo=UTC)
    roster = TeamService(database).set_up_team(plan=plan, now=now)
    before = check_labels(database)
    with database.writing() as connection:
        make_table(connection, roster.team.id)

    report = check_labels(database)

    assert before.checked == ()
    (finding,) = report.findings
    assert [shown.of for shown in finding.shown] == ["Fraud", "Fraud"]
    assert [(checked.of, checked.count) for checked in report.checked] == [("Fraud", 2)]
