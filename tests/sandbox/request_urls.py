"""A request URL whose answers a test writes, and which keeps what was sent to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from threading import Event, Thread

Reply = tuple[int, str, bytes]


@dataclass(frozen=True)
class Received:
    """One request."""

    headers: dict[str, str]
    body: bytes


@dataclass
class RequestUrl:
    """A small app of one URL, which passes url_verification by itself."""

    url: str = ""
    answer: Callable[[Received], Reply] = lambda _: (200, "text/plain", b"")
    received: list[Received] = field(default_factory=list)
    is_honest: bool = True
    arrived: Event = field(default_factory=Event)

    def reply(self, request: Received) -> Reply:
        """Return the challenge, or what the test wants answered."""
        if b"url_verification" in request.body:
            challenge = loads(request.body)["challenge"] if self.is_honest else "something else"
            return 200, "text/plain", str(challenge).encode()
        self.received.append(request)
        self.arrived.set()
        return self.answer(request)


@contextmanager
def a_request_url() -> Iterator[RequestUrl]:
    """Listen on loopback until the test is over."""
    app = RequestUrl()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, content_type, said = app.reply(Received(headers, body))
            self.send_response(status)
            self.send_header("content-type", content_type)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - likewise
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    app.url = f"http://127.0.0.1:{server.server_port}/slack/events"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield app
    server.shutdown()
    thread.join()
    server.server_close()
