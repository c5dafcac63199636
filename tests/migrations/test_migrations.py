"""From an empty database to this version's tables, back, and never half-way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot import schema
from bot.database import Database
from bot.errors import UserFacingError
from bot.resources import folder
from bot.schema import SchemaError
from bot.tables import metadata
from tests.databases import open_database


@pytest.fixture
def empty(empty_url: URL) -> Iterator[Database]:
    database = open_database(empty_url)
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def dump(database: Database) -> dict[str, object]:
    """Every table: its columns, constraints and indexes, and its rows."""
    found = inspect(database.engine)
    with database.reading() as connection:
        return {
            name: (
                repr(found.get_columns(name)),
                found.get_pk_constraint(name),
                found.get_unique_constraints(name),
                found.get_indexes(name),
                found.get_foreign_keys(name),
                connection.execute(text(f'SELECT * FROM "{name}"')).all(),  # noqa: S608 - a table's name
            )
            for name in found.get_table_names()
        }


def migrate_down(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.set_main_option("path_separator", "os")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def test_an_empty_database_is_brought_to_this_versions_tables(empty: Database) -> None:
    schema.upgrade(empty)

    schema.check(empty)
    assert tables(empty) == {*metadata().tables, "alembic_version"}


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    schema.upgrade(empty)
    before = dump(empty)

    schema.upgrade(empty)

    assert dump(empty) == before


def test_processes_that_start_at_once_upgrade_the_database_once(empty_url: URL) -> None:
    databases = [open_database(empty_url) for _ in range(4)]

    with ThreadPoolExecutor(len(databases)) as threads:
        list(threads.map(schema.upgrade, databases))

    schema.check(databases[0])
    for database in databases:
        database.close()


def test_the_way_back_leaves_nothing_behind(empty: Database) -> None:
    schema.upgrade(empty)

    migrate_down(empty)

    assert tables(empty) == {"alembic_version"}


def test_the_way_up_works_again_after_the_way_back(empty: Database) -> None:
    schema.upgrade(empty)
    migrate_down(empty)

    schema.upgrade(empty)

    schema.check(empty)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("CREATE TABLE of_the_future (id INTEGER)"))
    before = dump(empty)

    with pytest.raises(SchemaError, match=r"newer version.*9999.*Nothing was changed"):
        schema.upgrade(empty)

    assert dump(empty) == before


def test_a_migration_that_fails_midway_leaves_the_database_as_it_was(empty: Database) -> None:
    with empty.writing() as connection:
        connection.execute(text("CREATE TABLE survey_item_key (mine TEXT)"))
        connection.execute(text("INSERT INTO survey_item_key VALUES ('kept')"))
    before = dump(empty)

    with pytest.raises((UserFacingError, SQLAlchemyError)):
        schema.upgrade(empty)

    assert dump(empty) == before


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_no_column_of_random_bytes_is_sampled_for_statistics(empty: Database) -> None:
    schema.upgrade(empty)

    with empty.reading() as connection:
        sampled = connection.scalars(
            text(
                "SELECT attrelid::regclass || '.' || attname FROM pg_attribute "
                "WHERE atttypid = 'bytea'::regtype AND coalesce(attstattarget, -1) <> 0 "
                "AND attrelid IN (SELECT relid FROM pg_stat_user_tables)"
            )
        ).all()

    assert sampled == []


def test_a_column_too_many_is_named(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.writing() as connection:
        connection.execute(text("ALTER TABLE team ADD COLUMN nickname TEXT"))

    with pytest.raises(SchemaError, match="nickname"):
        schema.check(empty)


def test_a_table_too_few_is_named(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.writing() as connection:
        connection.execute(text("DROP TABLE delivery"))

    with pytest.raises(SchemaError, match="delivery"):
        schema.check(empty)


def test_an_empty_database_does_not_pass_the_check(empty: Database) -> None:
    with pytest.raises(SchemaError, match="mlops-bot db upgrade"):
        schema.check(empty)


def test_the_check_changes_nothing(empty: Database) -> None:
    schema.upgrade(empty)
    before = dump(empty)

    schema.check(empty)

    assert dump(empty) == before


def test_no_revision_imports_the_bot() -> None:
    revisions = sorted((folder("migrations") / "versions").glob("*.py"))

    assert revisions
    assert [file.name for file in revisions if "bot" in imported_by(file)] == []


def imported_by(file: Path) -> set[str]:
    lines = (line.split() for line in file.read_text("utf-8").splitlines())
    return {words[1].split(".")[0] for words in lines if words[:1] in (["import"], ["from"])}
