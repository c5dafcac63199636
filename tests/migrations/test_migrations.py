"""From an empty database to this version's tables, back, and never half-way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot import schema
from bot.database import Database
from bot.errors import UserFacingError
from bot.resources import folder
from bot.schema import SchemaError
from bot.tables import metadata


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def dump(database: Database) -> list[str]:
    """Everything in the database, as SQL."""
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        return list(raw.iterdump())


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
