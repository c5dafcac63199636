"""How the workspace reaches the app: there are two ways, and an app uses one of them."""

from dataclasses import dataclass
from typing import Protocol

from bot.sandbox.plain import Json

ACK_SECONDS = 3.0


class NotDeliveredError(Exception):
    """The app did not take something.

    Attributes:
        code: the word that Slack shows for it.
        retry_reason: the word that Slack gives when it delivers an event again.

    """

    def __init__(self, code: str, retry_reason: str = "http_timeout") -> None:
        super().__init__(code)
        self.code = code
        self.retry_reason = retry_reason


@dataclass(frozen=True)
class Retry:
    """An event is delivered again: for which time, and why."""

    number: int
    reason: str


class AppLink(Protocol):
    """Delivers what happened to the app, and waits for its acknowledgement."""

    @property
    def is_connected(self) -> bool:
        """Whether the app can be reached, as far as is known."""
        ...

    async def deliver(
        self,
        kind: str,
        payload: Json,
        *,
        accepts_response_payload: bool = False,
        retry: Retry | None = None,
    ) -> Json:
        """Deliver a payload, and return what the app acknowledges it with.

        Args:
            kind: slash_commands, interactive or events_api.
            payload: what happened.
            accepts_response_payload: whether the acknowledgement may say more than "taken".
            retry: set when an event is delivered again.

        Raises:
            NotDeliveredError: nobody took it in time.

        """
        ...
