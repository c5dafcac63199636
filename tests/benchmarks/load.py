"""Slack's side of a measurement: a socket through which people press, and a Web API that says yes.

It does next to nothing, so that what is measured is the bot; the local workspace checks every
payload, which takes longer than the bot's own work.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from websockets import ConnectionClosed
from websockets.asyncio.server import Server, ServerConnection, serve

AT_ONCE = 20
"""How many presses are on their way at any moment; each is followed by another once it is acked."""

Press = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Run:
    """How presses were acknowledged, and how many sheets were drawn meanwhile."""

    seconds: float
    waits: tuple[float, ...]
    drawn: int

    @property
    def rate(self) -> float:
        """Presses acknowledged per second."""
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """Return within how many milliseconds this share of presses was acknowledged."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))] * 1000


class Workspace:
    """One app's connection and its Web API, on loopback."""

    def __init__(self) -> None:
        self.drawn = 0
        self._socket: ServerConnection | None = None
        self._is_connected = asyncio.Event()
        self._acks: dict[str, asyncio.Future[float]] = {}
        self._servers: list[Server | asyncio.Server] = []
        self.api_url = ""

    async def start(self) -> None:
        """Listen on two free ports."""
        socket_server = await serve(self._serve, "127.0.0.1", 0, compression=None)
        port = socket_server.sockets[0].getsockname()[1]
        self._hello = {"ok": True, "url": f"ws://127.0.0.1:{port}/"}
        api = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.api_url = f"http://127.0.0.1:{api.sockets[0].getsockname()[1]}/api/"
        self._servers = [socket_server, api]

    async def connected(self) -> None:
        """Wait for the app."""
        await asyncio.wait_for(self._is_connected.wait(), 60)

    async def stop(self) -> None:
        """Listen no more."""
        for server in self._servers:
            server.close()

    async def load(self, press: Press, *, seconds: float) -> Run:
        """Press for some time, `AT_ONCE` at any moment; answered is what was sent in that time."""
        waits: list[float] = []
        numbers = iter(range(10**9))
        drawn, began = self.drawn, time.perf_counter()

        async def one_after_another() -> None:
            while time.perf_counter() - began < seconds:
                waits.append(await self._send(press(next(numbers))))

        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        return Run(time.perf_counter() - began, tuple(waits), self.drawn - drawn)

    async def quiet(self) -> None:
        """Wait until nothing has been drawn for half a second."""
        before = -1
        while before != self.drawn:
            before = self.drawn
            await asyncio.sleep(0.5)

    async def _send(self, payload: dict[str, Any]) -> float:
        """Send a press; return after how many seconds it was acknowledged."""
        envelope_id = uuid4().hex
        acked: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._acks[envelope_id] = acked
        envelope = {
            "envelope_id": envelope_id,
            "type": "interactive",
            "payload": payload,
            "accepts_response_payload": False,
        }
        assert self._socket is not None
        sent = time.perf_counter()
        await self._socket.send(json.dumps(envelope))
        return await asyncio.wait_for(acked, 10) - sent

    async def _serve(self, socket: ServerConnection) -> None:
        self._socket = socket
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}
        await socket.send(json.dumps(hello))
        self._is_connected.set()
        with suppress(ConnectionClosed):
            async for said in socket:
                acked = self._acks.pop(json.loads(said)["envelope_id"], None)
                if acked is not None and not acked.done():
                    acked.set_result(time.perf_counter())

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Say yes to one request of the Web API."""
        with suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = [line for line in head.split("\r\n") if line.lower().startswith("content-len")]
            await reader.readexactly(int(length[0].rpartition(":")[2]) if length else 0)
            method = head.split()[1].rpartition("/")[2]
            self.drawn += method == "chat.update"
            said = self._hello if method == "apps.connections.open" else _YES
            body = json.dumps(said).encode()
            writer.write(_HEAD % len(body) + body)
            await writer.drain()
            writer.close()


_YES = {"ok": True, "ts": "1.1", "channel": "D1", "user_id": "UBOT", "bot_id": "B1", "messages": []}
_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n"
)
