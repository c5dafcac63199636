"""The command line: thin; each group of commands has a file of its own."""

import sys

import typer

from bot.cli import ask, comments, db, knowledge, models, run, sandbox, teams
from bot.cli.console import complain
from bot.errors import UserFacingError

app = typer.Typer(
    name="mlops-bot",
    help="A Slack bot that lets a machine-learning team see its culture, process and tools.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("sandbox")(sandbox.sandbox)
app.command("ask")(ask.ask)
app.add_typer(comments.app, name="comments")
app.add_typer(db.app, name="db")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(models.app, name="models")
app.add_typer(teams.app, name="teams")


def main() -> None:
    """Run a command; what was foreseen ends in a sentence on stderr and exit 2."""
    try:
        app()
    except UserFacingError as error:
        complain(str(error))
        sys.exit(2)
