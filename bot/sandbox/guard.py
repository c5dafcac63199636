"""Keeps web pages from elsewhere out: the workspace answers this machine's own browser and bot."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Guard:
    """Refuses foreign Host headers (rebound names) and requests that a foreign page makes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket") or _is_welcome(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = JSONResponse({"ok": False, "error": "foreign_request"}, status_code=403)
        await refusal(scope, receive, send)


def _is_welcome(headers: Headers) -> bool:
    host = headers.get("host", "")
    if _name(host) not in _LOCAL:
        return False
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return False
    return headers.get("sec-fetch-site") != "cross-site"


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
