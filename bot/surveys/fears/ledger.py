"""Reads what fear questions showed, and what is left of them, for a look back."""

from typing import Any, Final

from sqlalchemy import Connection, Table, func, select

from bot.database import Database
from bot.findings import Checked, Report
from bot.surveys.fears.release_storage import FearReleaseRow
from bot.surveys.fears.replaying import RULES, FearLedger, FearPart, FearRelease, Named
from bot.surveys.fears.storage import FearChoiceRow, FearKeyRow, FearRow, Fears
from bot.teams.service import TeamService

_OPEN: Final = "open"
_SHOWN: Final = "shown"


class FearReplay:
    """Looks back at every fear question ever put; it changes nothing."""

    def __init__(self, database: Database, teams: TeamService) -> None:
        self._database = database
        self._teams = teams

    def replay(self) -> Report:
        """Check all that was shown, by team."""
        rosters = self._teams.list_rosters()
        with self._database.snapshot() as connection:
            ledger = FearLedger(
                _list_releases(connection),
                _list_parts(connection),
                {roster.team.id: roster.team.name for roster in rosters},
                {roster.team.id: roster.team.threshold for roster in rosters},
            )
        teams = sorted({release.team_id for release in ledger.releases})
        checked = (
            Checked(
                of=ledger.names.get(team_id, f"team {team_id}"),
                kind="fears",
                count=sum(release.team_id == team_id for release in ledger.releases),
            )
            for team_id in teams
        )
        findings = tuple(finding for rule in RULES for finding in rule(ledger))
        return Report(tuple(checked), findings)


def _list_releases(connection: Connection) -> tuple[FearRelease, ...]:
    rows = connection.execute(select(FearReleaseRow.__table__).order_by(FearReleaseRow.id))
    return tuple(
        FearRelease(
            row.fear_id,
            row.team_id,
            row.wave,
            row.threshold,
            row.members,
            _named((model_id, band) for model_id, band, _ in row.named),
            tuple(naming for _, _, naming in row.named),
        )
        for row in rows
    )


def _list_parts(connection: Connection) -> dict[int, FearPart]:
    keys, choices = (_count(connection, table) for table in (FearKeyRow, FearChoiceRow))
    fears = Fears(connection)
    return {
        row.id: FearPart(
            row.id,
            row.team_id,
            row.wave,
            frozenset(model_id for model_id, _ in row.models),
            _named((m["id"], m["band"]) for m in row.named) if row.state == _SHOWN else None,
            sum(counts for _, counts in fears.list_asked(row.id)),
            None if row.state == _OPEN else keys.get(row.id, 0) + choices.get(row.id, 0),
        )
        for row in connection.execute(select(FearRow.__table__)).all()
    }


def _named(pairs: Any) -> Named:
    return tuple((int(model_id), str(band)) for model_id, band in pairs)


def _count(connection: Connection, rows: type[FearKeyRow | FearChoiceRow]) -> dict[int, int]:
    table: Table = rows.__table__  # type: ignore[assignment] # a mapped class has one table
    counted = select(table.c.fear_id, func.count()).group_by(table.c.fear_id)
    return dict(connection.execute(counted).all())
