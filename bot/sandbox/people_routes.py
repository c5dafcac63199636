"""The routes that the page and the tests use: what one sees and does, the clock and the faults."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from os import PathLike, stat_result
from pathlib import Path

from anyio import create_task_group, to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.sandbox.app_link import AppLink
from bot.sandbox.clock_moves import ClockMoves, StuckError
from bot.sandbox.faults import SOCKET_KINDS, FaultError, Faults, fault_payload, read_fault
from bot.sandbox.files import content_of
from bot.sandbox.people_api import PeopleApi
from bot.sandbox.plain import Json, mapping, text
from bot.sandbox.records import UserRecord
from bot.sandbox.shown import can_see, shown_messages, shown_state
from bot.sandbox.socket_mode import SocketHub
from bot.sandbox.workspace import Workspace

_PAGE = Path(__file__).resolve().parent / "page"
_FRESH = {"Cache-Control": "no-cache"}  # After an upgrade no browser runs an older page's parts.


class PeopleRoutes:
    """The people's side of the workspace."""

    def __init__(
        self,
        workspace: Workspace,
        people: PeopleApi,
        *,
        link: AppLink,
        hub: SocketHub,
        moves: ClockMoves,
        faults: Faults,
    ) -> None:
        self._workspace = workspace
        self._people = people
        self._link = link
        self._hub = hub
        self._moves = moves
        self._faults = faults

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/", self._page),
            Mount("/static", _FreshFiles(directory=_PAGE)),
            Route("/sandbox/state", _reading(self._state)),
            Route("/sandbox/messages", _reading(self._messages)),
            Route("/sandbox/events", self._events),
            Route("/sandbox/files/{file_id}", self._file),
            Route("/sandbox/clock", _reading(self._clock)),
            Route("/sandbox/clock/settled", _reading(self._settled), methods=["POST"]),
            Route("/sandbox/clock/move", _reading(self._move), methods=["POST"]),
            Route("/sandbox/faults", _reading(self._list_faults), methods=["GET"]),
            Route("/sandbox/faults", _reading(self._add_fault), methods=["POST"]),
            Route("/sandbox/faults", _reading(self._clear_faults), methods=["DELETE"]),
            Route("/sandbox/{act:path}", _reading(self._act), methods=["POST"]),
        ]

    async def _page(self, _: Request) -> Response:
        return FileResponse(_PAGE / "index.html", headers=_FRESH)

    async def _state(self, request: Request) -> Json:
        me = self._reader(request)
        with self._workspace.lock:
            return shown_state(
                self._workspace,
                me,
                is_connected=self._link.is_connected,
                moving=self._moves.is_moving,
            )

    async def _messages(self, request: Request) -> Json:
        me = self._reader(request)
        conversation = self._workspace.find_conversation(
            request.query_params.get("conversation", "")
        )
        if conversation is None or not can_see(conversation, me["id"]):
            raise _RefusedError("channel_not_found", "This person sees no such conversation.")
        with self._workspace.lock:
            self._workspace.messages.mark_read(conversation["id"], me["id"])
            return {"messages": shown_messages(self._workspace, conversation, me)}

    async def _events(self, request: Request) -> Response:
        user = request.query_params.get("as", "")

        async def stream() -> AsyncIterator[str]:
            with self._workspace.changes.listen(user) as queue:
                yield ": listening\n\n"
                while (note := await queue.get()) is not None:
                    yield f"data: {json.dumps(note)}\n\n"

        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)

    async def _clock(self, _: Request) -> Json:
        return {"now": self._workspace.clock.now().isoformat()}

    async def _settled(self, request: Request) -> Json:
        asked = await _body(request)
        next_due = asked.get("next_due")

        participant = text(asked.get("participant"))
        at = _moment(asked.get("at"))
        next_due_at = None if next_due is None else _moment(next_due)

        def report() -> datetime:
            return self._moves.remote.report(participant, at=at, next_due=next_due_at)

        async def forget_when_gone() -> None:
            # A process that was killed closes its connection; nobody should wait for it.
            while (await request.receive())["type"] != "http.disconnect":
                pass
            self._moves.remote.forget(participant)

        async with create_task_group() as group:
            group.start_soon(forget_when_gone)
            now = await to_thread.run_sync(report, abandon_on_cancel=True)
            group.cancel_scope.cancel()
        return {"now": now.isoformat()}

    async def _move(self, request: Request) -> Json:
        asked = await _body(request)
        seconds = asked.get("by_seconds")
        if isinstance(seconds, int | float):
            target = self._workspace.clock.now() + timedelta(seconds=seconds)
        else:
            target = _moment(asked.get("to"))
        try:
            now = await to_thread.run_sync(self._moves.move_to, target, abandon_on_cancel=True)
        except StuckError as error:
            raise _RefusedError("clock_is_stuck", str(error)) from error
        return {"now": now.isoformat()}

    async def _list_faults(self, _: Request) -> Json:
        return {"faults": [fault_payload(fault) for fault in self._faults.list_waiting()]}

    async def _add_fault(self, request: Request) -> Json:
        try:
            fault = read_fault(await _body(request))
        except FaultError as error:
            raise _RefusedError("unknown_fault", str(error)) from error
        if fault.kind not in SOCKET_KINDS:
            self._faults.add(fault)
            self._workspace.takes_charts = not self._faults.refuses_charts
        elif fault.kind == "drop":
            await self._hub.drop()
        else:
            await self._hub.disconnect(fault.reason, leave_open=fault.leave_open)
        return {"ok": True}

    async def _clear_faults(self, _: Request) -> Json:
        self._faults.clear()
        self._workspace.takes_charts = True
        return {"ok": True}

    async def _file(self, request: Request) -> Response:
        file = self._workspace.files.find(request.path_params["file_id"])
        if file is None:
            return Response(status_code=404)
        return Response(content_of(file), media_type=file["mimetype"] or "text/plain")

    async def _act(self, request: Request) -> Json:
        return await self._people.act(request.path_params["act"], await _body(request))

    def _reader(self, request: Request) -> UserRecord:
        wanted = request.query_params.get("as")
        for user in self._workspace.users():
            if wanted in (None, user["id"]):
                return user
        raise _RefusedError("user_not_found", "There is nobody here by that id.")


class _FreshFiles(StaticFiles):
    """The page's files, asked for anew each time."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file that a browser may keep, but not use unasked."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_FRESH)
        return response


class _RefusedError(Exception):
    """A request cannot be met; the text says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _reading(
    answer: Callable[[Request], Awaitable[Json]],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await answer(request))
        except _RefusedError as error:
            refusal = {"ok": False, "error": error.code, "message": str(error)}
            return JSONResponse(refusal, status_code=400)

    return endpoint


async def _body(request: Request) -> Json:
    try:
        return mapping(json.loads(await request.body() or b"{}"))
    except ValueError as error:
        raise _RefusedError("invalid_json", "The body is not JSON.") from error


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(text(value))
    except ValueError as error:
        raise _RefusedError("invalid_time", f"{value!r} is not a moment in ISO form.") from error
    if moment.tzinfo is None:
        raise _RefusedError("invalid_time", f"{value!r} says no zone; end it in +00:00.")
    return moment
