"""Speaks HTTP with one MLflow server, with nothing but the standard library, and within bounds.

What it may cost is bounded: each answer in time and size, and all of them together in time.
"""

import json
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import unquote, urlencode, urlsplit

from bot.handover.registries.mlflow_answers import RegistryError

_API: Final = "/api/2.0/mlflow/"
_MOST_BYTES: Final = 64_000_000
_CHUNK: Final = 65_536


class MlflowServer:
    """One MLflow tracking server, reached by several threads.

    Args:
        uri: its address; a user and password in it are sent, and never shown.
        seconds: how long one answer may take.
        seconds_in_all: how long everything together may take.

    Raises:
        RegistryError: this is no address of a tracking server.

    """

    def __init__(self, uri: str, *, seconds: float = 10.0, seconds_in_all: float = 60.0) -> None:
        try:
            url = urlsplit(uri.strip())
            host, port = url.hostname, url.port
        except ValueError:
            url, host, port = urlsplit(""), None, None
        if url.scheme not in ("http", "https") or host is None:
            raise RegistryError(
                "MLflow is asked over http, so give its tracking server's address, such as "
                "http://mlflow.example.com:5000. A database, a folder or a vendor's own scheme "
                "can't be read."
            )
        self._is_safe = url.scheme == "https"
        self._host, self._port = host, port
        self._path = url.path.rstrip("/")
        shown_host = f"[{host}]" if ":" in host else host
        self.place = f"{url.scheme}://{shown_host}{'' if port is None else f':{port}'}{self._path}"
        self._headers = {"Accept": "application/json"}
        if url.username is not None:
            pair = f"{unquote(url.username)}:{unquote(url.password or '')}"
            self._headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        self._seconds = seconds
        self._seconds_in_all = seconds_in_all
        self._deadline = time.monotonic() + seconds_in_all
        self._idle: SimpleQueue[HTTPConnection] = SimpleQueue()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Begin the time that everything together may take, and end by closing what was opened."""
        self._deadline = time.monotonic() + self._seconds_in_all
        try:
            yield
        finally:
            while not self._idle.empty():
                self._idle.get_nowait().close()

    def get(self, path: str, query: Mapping[str, object]) -> bytes:
        """Ask for something.

        Raises:
            RegistryError: it did not answer, or refused.

        """
        return self._checked(*self._request("GET", f"{path}?{urlencode(query)}"))

    def search(self, path: str, body: Mapping[str, object]) -> bytes:
        """Ask for something by a body; it changes nothing, so it may be asked twice.

        Raises:
            RegistryError: it did not answer, or refused.

        """
        return self._checked(*self._request("POST", path, json.dumps(body).encode()))

    def change(self, method: str, path: str, body: Mapping[str, object]) -> None:
        """Have something changed, never twice.

        Raises:
            RegistryError: it did not answer, or refused.

        """
        content = json.dumps(body).encode()
        self._checked(*self._request(method, path, content, may_repeat=False))

    def _checked(self, status: int, body: bytes) -> bytes:
        """Return an answer, or say what its refusal means.

        Raises:
            RegistryError: it is one.

        """
        if status == HTTPStatus.OK:
            return body
        if b"Host header" in body:
            why = "it does not know the host name; start it with --allowed-hosts and this name"
        elif status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            why = "it lets nobody in without a user who may read; give one as https://USER:PASSWORD@HOST"
        elif 300 <= status < 400:
            why = "it sends people on, to sign in perhaps; give an address that lets programs in"
        elif status == HTTPStatus.NOT_FOUND:
            why = "it has no model registry there; check the address and its path"
        elif status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
            why = "it is in trouble itself; look at its log, then try again"
        else:
            why = "it does not take the question; its version should be 2.3 or newer"
        raise RegistryError(f"MLflow at {self.place} answered {status}: {why}. Nothing was taken.")

    def _request(
        self, method: str, path: str, body: bytes | None = None, *, may_repeat: bool = True
    ) -> tuple[int, bytes]:
        try:
            for is_last in (False, True):
                connection, is_used = self._take()
                try:
                    return self._exchange(connection, method, path, body)
                except (ConnectionError, HTTPException):
                    connection.close()
                    if is_last or not is_used or not may_repeat:
                        raise  # One that was kept open may have been closed meanwhile.
                except BaseException:
                    connection.close()
                    raise
        except TimeoutError as error:
            raise self._too_slow() from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise RegistryError(
                f"No MLflow answers at {self.place} ({reason}). Check the address, and that the "
                "server runs and can be reached from here."
            ) from error
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _exchange(
        self, connection: HTTPConnection, method: str, path: str, body: bytes | None
    ) -> tuple[int, bytes]:
        headers = self._headers | ({"Content-Type": "application/json"} if body else {})
        connection.timeout = self._left()
        if connection.sock is not None:
            connection.sock.settimeout(connection.timeout)
        connection.request(method, f"{self._path}{_API}{path}", body, headers)
        response = connection.getresponse()
        content = b"".join(self._chunks(response, until=time.monotonic() + self._seconds))
        try:
            response.read()  # Nothing is left; only now is the connection free for the next.
            self._idle.put(connection)
        except IncompleteRead:
            connection.close()  # What is missing shows when the answer is read.
        return response.status, content

    def _chunks(self, response: HTTPResponse, *, until: float) -> Iterator[bytes]:
        total = 0
        while chunk := response.read1(_CHUNK):
            total += len(chunk)
            if total > _MOST_BYTES:
                raise RegistryError(
                    f"The answer from {self.place} is larger than any page of a registry, so "
                    "nothing was taken from it. Check what answers there."
                )
            if time.monotonic() > min(until, self._deadline):
                raise TimeoutError
            yield chunk

    def _left(self) -> float:
        left = min(self._seconds, self._deadline - time.monotonic())
        if left <= 0:
            raise TimeoutError
        return left

    def _too_slow(self) -> RegistryError:
        return RegistryError(
            f"MLflow at {self.place} did not answer in time ({self._seconds:g} s an answer, "
            f"{self._seconds_in_all:g} s in all), so nothing was taken from it. Try again when it "
            "is less busy."
        )

    def _take(self) -> tuple[HTTPConnection, bool]:
        """Return a connection, and whether it has been used before."""
        with suppress(Empty):
            return self._idle.get_nowait(), True
        kind = HTTPSConnection if self._is_safe else HTTPConnection
        return kind(self._host, self._port, timeout=self._seconds), False
