"""A stretch of network between the bot and its database that a test can hold up."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import URL


class Stretch:
    """Forwards connections on loopback to a PostgreSQL server, unless it is held up.

    Held up, it still takes what is sent and who connects, as the kernel of a frozen server does;
    nothing comes back.
    """

    def __init__(self, server: URL) -> None:
        self._server = server
        self._may_pass = Event()
        self._may_pass.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._opened: list[socket.socket] = []
        self.url = server.set(host="127.0.0.1", port=self._listener.getsockname()[1], query={})
        Thread(target=self._accept, daemon=True).start()

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Let nothing pass meanwhile."""
        self._may_pass.clear()
        try:
            yield
        finally:
            self._may_pass.set()

    def close(self) -> None:
        """Take no more connections, and end those there are."""
        self._may_pass.set()
        for opened in (self._listener, *self._opened):
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)
            opened.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = self._reach()
                self._opened += [client, server]
                for source, target in ((client, server), (server, client)):
                    Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _reach(self) -> socket.socket:
        """Connect to the server, by its socket's file or by its address."""
        host = str(self._server.query.get("host") or self._server.host or "127.0.0.1")
        port = self._server.port or 5432
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(Path(host) / f".s.PGSQL.{port}"))
        return server

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._may_pass.wait()
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@contextmanager
def a_stretch(server: URL) -> Iterator[Stretch]:
    """Put a stretch of network before a server."""
    with closing(Stretch(server)) as stretch:
        yield stretch
