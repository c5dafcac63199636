"""Short-lived permissions: a trigger opens one modal, a response URL answers a few times.

Both run out in real time, as they do at Slack, however the workspace's clock is moved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


class TicketError(Exception):
    """A permission has run out; `code` is Slack's word for how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Trigger:
    """The right to open one modal for the person who just did something."""

    user: str
    issued_at: float
    is_used: bool = False


@dataclass
class ResponseUrl:
    """Where the answer to an interaction goes, and what it may replace."""

    user: str
    conversation: str
    message_ts: str | None
    thread_ts: str | None
    issued_at: float
    uses: int = 0


class Tickets:
    """Issues and redeems triggers and response URLs; the workspace's lock guards it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponseUrl] = {}

    def issue_trigger(self, user: str) -> str:
        """Return a new trigger id for this person."""
        trigger_id = f"{token_hex(6)}.{token_hex(6)}.{token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._monotonic())
        return trigger_id

    def exchange_trigger(self, trigger_id: str) -> str:
        """Use a trigger up and return the person it was issued for.

        Raises:
            TicketError: it is unknown, too old or already used.

        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise TicketError("invalid_trigger_id")
        if trigger.is_used:
            raise TicketError("exchanged_trigger_id")
        if self._monotonic() - trigger.issued_at > TRIGGER_SECONDS:
            raise TicketError("expired_trigger_id")
        trigger.is_used = True
        return trigger.user

    def issue_response(
        self,
        user: str,
        conversation: str,
        *,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """Return the secret part of a new response URL."""
        secret = token_hex(12)
        self._responses[secret] = ResponseUrl(
            user, conversation, message_ts, thread_ts, self._monotonic()
        )
        return secret

    def use_response(self, secret: str) -> ResponseUrl:
        """Count one use of a response URL and return what it answers.

        Raises:
            TicketError: it is unknown, too old or used up.

        """
        response = self._responses.get(secret)
        if response is None:
            raise TicketError("invalid_url")
        if self._monotonic() - response.issued_at > RESPONSE_SECONDS:
            raise TicketError("expired_url")
        if response.uses >= RESPONSE_USES:
            raise TicketError("used_url")
        response.uses += 1
        return response
