"""Holds everything that was ever shown against what was promised: `mlops-bot privacy replay`."""

from collections.abc import Callable
from typing import Final

from bot.antipatterns.replaying import LabelReplay
from bot.database import Database
from bot.findings import Report
from bot.surveys.fears.ledger import FearReplay
from bot.surveys.release_service import ReleaseService
from bot.teams.family_service import FamilyService
from bot.teams.service import TeamService

Check = Callable[[Database], Report]
"""Looks back at one kind of thing that people are shown; it changes nothing."""


def check_releases(database: Database) -> Report:
    """Check the averages of teams and parents."""
    return ReleaseService(database, TeamService(database), FamilyService(database)).replay()


def check_labels(database: Database) -> Report:
    """Check the counts of people beside labels."""
    return LabelReplay(database, TeamService(database)).replay()


def check_fears(database: Database) -> Report:
    """Check which models were shown as feared."""
    return FearReplay(database, TeamService(database)).replay()


CHECKS: Final[tuple[Check, ...]] = (check_releases, check_labels, check_fears)
"""What else is shown of several people's answers one day adds a line here."""


def replay(database: Database) -> Report:
    """Make every check."""
    return sum((check(database) for check in CHECKS), start=Report())
