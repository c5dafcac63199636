"""Looks back at the counts of people that were shown beside labels, as an attacker would.

Whoever watches a count move learns of those who came in between, so it may move only when enough
of them came. The rows are read by their columns' names, apart from whatever writes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, column, inspect, select, table

from bot.database import Database
from bot.findings import Checked, Finding, Report, Shown
from bot.teams.domain import FEWEST_TO_SHOW
from bot.teams.service import TeamService

SMALL_MOVE: Final = "a count that moved for too few people"

_TABLE: Final = "antipattern_shown"
_SHOWN: Final = table(
    _TABLE, column("team_id"), column("period"), column("label"), column("band"), column("people")
)


@dataclass(frozen=True)
class Move:
    """A count that was shown from then on.

    Attributes:
        team_id: to which team.
        period: in which twelve weeks, numbered.
        label: beside which label.
        band: at least how many people, as it was shown.
        people: how many there were; None where that is forgotten.

    """

    team_id: int
    period: int
    label: str
    band: int
    people: int | None


class LabelReplay:
    """Reads what was shown of labels; it changes nothing."""

    def __init__(self, database: Database, teams: TeamService) -> None:
        self._database = database
        self._teams = teams

    def replay(self) -> Report:
        """Check every count that was ever shown."""
        teams = {roster.team.id: roster.team for roster in self._teams.list_rosters()}
        with self._database.snapshot() as connection:
            moves = _list_moves(connection)
        checked: list[Checked] = []
        findings: list[Finding] = []
        for team_id, group in groupby(moves, key=attrgetter("team_id")):
            of_team = tuple(group)
            team = teams.get(team_id)
            name = f"team {team_id}" if team is None else team.name
            threshold = FEWEST_TO_SHOW if team is None else team.threshold
            checked.append(Checked(of=name, kind="labels", count=len(of_team)))
            findings += look_for_small_moves(of_team, name=name, threshold=threshold)
        return Report(tuple(checked), tuple(findings))


def look_for_small_moves(
    moves: tuple[Move, ...], *, name: str, threshold: int
) -> Iterator[Finding]:
    """Find counts of one team that moved when fewer than the threshold had come.

    Where the number of people is forgotten, the counts themselves must lie as far apart as the
    lowest threshold there is.
    """
    for (period, label), group in groupby(moves, key=attrgetter("period", "label")):
        band, people = 0, 0
        before: Shown | None = None
        for move in group:
            shown = Shown(name, f"{label}, {move.band}+ people in period {period}")
            if move.people is None:
                came, enough = move.band - band, FEWEST_TO_SHOW
            else:
                came, enough = move.people - people, threshold
            if came < enough:
                text = (
                    f"The count moved when {came} more people stood behind it; it takes {enough}."
                )
                yield Finding(SMALL_MOVE, (shown,) if before is None else (before, shown), text)
            if move.people is not None and move.band > move.people:
                text = f"The count says more than the {move.people} people there were."
                yield Finding(SMALL_MOVE, (shown,), text)
            band, people, before = move.band, move.people or move.band, shown


def _list_moves(connection: Connection) -> tuple[Move, ...]:
    """Return what was shown, in the order in which counts rise: they never fall."""
    if not inspect(connection).has_table(_TABLE):
        return ()
    columns = _SHOWN.columns
    order = (columns.team_id, columns.period, columns.label, columns.band)
    return tuple(Move(*row) for row in connection.execute(select(*columns).order_by(*order)))
