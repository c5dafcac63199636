"""Serves HTTP in a thread of its own: Slack's signed requests, and health."""

import socket
from collections.abc import Sequence
from threading import Thread
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.errors import UserFacingError

_GRACE_SECONDS: Final = 5
"""How long a request under way may take when the server stops; Slack waits for three seconds."""


class WebServer:
    """A small HTTP server; TLS is the business of whatever stands in front of it."""

    def __init__(self, host: str, port: int, routes: Sequence[BaseRoute]) -> None:
        self._host = host
        self._port = port
        self._server = uvicorn.Server(
            uvicorn.Config(
                Starlette(routes=list(routes)),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._thread = Thread(target=self._run, name="web-server", daemon=True)

    @property
    def port(self) -> int:
        """Where it listens; what 0 turned into."""
        return self._port

    @property
    def is_serving(self) -> bool:
        """Whether requests are taken."""
        return self._thread.is_alive() and not self._server.should_exit

    def start(self) -> None:
        """Listen, and return at once.

        Raises:
            UserFacingError: there is no such address, or somebody else listens there.

        """
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            self._socket = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            raise UserFacingError(
                f"Nothing can listen at {self._host}:{self._port}: {error.strerror}. Choose "
                "another address with --http or MLOPS_HTTP."
            ) from error
        self._port = self._socket.getsockname()[1]
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, and return once those under way are answered."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])
