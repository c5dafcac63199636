"""Copies the database into one file, without what ties open answers to people, and back.

A backup is an SQLite file with the same tables, whichever database it was taken from, so that it
is put back into either kind. It holds no key of an open item, no respondent, nobody's reminders and
no skipped week: with a copy and the installation's secret nobody can tell who answered what.
"""

import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from bot import schema
from bot.database import Database
from bot.database_marks import HIDDEN, LEFT_OUT, LEFT_OUT_WHERE_SET
from bot.errors import UserFacingError
from bot.tables import metadata

_AT_ONCE: Final = 500


class BackupError(UserFacingError):
    """There can be no backup there, or it cannot be put back."""


def write_backup(database: Database, file: Path) -> int:
    """Write everything as it is at one moment, however long that takes; return how many rows.

    The bot may run meanwhile. A file appears only once it is whole.

    Raises:
        BackupError: the file is there already, or cannot be written.
        SchemaError: the database does not have this version's tables.

    """
    if file.exists():
        raise BackupError(f"{file} is there already, and nothing was written. Choose another name.")
    schema.check(database)
    with _scratch_beside(file) as scratch:
        copy = Database(f"sqlite:///{scratch}")
        try:
            schema.upgrade(copy)
            with database.snapshot() as source, copy.writing() as target:
                rows = sum(_copy(table, source, target) for table in _tables())
        finally:
            copy.close()
        scratch.rename(file)
    return rows


def read_backup(file: Path, database: Database) -> int:
    """Put a backup into a database that is empty; return how many rows.

    One of an earlier version is brought to this one's tables first, in a copy.

    Raises:
        BackupError: the file is no backup, or the database is not empty; nothing is changed.
        SchemaError: the backup is of a newer version.

    """
    _check_is_backup(file)
    with tempfile.TemporaryDirectory(prefix="mlops-bot-") as folder:
        scratch = Path(folder) / "backup.db"
        shutil.copyfile(file, scratch)
        copy = Database(f"sqlite:///{scratch}")
        try:
            schema.upgrade(copy)
            schema.upgrade(database)
            with copy.snapshot() as source, database.migrating() as target:
                _check_is_empty(target)
                return _put_back_all(source, target, file)
        finally:
            copy.close()


def _tables() -> list[Table]:
    return [table for table in metadata().sorted_tables if not table.info.get(LEFT_OUT)]


def _copy(table: Table, source: Connection, target: Connection) -> int:
    """Copy a table's rows, with what hides people made anew."""
    marks = [column for column in table.columns if column.info.get(LEFT_OUT_WHERE_SET)]
    hidden = [column for column in table.columns if column.info.get(HIDDEN)]
    statement = select(table).where(*(column.is_(False) for column in marks))
    count = 0
    for rows in _batches(source, statement):
        for row in rows:
            row |= {c.name: None if c.nullable else secrets.token_bytes(16) for c in hidden}
        target.execute(insert(table), rows)
        count += len(rows)
    return count


def _put_back_all(source: Connection, target: Connection, file: Path) -> int:
    try:
        return sum(_put_back(table, source, target) for table in _tables())
    except (IntegrityError, DataError, ValueError) as error:
        raise BackupError(
            f"{file} does not hold together, so nothing was changed. It may have been written to, "
            "or be damaged: use another one."
        ) from error


def _put_back(table: Table, source: Connection, target: Connection) -> int:
    count = 0
    for rows in _batches(source, select(table)):
        target.execute(insert(table), rows)
        count += len(rows)
    if target.dialect.name == "postgresql" and count:
        _go_on_counting(table, target)
    return count


def _batches(source: Connection, statement: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    result = source.execution_options(yield_per=_AT_ONCE).execute(statement)
    for rows in result.mappings().partitions():
        yield [dict(row) for row in rows]


def _go_on_counting(table: Table, target: Connection) -> None:
    """Have PostgreSQL number new rows after those that came with their numbers."""
    column = table.autoincrement_column
    if column is not None:
        highest = select(func.max(column)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', column.name)
        target.execute(select(func.setval(sequence, highest)))


def _check_is_empty(target: Connection) -> None:
    for table in metadata().sorted_tables:
        if target.execute(select(table).limit(1)).first() is not None:
            raise BackupError(
                f"The database is not empty: there is something in {table.name}. Nothing was "
                "changed. Stop the bot, and restore into a new database (another MLOPS_DATA_DIR "
                "or MLOPS_DATABASE_URL)."
            )


def _check_is_backup(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            known = connection.execute("SELECT count(*) FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BackupError(
            f"{file} is no backup that mlops-bot made, or it is damaged ({error}). Nothing was "
            "changed."
        ) from error
    if known != (1,):
        raise BackupError(f"{file} does not say which version made it. Nothing was changed.")


@contextmanager
def _scratch_beside(file: Path) -> Iterator[Path]:
    """Make a file on the same disk that goes again, whatever happens."""
    try:
        folder = tempfile.TemporaryDirectory(dir=file.resolve().parent, prefix=".mlops-bot-backup-")
    except OSError as error:
        raise BackupError(f"Nothing can be written at {file}: {error.strerror}.") from error
    with folder:
        yield Path(folder.name) / "backup.db"
