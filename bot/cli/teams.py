"""`mlops-bot teams …`: who is asked where, without Slack."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from bot import schema
from bot.cli.console import say, say_json, show
from bot.database import Database
from bot.resources import folder
from bot.settings import read_settings
from bot.surveys.bank.statement_bank import load_bank
from bot.surveys.exports.domain import as_csv
from bot.surveys.exports.service import ExportService
from bot.teams.domain import Roster, Team
from bot.teams.service import TeamService


class Form(StrEnum):
    """How figures are written."""

    CSV = "csv"
    JSON = "json"


app = typer.Typer(help="Look at the teams.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look at the teams."""


@app.command("list")
def list_teams(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,  # noqa: FBT002 - an option's default
) -> None:
    """List the teams, their leads and how many people each asks."""
    database = Database(read_settings().database)
    schema.upgrade(database)
    rosters = TeamService(database).list_rosters()
    if as_json:
        say_json([_document(roster) for roster in rosters])
    elif not rosters:
        say("No teams yet. Type /mlops setup in a channel.")
    else:
        show(_table(rosters))


@app.command()
def export(
    team: Annotated[str, typer.Option("--team", help="The team's name.")],
    as_: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.CSV,
) -> None:
    """Write the averages that a team was shown, and nothing that it was not."""
    settings = read_settings()
    database = Database(settings.database)
    schema.upgrade(database)
    bank = load_bank(*settings.lay_knowledge_over(folder("knowledge")))
    figures = ExportService(database, TeamService(database), bank).list_figures_of(name=team)
    if as_ is Form.JSON:
        say_json([figure.fields for figure in figures])
    else:
        say(as_csv(figures).rstrip())


def _document(roster: Roster) -> dict[str, object]:
    team = roster.team
    return {
        "name": team.name,
        "channel": team.channel_id,
        "leads": list(roster.leads),
        "asked": len(roster.participants),
        "weekday": team.pulse.weekday,
        "hour": team.pulse.hour,
        "zone": team.pulse.zone,
        "has_begun": roster.has_begun,
        "paused_until": None if (day := _paused_until(team)) is None else day.isoformat(),
    }


def _table(rosters: tuple[Roster, ...]) -> Table:
    table = Table("Team", "Channel", "Leads", "Asked", "Pulse")
    for roster in rosters:
        team = roster.team
        table.add_row(
            team.name,
            team.channel_id,
            ", ".join(roster.leads) or "none yet",
            str(len(roster.participants)),
            f"{team.pulse.words}, {team.pulse.zone}{_pause(team)}",
        )
    return table


def _pause(team: Team) -> str:
    day = _paused_until(team)
    return "" if day is None else f"; paused until {day:%A} {day.day} {day:%B %Y}"


def _paused_until(team: Team) -> date | None:
    return team.next_on if team.is_paused else None
