"""Use cases of what the fear question showed: which models, and whether the team knows by now."""

from collections.abc import Sequence
from datetime import date

from bot.database import Database
from bot.surveys.fear import ASKED_EVERY, Feared
from bot.surveys.fears.storage import FearRow, Fears


class FearService:
    """Reads what was shown; each public method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_shown(self, *, team_id: int, today: date) -> Feared | None:
        """Return what a team's latest question showed; after two quarters it says nothing more."""
        with self._database.reading() as connection:
            shown = Fears(connection).list_shown(FearRow.team_id == team_id)
        return _find_current(shown, today)

    def list_told(self, *, today: date) -> dict[int, Feared]:
        """Return by team what its latest question showed, once the team was sent that.

        A lead reads nothing of it before.
        """
        with self._database.reading() as connection:
            told = Fears(connection).list_shown(FearRow.is_told.is_(True))
        teams = {feared.team_id for feared in told}
        found = {t: _find_current([f for f in told if f.team_id == t], today) for t in teams}
        return {team_id: feared for team_id, feared in found.items() if feared is not None}

    def list_untold(self) -> tuple[tuple[Feared, int], ...]:
        """Return what the teams were not sent yet, each with the round whose summary has it."""
        with self._database.reading() as connection:
            return Fears(connection).list_untold()

    def mark_told(self, *, question_id: int) -> None:
        """Store that the team was sent what a question showed."""
        with self._database.writing() as connection:
            Fears(connection).mark_told(question_id)


def _find_current(shown: Sequence[Feared], today: date) -> Feared | None:
    """Return the newest of a team, unless it is so old that it tells of another time."""
    if not shown:
        return None
    return shown[-1] if today < shown[-1].wave + 2 * ASKED_EVERY else None
