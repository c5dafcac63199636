"""Signed HTTP: posts what happened to the app's request URL, as Slack does."""

import asyncio
import hashlib
import hmac
import json
from http.client import HTTPConnection, HTTPException
from secrets import token_hex
from typing import Final
from urllib.parse import SplitResult, urlencode, urlsplit

from anyio import CapacityLimiter, to_thread

from bot.clock import SystemClock
from bot.errors import UserFacingError
from bot.sandbox.app_link import ACK_SECONDS, NotDeliveredError, Retry
from bot.sandbox.changes import Changes
from bot.sandbox.plain import Json, mapping

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_AT_ONCE: Final = 100
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"

Headers = dict[str, str]
Answer = tuple[int, str, bytes]
"""Status, content type and body."""


class SignedHttp:
    """The app's request URL, which has to prove itself before anything else is sent there.

    Args:
        url: where the app listens; this machine only.
        signing_secret: what requests are signed with.
        changes: told when the app comes within reach or goes out of it.
        ack_seconds: how long the app may take to answer.

    Raises:
        UserFacingError: the URL leads off this machine.

    """

    def __init__(
        self,
        url: str,
        signing_secret: str,
        changes: Changes,
        *,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self._url = _loopback(url)
        self._secret = signing_secret.encode()
        self._changes = changes
        self._ack_seconds = ack_seconds
        self._threads = CapacityLimiter(_AT_ONCE)
        self._is_verified = False
        self._is_connected = False

    @property
    def is_connected(self) -> bool:
        """Whether the URL has proved itself and took the last request."""
        return self._is_connected

    async def deliver(
        self,
        kind: str,
        payload: Json,
        *,
        accepts_response_payload: bool = False,
        retry: Retry | None = None,
    ) -> Json:
        """Post a payload, and return what the app answers with.

        Raises:
            NotDeliveredError: the URL has not proved itself, or there is no answer of 200 in time.

        """
        if not self._is_verified:
            await self._verify()
        content_type, body = _encoded(kind, payload)
        extra: Headers = {}
        if retry is not None:
            extra = {"x-slack-retry-num": str(retry.number), "x-slack-retry-reason": retry.reason}
        answer = await self._post(body, content_type, extra)
        return _read(answer) if accepts_response_payload else {}

    async def _verify(self) -> None:
        """Have the app repeat a challenge, as Slack does when the URL is entered."""
        challenge = token_hex(16)
        asked = {"token": "local", "challenge": challenge, "type": "url_verification"}
        answer = await self._post(json.dumps(asked).encode(), _JSON, {})
        if challenge.encode() not in answer[2]:
            raise NotDeliveredError("dispatch_failed", "http_error")
        self._is_verified = True

    async def _post(self, body: bytes, content_type: str, extra: Headers) -> Answer:
        """Post, and note whether the app is within reach."""
        try:
            answer = await self._request(body, {**self._signed(body, content_type), **extra})
        except NotDeliveredError as error:
            self._note(is_connected=error.code != "dispatch_failed")
            raise
        self._note(is_connected=True)
        return answer

    async def _request(self, body: bytes, headers: Headers) -> Answer:
        request = to_thread.run_sync(
            self._send, body, headers, limiter=self._threads, abandon_on_cancel=True
        )
        try:
            status, kind, content = await asyncio.wait_for(request, self._ack_seconds)
        except TimeoutError as error:
            raise NotDeliveredError("operation_timeout", "http_timeout") from error
        except (OSError, HTTPException) as error:
            raise NotDeliveredError("dispatch_failed", "connection_failed") from error
        if status >= 500:
            raise NotDeliveredError("http_service_error", "http_error")
        if status != 200:
            raise NotDeliveredError("http_client_error", "http_error")
        return status, kind, content

    def _send(self, body: bytes, headers: Headers) -> Answer:
        # Without urllib: a proxy that is set in the environment has no business here.
        connection = HTTPConnection(
            self._url.hostname or "", self._url.port or 80, timeout=self._ack_seconds
        )
        try:
            connection.request("POST", self._url.path or "/", body, headers)
            response = connection.getresponse()
            return response.status, response.getheader("content-type", ""), response.read()
        finally:
            connection.close()

    def _signed(self, body: bytes, content_type: str) -> Headers:
        timestamp = str(int(SystemClock().now().timestamp()))
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._secret, timestamp, body),
        }

    def _note(self, *, is_connected: bool) -> None:
        if is_connected != self._is_connected:
            self._is_connected = is_connected
            self._changes.publish("app")


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return Slack's signature, version 0, of a request."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()


def _encoded(kind: str, payload: Json) -> tuple[str, bytes]:
    """Return content type and body: a form for what people do, JSON for events."""
    match kind:
        case "slash_commands":
            return _FORM, urlencode(payload).encode()
        case "interactive":
            return _FORM, urlencode({"payload": json.dumps(payload)}).encode()
        case _:
            return _JSON, json.dumps(payload).encode()


def _read(answer: Answer) -> Json:
    """Return what an answer says; plain text is the text of a reply."""
    _, content_type, body = answer
    said = body.decode("utf-8", errors="replace").strip()
    if not said:
        return {}
    if not content_type.startswith(_JSON):
        return {"text": said}
    try:
        return mapping(json.loads(said))
    except ValueError as error:
        raise NotDeliveredError("http_client_error", "http_error") from error


def _loopback(url: str) -> SplitResult:
    split = urlsplit(url)
    if split.scheme != "http" or split.hostname not in _LOOPBACK:
        raise UserFacingError(
            f"{url} is not an http address on this machine, and the local workspace sends nowhere "
            "else."
        )
    return split
