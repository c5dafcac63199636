"""`mlops-bot sandbox`: the local workspace with the bot in it, no account needed."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import SecretStr

from bot.app import Bot
from bot.cli.console import say
from bot.cli.run import expect_end, wait_for_end
from bot.clock import MovableClock, SystemClock
from bot.demo.story import Story, read_story
from bot.demo.telling import Telling, find_beginning
from bot.errors import UserFacingError
from bot.logs import set_up_logging
from bot.resources import manifest_file
from bot.sandbox.manifest import read_manifest
from bot.sandbox.people import PEOPLE
from bot.sandbox.server import SandboxServer
from bot.settings import Settings

DEFAULT_PORT = 8765
HIGHEST_PORT = 65535

_PEOPLE: Final = {person.name: person for person in PEOPLE}
_KEEPER: Final = _PEOPLE["ines"]
"""Runs the bot of the local workspace and keeps its playbook: the head of data."""


def sandbox(
    port: Annotated[int, typer.Option(help="The port on this machine; 0 for any.")] = DEFAULT_PORT,
    data: Annotated[
        Path | None, typer.Option(help="Keep everything here; without it nothing is kept.")
    ] = None,
    empty: Annotated[  # noqa: FBT002 - an option's default
        bool, typer.Option("--empty", help="People and channels, and no team yet.")
    ] = False,
) -> None:
    """Start the local workspace and the bot in it, and print the address."""
    set_up_logging()
    if not 0 <= port <= HIGHEST_PORT:
        raise UserFacingError(f"--port {port} is no port; choose one from 0 to {HIGHEST_PORT}.")
    with tempfile.TemporaryDirectory(prefix="mlops-bot-") as scratch:
        _serve(port, data or Path(scratch), is_empty=empty)


def _serve(port: int, data: Path, *, is_empty: bool) -> None:
    _make_folder(data)
    state, today = data / "workspace.json", SystemClock().now()
    has_story = not is_empty and not state.exists()
    clock = MovableClock(find_beginning(today) if has_story else today)
    server = SandboxServer(
        clock=clock,
        manifest=read_manifest(manifest_file()),
        port=port,
        state_file=state,
    )
    server.start()
    try:
        bot = Bot(sandbox_settings(server, data), clock)
        if has_story:
            say("Half a year of a made-up team is being lived; the first time that takes a while.")
        story = _tell_story(bot, now=clock.now()) if has_story else None
        bot.start()
    except BaseException:
        server.stop()
        raise
    # Whoever reads the address may end it at once: what was said is kept even then.
    asked_to_end = expect_end()
    server.moves.join(bot.scheduler)
    # What is due by now is there when the page is first opened.
    server.moves.move_to(clock.now() + timedelta(minutes=1))
    say(f"The local workspace is at {server.url}")
    if story is not None:
        say(f"{story.name} has half a year behind it; {_PEOPLE[story.lead].real_name} leads it.")
    say(f"Act as any member there; {_KEEPER.real_name} keeps the playbook. Ctrl-C ends it.")
    wait_for_end(asked_to_end)
    # The workspace goes first: the bot's connections then close at once.
    server.stop()
    bot.stop()


def _tell_story(bot: Bot, *, now: datetime) -> Story | None:
    """Have the demo team live its half year, unless its channel has a team already."""
    story = read_story()
    ids = {name: person.id for name, person in _PEOPLE.items()}
    zones = {person.id: person.tz for person in PEOPLE}
    roster = Telling(bot.services, story, ids, zones).tell(now=now)
    return None if roster is None else story


def _make_folder(data: Path) -> None:
    """Make the folder, and find out now rather than later that nothing can be kept in it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        reason = "it is no folder" if data.exists() and not data.is_dir() else error.strerror
        raise UserFacingError(
            f"Nothing can be kept in {data}: {reason}. Choose another folder with --data."
        ) from error


def sandbox_settings(server: SandboxServer, data: Path) -> Settings:
    """Return the settings of a bot in the local workspace; the environment is left out."""
    return Settings.model_construct(
        admins=_KEEPER.id,
        slack_bot_token=SecretStr(server.bot_token),
        slack_app_token=SecretStr(server.app_token),
        slack_api_url=server.api_url,
        data_dir=data,
    )
