"""`mlops-bot run`: the bot against Slack."""

import signal
from threading import Event
from typing import Annotated

import typer

from bot.app import Bot, build_clock
from bot.logs import set_up_logging
from bot.settings import read_settings


def run(
    http: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Take Slack's signed requests at this address, rather than use Socket Mode.",
        ),
    ] = None,
) -> None:
    """Run the bot against Slack. Brings the database to this version first."""
    set_up_logging()
    settings = read_settings()
    if http is not None:
        settings = settings.over_http(http)
    bot = Bot(settings, build_clock(settings))
    bot.start()
    wait_for_end(expect_end())
    bot.stop()


def expect_end() -> Event:
    """From now on note when somebody asks the process to end, rather than end there and then."""
    asked = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    return asked


def wait_for_end(asked: Event) -> None:
    """Wait until somebody asks the process to end."""
    # A signal that comes just before the wait begins would not end one without a limit.
    while not asked.wait(timeout=1.0):
        pass
