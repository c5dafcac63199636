"""Lets a route end a connection without an answer, as a network does in the middle of one."""

import asyncio

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol


class HangUpProtocol(H11Protocol):
    """HTTP as ever, with the connection's end within a route's reach."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        """Remember how to end the connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "hang_up": transport.abort}


async def hang_up(request: Request) -> None:
    """End the connection; whatever the route returns after this goes nowhere."""
    request.state.hang_up()
    # The protocol hears of it in the loop's next turn, and must have before the route returns.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
