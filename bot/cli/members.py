"""`mlops-bot members …`: what is stored about one person, without Slack."""

from typing import Annotated

import typer

from bot import schema
from bot.cli.console import say, say_json
from bot.database import Database
from bot.erasing import Erased, erase
from bot.settings import read_settings
from bot.surveys.respondents import Secrets

app = typer.Typer(help="Look after what is stored about people.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after what is stored about people."""


@app.command("erase")
def erase_member(
    user: Annotated[str, typer.Argument(help="The person's id in Slack, such as U0123ABCD.")],
    is_confirmed: Annotated[bool, typer.Option("--yes", help="Do it.")] = False,  # noqa: FBT002 - an option's default
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,  # noqa: FBT002 - an option's default
) -> None:
    """List what would be erased of a person; with --yes, erase it for good."""
    settings = read_settings()
    database = Database(settings.database)
    schema.upgrade(database)
    done = erase(database, user, Secrets(settings.find_secrets()), is_dry=not is_confirmed)
    if as_json:
        say_json({"is_erased": is_confirmed, "tables": [vars(each) for each in done]})
        return
    for each in done:
        say(_line(each))
    say(_outcome(user, done, is_confirmed=is_confirmed))


def _line(each: Erased) -> str:
    parts = [
        *([f"{each.deleted:,} deleted"] if each.deleted else []),
        *([f"{each.changed:,} without their name"] if each.changed else []),
    ]
    return f"{each.table}: {', '.join(parts)}"


def _outcome(user: str, done: tuple[Erased, ...], *, is_confirmed: bool) -> str:
    if not done:
        return f"Nothing is stored about {user}."
    if not is_confirmed:
        return f"Nothing was changed. This erases it for good: mlops-bot members erase {user} --yes"
    return (
        f"{user} is erased. Slack keeps the messages it has, and backups made before keep what "
        "they hold."
    )
