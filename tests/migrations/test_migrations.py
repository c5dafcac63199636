"""From an empty database to this version's tables, back, and never half-way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot import schema
from bot.database import Database
from bot.delivery.service import DeliveryService
from bot.errors import UserFacingError
from bot.resources import folder
from bot.schema import SchemaError
from bot.surveys.schedule_storage import Schedules
from bot.surveys.timing import Beginning
from bot.tables import metadata
from bot.teams.channel_service import ChannelService
from bot.teams.service import TeamService
from tests.databases import open_database

NOW = datetime(2026, 1, 1, 13, tzinfo=UTC)


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


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def migrate_down(database: Database) -> None:
    to = config()
    with database.writing() as connection:
        to.attributes["connection"] = connection
        command.downgrade(to, "base")


def migrate_up(database: Database, revision: str) -> None:
    to = config()
    with database.writing() as connection:
        to.attributes["connection"] = connection
        command.upgrade(to, revision)


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


def test_the_teams_of_the_first_version_are_followed_after_the_upgrade(empty: Database) -> None:
    migrate_up(empty, "0001")
    with empty.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO team (id, name, channel_id, is_private, weekday, hour, zone, "
                "planned_by, created_at, stage, announcement) VALUES (1, 'Fraud', 'C1', true, 0, "
                "9, 'UTC', 'L', '2026-01-01 12:00:00.000000', 'begun', 1)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO team_membership (team_id, user_id, role, standing) "
                "VALUES (1, 'A', 'member', 'active')"
            )
        )

    schema.upgrade(empty)

    (followed,) = ChannelService(empty).claim_due(now=NOW, limit=10)
    (telling,) = TeamService(empty).list_tellings()
    assert (followed.present, followed.is_first) == (frozenset(), True)
    assert followed.whom_to_ask_about(frozenset("AB")) == frozenset("A")
    assert (telling.user_id, telling.number, telling.planned_by) == ("A", 1, "L")


@pytest.mark.parametrize(
    ("zone", "opens_at", "week"),
    [
        ("Europe/Berlin", datetime(2026, 1, 5, 8, tzinfo=UTC), date(2026, 1, 5)),
        ("America/New_York", datetime(2026, 1, 9, 21, tzinfo=UTC), date(2026, 1, 5)),
        # In Auckland it is Monday already, in Honolulu still Sunday.
        ("Pacific/Auckland", datetime(2026, 1, 4, 20, tzinfo=UTC), date(2026, 1, 5)),
        ("Pacific/Honolulu", datetime(2026, 1, 5, 8, tzinfo=UTC), date(2025, 12, 29)),
    ],
)
def test_what_the_first_version_has_scheduled_is_asked_in_its_week(
    empty: Database, zone: str, opens_at: datetime, week: date
) -> None:
    migrate_up(empty, "0001")
    with empty.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO team (id, name, channel_id, is_private, weekday, hour, zone, "
                "planned_by, created_at, stage, announcement) VALUES (1, 'Fraud', 'C1', true, 0, "
                "9, :zone, 'L', '2026-01-01 12:00:00.000000', 'begun', 1)"
            ),
            {"zone": zone},
        )
        connection.execute(
            text("INSERT INTO survey_schedule (team_id, next_opens_at) VALUES (1, :opens_at)"),
            {"opens_at": as_stored(empty, opens_at)},
        )

    schema.upgrade(empty)

    with empty.reading() as connection:
        assert Schedules(connection).find(1) == Beginning(week, opens_at)


def test_what_the_first_version_owes_and_has_sent_is_kept(empty: Database) -> None:
    migrate_up(empty, "0001")
    with empty.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO delivery (id, key, address, text, blocks, due_at, claimable_at, "
                "state, attempts, channel, ts) VALUES (1, 'pulse:1:2026-01-05:U0', 'U0', 'Sheet', "
                "'[]', :now, :now, 'sent', 0, 'D0', '1.000000')"
            ),
            {"now": as_stored(empty, NOW)},
        )

    schema.upgrade(empty)

    kept = DeliveryService(empty).find("pulse:1:2026-01-05:U0")
    assert kept is not None
    assert (kept.ts, kept.carried_by, kept.is_day, kept.is_conditional) == (
        "1.000000",
        None,
        False,
        False,
    )


def as_stored(database: Database, moment: datetime) -> object:
    """A moment as the database's own type takes it from a statement in words."""
    is_sqlite = database.engine.dialect.name == "sqlite"
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}" if is_sqlite else moment


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
