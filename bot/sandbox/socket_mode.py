"""Socket Mode: connections of the app, envelopes to them and their acknowledgements."""

import asyncio
import json
from secrets import choice, token_hex

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.app_link import ACK_SECONDS, NotDeliveredError, Retry
from bot.sandbox.changes import Changes
from bot.sandbox.people import APP_ID
from bot.sandbox.plain import Json, mapping, text

MOST_CONNECTIONS = 10


class SocketHub:
    """The app's live connections; runs in the server's loop."""

    def __init__(self, changes: Changes, *, ack_seconds: float = ACK_SECONDS) -> None:
        self._changes = changes
        self._ack_seconds = ack_seconds
        self._sockets: list[WebSocket] = []
        self._tickets: set[str] = set()
        self._acks: dict[str, asyncio.Future[Json]] = {}

    @property
    def is_connected(self) -> bool:
        """Whether the app has a live connection."""
        return bool(self._sockets)

    def new_ticket(self) -> str:
        """Return the secret that lets one connection in."""
        ticket = token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Keep one connection until either side ends it."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._sockets) >= MOST_CONNECTIONS:
            await self._say_goodbye(socket, "too_many_websockets")
            return
        self._sockets.append(socket)
        try:
            await socket.send_json(self._hello())
            self._changes.publish("app")
            await self._read(socket)
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(socket)

    async def deliver(
        self,
        kind: str,
        payload: Json,
        *,
        accepts_response_payload: bool = False,
        retry: Retry | None = None,
    ) -> Json:
        """Send an envelope to one connection, whichever, and return what the app acks it with.

        Raises:
            NotDeliveredError: there is no connection, or no ack in time.

        """
        envelope_id = token_hex(16)
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts_response_payload,
        }
        if kind == "events_api":
            # Socket Mode names no other reason than this.
            number, reason = (retry.number, "timeout") if retry is not None else (0, "")
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        ack: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = ack
        try:
            await self._send(envelope)
            return await asyncio.wait_for(ack, self._ack_seconds)
        except TimeoutError as error:
            raise NotDeliveredError("operation_timeout") from error
        finally:
            del self._acks[envelope_id]

    async def disconnect(self, reason: str, *, leave_open: bool = False) -> None:
        """Tell every connection to go, and close it unless it is only a warning."""
        for socket in list(self._sockets):
            if leave_open or reason == "warning":
                await socket.send_json(_goodbye(reason))
            else:
                self._forget(socket)
                await self._say_goodbye(socket, reason)

    async def drop(self) -> None:
        """Close every connection without a word."""
        for socket in list(self._sockets):
            self._forget(socket)
            await socket.close(code=1011)

    async def _send(self, envelope: Json) -> None:
        while self._sockets:
            socket = choice(self._sockets)
            try:
                await socket.send_json(envelope)
            except (WebSocketDisconnect, RuntimeError):
                # It went away while we were choosing it; another one may be there.
                self._forget(socket)
            else:
                return
        raise NotDeliveredError("dispatch_failed")

    async def _read(self, socket: WebSocket) -> None:
        while True:
            try:
                ack = mapping(json.loads(await socket.receive_text()))
            except ValueError:
                continue
            waiting = self._acks.get(text(ack.get("envelope_id")))
            if waiting is not None and not waiting.done():
                waiting.set_result(mapping(ack.get("payload")))

    async def _say_goodbye(self, socket: WebSocket, reason: str) -> None:
        await socket.send_json(_goodbye(reason))
        await socket.close()

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._changes.publish("app")

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "debug_info": {"host": "local", "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP_ID},
        }


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}
