"""Says what went wrong with the database, in words for the person who waited for it."""

import sqlite3
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import OurFaultError

NOT_STORED: Final = "That wasn't stored: the database didn't answer in time. Try again in a minute."
NOT_READ: Final = "The database didn't answer in time. Try again in a minute."
NOT_MIGRATED: Final = (
    "The database's tables were in use, so they were not brought to this version. Try again in a "
    "minute."
)
_PERHAPS_STORED = (
    "The database went away at that very moment, so that may or may not be stored. Try again in a "
    "minute: doing it twice does no harm."
)

# SQLSTATEs (PostgreSQL manual, appendix A) of a wait that ended or a server that went away.
_CONTENTION_STATES = ("40", "55P03")
_PASSING_STATES = (*_CONTENTION_STATES, "08", "25P03", "53", "57")
_FORBIDDEN_STATE = "42501"


_UNUSABLE: Final = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
)


class DatabaseBusyError(OurFaultError):
    """The database did not answer in time, so nothing was stored."""


class DatabaseUnusableError(OurFaultError):
    """What the settings name is no database, or one that cannot be opened."""


def explain(error: Exception, url: URL, *, busy: str) -> Exception:
    """Tell a wait that ended from what waiting does not mend, which stays as it is."""
    if isinstance(error, PoolTimeoutError):
        return DatabaseBusyError(busy)
    original = error.orig if isinstance(error, DBAPIError) else None
    # Without what extends them (sqlite.org, "Result and Error Codes").
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusyError(busy)
    if code in _UNUSABLE:
        return DatabaseUnusableError(f"The database {url.database} cannot be used: {original}.")
    if _state(error).startswith(_PASSING_STATES):
        return DatabaseBusyError(busy)
    if _is_connection_lost(error):
        is_doubtful = busy == NOT_STORED and _is_lost_at_commit(error)
        return DatabaseBusyError(_PERHAPS_STORED if is_doubtful else busy)
    return error


def explain_at_start(error: Exception, url: URL, *, busy: str) -> Exception:
    """Explain what keeps us out of the database, or else what `explain` does."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
    if _is_connection_lost(error):
        return DatabaseUnusableError(
            f"The database {url} cannot be reached: {said}. Check MLOPS_DATABASE_URL, and that the "
            "server runs."
        )
    if _state(error) == _FORBIDDEN_STATE:
        return DatabaseUnusableError(
            f"The database {url} does not let the bot make its tables: {said}."
        )
    return explain(error, url, busy=busy)


def is_contention(error: DBAPIError) -> bool:
    """Say whether others held what was wanted."""
    return _state(error).startswith(_CONTENTION_STATES)


def _state(error: Exception) -> str:
    """Return what PostgreSQL calls this error, or nothing."""
    original = error.orig if isinstance(error, DBAPIError) else None
    return str(getattr(original, "sqlstate", None) or "")


def _is_connection_lost(error: Exception) -> bool:
    """Say whether the server was gone: there is no state then, only what the driver met."""
    return (
        isinstance(error, OperationalError)
        and not _state(error)
        and not isinstance(error.orig, sqlite3.Error)
    )


def _is_lost_at_commit(error: Exception) -> bool:
    """Say whether an open connection was lost outside any statement."""
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated and error.statement is None
    )
