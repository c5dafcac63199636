"""Runs the bot in a process of its own, which a journey can kill."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.acting import SECRET_KEY, World


@contextmanager
def a_bot_process(world: World, *, waits: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """Run `mlops-bot run` in a process of its own, on the workspace's clock."""
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - handed on to the process as it is
        "SLACK_BOT_TOKEN": world.server.bot_token,
        "SLACK_API_URL": world.server.api_url,
        "MLOPS_DATA_DIR": str(world.data),
        "MLOPS_CLOCK_URL": f"{world.server.url}/sandbox/clock",
        "MLOPS_DATABASE_URL": world.database_url or "",
        "MLOPS_SECRET_KEY": SECRET_KEY if world.database_url else "",
    }
    arguments = [sys.executable, "-m", "bot", "run"]
    if world.address is None:
        environment["SLACK_APP_TOKEN"] = world.server.app_token
    else:
        environment["SLACK_SIGNING_SECRET"] = world.server.signing_secret
        arguments += ["--http", world.address]
    with (world.data / "bot.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, and an address of ours
            arguments,
            env=environment,
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[2],
        )
    try:
        while waits and not world.server.moves.remote.names():
            assert process.poll() is None, (world.data / "bot.log").read_text("utf-8")
        yield process
    finally:
        process.kill()
        process.wait()
        for name in world.server.moves.remote.names():
            world.server.moves.remote.forget(name)
