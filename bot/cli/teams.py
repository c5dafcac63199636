"""`mlops-bot teams …`: who is asked where, without Slack."""

from typing import Annotated

import typer
from rich.table import Table

from bot import schema
from bot.cli.console import say, say_json, show
from bot.database import Database
from bot.settings import read_settings
from bot.teams.domain import Roster
from bot.teams.service import TeamService

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
            f"{team.pulse.words}, {team.pulse.zone}",
        )
    return table
