"""Brings a database to this version's tables, and says where it differs from them."""

from io import StringIO

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect

from bot.database import Database
from bot.errors import UserFacingError
from bot.resources import folder


class SchemaError(UserFacingError):
    """The database's tables are not those of this version."""


def upgrade(database: Database) -> None:
    """Apply every migration that is missing, in one transaction.

    Raises:
        SchemaError: the database was made by a newer version; nothing is changed.
        DatabaseUnusableError: the database cannot be reached or opened.

    """
    with database.migrating() as connection:
        command.upgrade(_config_for(connection), "head")


def check(database: Database) -> None:
    """Compare the database with this version's tables.

    Raises:
        SchemaError: they differ; the text says in what.

    """
    with database.migrating() as connection:
        config = _config_for(connection)
        try:
            command.check(config)
        except CommandError as error:
            raise SchemaError(
                f"The database does not have this version's tables: {error} Run: mlops-bot db "
                "upgrade"
            ) from error


def _config_for(connection: Connection) -> Config:
    """Return what Alembic needs to work on this connection, unless a newer version was here."""
    config = _config()
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if unknown := present - known:
        raise SchemaError(
            f"This database was made by a newer version of mlops-bot (revision "
            f"{', '.join(sorted(unknown))}). Nothing was changed: install that version, or use "
            "another database."
        )
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if not present and tables:
        raise SchemaError(
            f"This is a database of something else: it has tables such as {min(tables)!r} and none "
            "of mlops-bot's. Nothing was changed: use another database."
        )
    config.attributes["connection"] = connection
    return config


def _config() -> Config:
    config = Config(stdout=StringIO())  # Alembic's own prints are not for our users.
    config.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
