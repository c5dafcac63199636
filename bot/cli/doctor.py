"""`mlops-bot doctor`: what is wrong with this installation, and the remedy."""

from typing import Annotated

import typer

from bot.cli.console import complain, say, say_json
from bot.clock import SystemClock
from bot.settings import read_settings


def doctor(
    is_offline: Annotated[bool, typer.Option("--offline", help="Ask no network.")] = False,  # noqa: FBT002 - an option's default
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,  # noqa: FBT002 - an option's default
) -> None:
    """Say what is wrong with this installation, and the remedy; exit 1 when something is."""
    # What reading pages needs takes a while to import; other commands should not wait for it.
    from bot.doctor import examine  # noqa: PLC0415

    checked = examine(read_settings(), now=SystemClock().now(), is_offline=is_offline)
    is_well = not any(check.findings for check in checked)
    if as_json:
        say_json({"is_well": is_well, "checks": [vars(check) for check in checked]})
    else:
        for check in checked:
            if not check.findings:
                say(f"{check.name}: fine")
            for finding in check.findings:
                complain(f"{check.name}: {finding}")
    if not is_well:
        raise typer.Exit(1)
