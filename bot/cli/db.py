"""`mlops-bot db …`: bring the database to this version, and compare it with it."""

import typer

from bot import schema
from bot.cli.console import complain, say
from bot.database import Database
from bot.settings import read_settings
from bot.surveys.bank import StatementBank
from bot.surveys.respondents import Secrets
from bot.surveys.service import SurveyService
from bot.teams.service import TeamService

app = typer.Typer(help="Look after the database.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Apply every migration that is missing."""
    database = Database(read_settings().database)
    schema.upgrade(database)
    say("The database has this version's tables.")


@app.command()
def check() -> None:
    """Say whether the database has this version's tables; exit 1 where it differs."""
    database = Database(read_settings().database)
    try:
        schema.check(database)
    except schema.SchemaError as error:
        complain(str(error))
        raise typer.Exit(1) from error
    say("The database has this version's tables.")


@app.command("forget-open")
def forget_open() -> None:
    """Delete the answers to open statements whose secret is lost for good."""
    settings = read_settings()
    database = Database(settings.database)
    schema.upgrade(database)
    surveys = SurveyService(
        database, TeamService(database), StatementBank(()), Secrets(settings.require_secrets())
    )
    count = surveys.forget_lost_items()
    say(f"Statements closed without being shown, because their secret is lost: {count}.")
