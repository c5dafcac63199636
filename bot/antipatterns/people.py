"""Counts people behind something over a period, each once, as tokens that name nobody."""

from collections.abc import Collection

from sqlalchemy import Connection

from bot.antipatterns.counting import find_band
from bot.antipatterns.storage import Counts
from bot.surveys.respondents import ItemKey, Secrets
from bot.teams.domain import Team


class People:
    """The people of one team and period, within the transaction of a release.

    Args:
        connection: the transaction.
        secrets: hide people, together with the period's key.
        team: the team.
        period: the twelve weeks.

    """

    def __init__(
        self,
        connection: Connection,
        secrets: Secrets,
        team: Team,
        *,
        period: int,
    ) -> None:
        self._counts = Counts(connection)
        self._secrets = secrets
        self._team = team
        self.period = period
        self._key: ItemKey | None = None

    @property
    def are_counted(self) -> bool:
        """Whether anybody is; a clock that went back must not count somebody a second time."""
        return not self._counts.has_ended(self.period)

    def add(self, label: str, authors: Collection[str]) -> int:
        """Add people to those behind a label; return how many there are, each counted once."""
        key = self._key = self._key or self._find_key()
        tokens = {
            self._secrets.hide(f"{self._team.id}:{label}:{user_id}", key) for user_id in authors
        }
        return self._counts.add_people(self._team.id, self.period, label, tokens)

    def show(self, label: str, people: int, *, sureness: float) -> None:
        """Have the band of a label be shown, where it may move."""
        show_band(self._counts, self._team, self.period, label, people=people, sureness=sureness)

    def _find_key(self) -> ItemKey:
        """Return the period's key; one whose secret is lost knows nobody again, and is replaced."""
        key = self._counts.find_key(self.period)
        if key is not None and not self._secrets.knows(key.mark):
            self._counts.forget_people(self.period)
            key = None
        return key or self._counts.add_key(self.period, self._secrets.new_key())


def show_band(
    counts: Counts,
    team: Team,
    period: int,
    label: str,
    *,
    people: int,
    sureness: float,
) -> None:
    """Have a label's band be shown from now on, where so many people let it move."""
    shown_at = counts.find_people_shown(team.id, period, label)
    band = find_band(people, shown_at=shown_at, threshold=team.threshold)
    if band is not None:
        counts.add_shown(team.id, period, label, band=band, people=people, sureness=sureness)
