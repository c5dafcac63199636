"""The routes that the bot uses: the Web API, Socket Mode and response URLs."""

import asyncio
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.hang_up import hang_up
from bot.sandbox.plain import mapping
from bot.sandbox.responses import ResponseError, answer_url
from bot.sandbox.socket_mode import SocketHub
from bot.sandbox.web_api.arguments import read_arguments
from bot.sandbox.web_api.dispatch import WebApi
from bot.sandbox.web_api.errors import ApiError
from bot.sandbox.workspace import Workspace


class SlackRoutes:
    """Slack's side of the workspace."""

    def __init__(
        self, workspace: Workspace, web_api: WebApi, hub: SocketHub, faults: Faults
    ) -> None:
        self._workspace = workspace
        self._web_api = web_api
        self._hub = hub
        self._faults = faults

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/response/{secret}", self._respond, methods=["POST"]),
            Route("/upload/v1/{secret}", self._upload, methods=["POST"]),
            WebSocketRoute("/socket", self._connect),
        ]

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        fault = self._faults.take_for_method(method)
        refusal = _refusal(fault)
        if refusal is not None:
            return refusal
        answer = await self._answer(request, method)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "lost_response":
            await hang_up(request)
        return answer

    async def _answer(self, request: Request, method: str) -> Response:
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        try:
            values = read_arguments(
                query=request.url.query,
                body=await request.body(),
                content_type=request.headers.get("content-type", ""),
            )
        except ApiError as error:
            return JSONResponse(error.payload())
        token = bearer.strip() if kind.lower() == "bearer" else ""
        answer = self._web_api.answer(method, values, token)
        return JSONResponse(answer, headers=self._web_api.headers(method))

    async def _respond(self, request: Request) -> Response:
        refusal = _refusal(self._faults.take_for_response())
        if refusal is not None:
            return refusal
        try:
            payload = mapping(json.loads(await request.body()))
            with self._workspace.lock:
                answer_url(self._workspace, request.path_params["secret"], payload)
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_payload"}, status_code=400)
        except ResponseError as error:
            why = {"ok": False, "error": error.code, "detail": error.detail}
            return JSONResponse(why, status_code=404 if "url" in error.code else 400)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        fault = self._faults.take_for_upload()
        refusal = _refusal(fault)
        if refusal is not None:
            return refusal
        content = await request.body()
        with self._workspace.lock:
            taken = self._workspace.files.receive(request.path_params["secret"], content)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "lost_response":
            await hang_up(request)
        if not taken:
            return PlainTextResponse("no such upload", status_code=400)
        return PlainTextResponse(f"OK - {len(content)}")

    async def _connect(self, socket: WebSocket) -> None:
        await self._hub.serve(socket)


def _refusal(fault: Fault | None) -> Response | None:
    if fault is not None and fault.kind == "rate_limited":
        return JSONResponse(
            {"ok": False, "error": "ratelimited"},
            status_code=429,
            headers={"Retry-After": str(fault.retry_after)},
        )
    if fault is not None and fault.kind == "server_error":
        return JSONResponse({"ok": False, "error": "internal_error"}, status_code=503)
    return None
