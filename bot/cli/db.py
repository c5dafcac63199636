"""`mlops-bot db …`: bring the database to this version, compare it, give up what is lost."""

from typing import Annotated

import typer

from bot import schema
from bot.cli.console import complain, say
from bot.database import Database
from bot.settings import read_settings
from bot.surveys.respondents import Secrets
from bot.surveys.secret_service import SecretService

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
def forget_open(
    is_confirmed: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002 - an option's default
) -> None:
    """Delete the answers to open statements whose secret is lost for good."""
    settings = read_settings()
    database = Database(settings.database)
    schema.upgrade(database)
    secrets = SecretService(database, Secrets(settings.find_secrets()))
    count = secrets.count_lost_items()
    if count and not is_confirmed:
        typer.confirm(f"Delete the answers to {count} open statements for good?", abort=True)
    forgotten = secrets.forget_lost_items()
    say(f"Statements closed without being shown, because their secret is lost: {forgotten}.")
