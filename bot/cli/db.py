"""`mlops-bot db …`: migrate the database, copy it, put it back, give up what is lost."""

from pathlib import Path
from typing import Annotated

import typer

from bot import schema
from bot.backup import read_backup, write_backup
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


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to; there must be no such file yet.")],
) -> None:
    """Copy the database into one file, without what tells who answered; the bot may run."""
    rows = write_backup(Database(read_settings().database), file)
    say(f"{file} holds {rows:,} rows, and nothing that tells who answered.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup, of this or another database.")],
) -> None:
    """Put a backup into a new, empty database; what was open takes no more answers."""
    rows = read_backup(file, Database(read_settings().database))
    say(f"{rows:,} rows are back. Statements that were open take no more answers.")


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
