"""Answers that were stored while open and released ones shared a table."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, text

from bot import schema
from bot.database import Database
from bot.resources import folder
from tests.databases import open_database

HIDDEN = [bytes([number]) * 16 for number in range(1, 41)]
IDS = [bytes([100 + number]) * 16 for number in range(45)]
ITEMS = """
INSERT INTO team
VALUES (1, 'Fraud', 'C1', true, 0, 9, 'UTC', 'ULEAD', '2026-01-01', 'begun', 1, NULL);
INSERT INTO survey_item
VALUES (1, 1, '2026-01-05', 's1', 'p', 'One.', 'How?', '[]', 'open', NULL, NULL);
INSERT INTO survey_item
VALUES (2, 1, '2026-01-05', 's2', 'p', 'Two.', 'How?', '[]', 'released', 30, NULL)
"""


@pytest.fixture
def old(empty_url: URL) -> Iterator[Database]:
    """The first version's tables: forty answers to item 1, which is open, five to a released one.

    One comment goes with each item.
    """
    database = open_database(empty_url)
    migrate(database, "upgrade", "0001")
    respondents = [*HIDDEN, None, None, None, None, None]
    rows = [
        {"id": id_, "item": 1 if hidden else 2, "hidden": hidden, "said": str(number % 5 + 1)}
        for number, (id_, hidden) in enumerate(zip(IDS, respondents, strict=True))
    ]
    with database.writing() as connection:
        for statement in ITEMS.split(";"):
            connection.execute(text(statement))
        for table, stored in (("survey_answer", rows), ("survey_comment", rows[39:41])):
            into = f"INSERT INTO {table} VALUES (:id, :item, :hidden, :said)"  # noqa: S608 - constants
            connection.execute(text(into), stored)
    yield database
    database.close()


def migrate(database: Database, direction: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.set_main_option("path_separator", "os")
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)


def found(database: Database, select: str) -> list[tuple[object, ...]]:
    """What a statement finds, sorted."""
    with database.reading() as connection:
        return sorted(
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
            for row in connection.execute(text(select))
        )


ANSWERS = "SELECT respondent, item_id, choice FROM "
RELEASED = "SELECT id, item_id, choice FROM survey_answer"


def test_open_answers_move_and_released_ones_stay(old: Database) -> None:
    open_before = found(old, ANSWERS + "survey_answer WHERE respondent IS NOT NULL")
    released_before = found(old, RELEASED + " WHERE respondent IS NULL")

    schema.upgrade(old)

    assert found(old, ANSWERS + "survey_open_answer") == open_before
    assert found(old, RELEASED) == released_before
    assert found(old, "SELECT item_id, text FROM survey_open_comment") == [(1, "5")]
    assert found(old, "SELECT item_id, text FROM survey_comment") == [(2, "1")]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_moved_answers_do_not_lie_in_the_order_in_which_they_came(old: Database) -> None:
    schema.upgrade(old)

    with old.reading() as connection:
        moved = connection.scalars(text("SELECT respondent FROM survey_open_answer ORDER BY ctid"))
        assert [bytes(hidden) for hidden in moved] != HIDDEN  # By chance once in 10 ** 47 runs.


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_no_file_of_the_old_table_is_left_with_who_answered(old: Database) -> None:
    schema.upgrade(old)
    with old.writing() as connection:
        connection.execute(text("DELETE FROM survey_open_answer"))
        connection.execute(text("DELETE FROM survey_open_comment"))

    assert old.clear_deleted_bytes("survey_open_answer", "survey_open_comment")

    with old.reading() as connection:
        connection.execute(text("CHECKPOINT"))
        files = connection.scalars(
            text(
                "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
                "WHERE pg_relation_filepath(oid) IS NOT NULL"
            )
        )
        left = b"".join(bytes(file) for file in files)
    assert [hidden for hidden in HIDDEN if hidden in left] == []


def test_the_way_back_puts_them_together_again(old: Database) -> None:
    answers = found(old, ANSWERS + "survey_answer WHERE respondent IS NOT NULL")
    released = found(old, RELEASED + " WHERE respondent IS NULL")
    schema.upgrade(old)

    migrate(old, "downgrade", "0001")

    assert found(old, ANSWERS + "survey_answer WHERE respondent IS NOT NULL") == answers
    assert found(old, RELEASED + " WHERE respondent IS NULL") == released
    assert found(old, "SELECT count(DISTINCT id) FROM survey_answer") == [(45,)]
