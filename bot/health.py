"""Says over HTTP whether the bot can serve, for whatever watches the process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from anyio import move_on_after, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_PATIENCE_SECONDS: Final = 3.0


@dataclass(frozen=True)
class Check:
    """One thing the bot cannot do without, and what to say when it is missing."""

    passes: Callable[[], bool]
    complaint: str


class Health:
    """Answers `GET /healthz`: 200 when every check passes, else 503 and the first complaint."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = tuple(checks)

    @property
    def route(self) -> Route:
        """The route to serve."""
        return Route("/healthz", self._answer, methods=["GET"])

    async def _answer(self, _: Request) -> Response:
        complaint: str | None = "The checks took too long."
        with move_on_after(_PATIENCE_SECONDS):
            # In a thread: a database that does not answer must not hold up Slack's requests.
            complaint = await to_thread.run_sync(self._find_complaint, abandon_on_cancel=True)
        if complaint is None:
            return JSONResponse({"status": "ok"})
        return JSONResponse({"status": "failing", "reason": complaint}, status_code=503)

    def _find_complaint(self) -> str | None:
        return next((check.complaint for check in self._checks if not check.passes()), None)
