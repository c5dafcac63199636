"""Signed HTTP: Slack calls the bot, and signs each request with the app's signing secret."""

from collections.abc import Sequence
from typing import Final

from anyio import CapacityLimiter, fail_after, to_thread
from pydantic import SecretStr
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.slack.bolt import THREADS
from bot.web import WebServer

PATH: Final = "/slack/events"
MOST_BYTES: Final = 1_000_000
"""Slack's largest request, a view of 250 kB in a form, is well below this."""
_READ_SECONDS: Final = 3.0
"""Slack gives up after as long, so what comes more slowly is not Slack's."""
_CONTENT_TYPES: Final = ("application/json", "application/x-www-form-urlencoded")


class SignedHttp:
    """The way in through requests that Slack makes.

    Args:
        app: hears what people do.
        signing_secret: what Slack signs with.
        host: where to listen.
        port: where to listen; 0 takes any free port.
        also: what else is served at this address.

    """

    def __init__(
        self,
        app: App,
        signing_secret: SecretStr,
        *,
        host: str,
        port: int,
        also: Sequence[BaseRoute] = (),
    ) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret.get_secret_value())
        # Bolt waits in the calling thread until a listener acknowledges, so each request has a
        # thread and the server's loop never waits.
        self._threads = CapacityLimiter(THREADS)
        routes = (Route(PATH, self._answer, methods=["POST"]), *also)
        self._server = WebServer(host, port, routes)

    @property
    def is_connected(self) -> bool:
        """Whether requests are taken; whether Slack makes any cannot be seen from here."""
        return self._server.is_serving

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.port

    def start(self) -> None:
        """Take requests."""
        self._server.start()

    def stop(self) -> None:
        """Take no more requests, and return once those under way are answered."""
        self._server.stop()

    async def _answer(self, request: Request) -> Response:
        try:
            accepted = self._accept(await _read(request), request)
        except _RefusedError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)
        response = await to_thread.run_sync(self._app.dispatch, accepted, limiter=self._threads)
        return Response(
            content=response.body,
            status_code=response.status,
            headers=response.first_headers_without_set_cookie(),
        )

    def _accept(self, body: bytes, request: Request) -> BoltRequest:
        """Return what Slack asks; nothing is parsed before the signature is checked."""
        headers = dict(request.headers)
        if not self._is_signed(body, headers):
            raise _RefusedError(
                401, "The signature is missing, wrong or more than five minutes old."
            )
        content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type not in _CONTENT_TYPES:
            raise _RefusedError(415, "The body is neither a form nor JSON.")
        try:
            accepted = BoltRequest(body=body.decode(), headers={**headers})
        except (AttributeError, TypeError, ValueError) as error:
            # Bolt takes any JSON for an object.
            raise _RefusedError(400, "The body cannot be read.") from error
        if not accepted.body:
            raise _RefusedError(400, "The body says nothing.")
        return accepted

    def _is_signed(self, body: bytes, headers: dict[str, str]) -> bool:
        try:
            return self._verifier.is_valid_request(body, headers)
        except (TypeError, ValueError):
            # A time that is no number, a signature that is not ASCII, a body that is not text.
            return False


class _RefusedError(Exception):
    """A request is not Slack's, or cannot be read."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


async def _read(request: Request) -> bytes:
    """Return the body, or refuse it before it fills the memory or outlasts Slack's patience."""
    body = bytearray()
    try:
        with fail_after(_READ_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise _RefusedError(413, f"The body is larger than {MOST_BYTES} bytes.")
    except TimeoutError as error:
        raise _RefusedError(408, "The body came too slowly.") from error
    except ClientDisconnect as error:
        raise _RefusedError(400, "The body ended early.") from error
    return bytes(body)
