"""The command line: thin; each group of commands has a file of its own."""

import sys
from importlib import import_module
from typing import Final

import typer

from bot.cli.console import complain
from bot.errors import UserFacingError

COMMANDS: Final = (
    "run",
    "sandbox",
    "ask",
    "comments",
    "estimate",
    "calibrate",
    "digest",
    "models",
    "privacy",
    "db",
    "knowledge",
    "teams",
    "members",
    "doctor",
)
"""Each is a module here: a group as its `app`, or a command as the function of its name."""


def build_app(*commands: str) -> typer.Typer:
    """Return the command line with these commands, and nothing imported for the others."""
    app = typer.Typer(
        name="mlops-bot",
        help="A Slack bot that lets a machine-learning team see its culture, process and tools.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_stay_a_group)
    for name in commands:
        module = import_module(f"bot.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, name))
    return app


def main() -> None:
    """Run a command; what was foreseen ends in a sentence on stderr and exit 2."""
    # Importing every command takes most of a second: only help and a mistyped name wait for that.
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    app = build_app(*([wanted] if wanted in COMMANDS else COMMANDS))
    try:
        app()
    except UserFacingError as error:
        complain(str(error))
        sys.exit(2)


def _stay_a_group() -> None:
    """Keep Typer from taking the only command for the whole program."""
