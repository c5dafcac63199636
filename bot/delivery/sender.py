"""Sends what is owed: the only code that posts something unasked."""

import re
import secrets
from datetime import timedelta
from functools import partial
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.domain import Delivery, DeliveryState, Pace
from bot.delivery.service import DeliveryService
from bot.logs import get_logger
from bot.scheduler import run_each
from bot.slack.metadata import delivery_metadata, find_delivery

_log = get_logger(__name__)

JOB_ID: Final = "delivery.deliver"

_TROUBLE: Final = (SlackApiError, OSError, HTTPException, UnicodeDecodeError)
"""What comes of a request that failed; anything else is a fault of ours."""

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
"""The form of Slack's error codes; the SDK puts sentences of its own in the same place."""

_PASSING: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
"""Error codes after which Slack may or may not have stored the message (docs: chat.postMessage)."""

_ADDRESSEE_GONE: Final = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "user_disabled",
        "user_not_found",
    }
)
"""Error codes that say there is nobody to write to."""

_UNFIT: Final = frozenset(
    {
        "block_mismatch",
        "cant_update_message",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "message_not_found",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
"""Error codes about the message itself, which no later attempt would change.

Both lists: docs, chat.postMessage, chat.update and conversations.open, 2026-11. Every other code is
about the installation or the workspace, and somebody can mend that; a code that we do not know is
taken for one of those, since giving up cannot be taken back.
"""

_HISTORY_MARGIN = timedelta(seconds=90)
"""How much earlier than our own clock says the look-up begins: clocks differ."""


class Sender:
    """Sends due deliveries one after another; a process has one."""

    def __init__(self, deliveries: DeliveryService, client: WebClient, clock: Clock) -> None:
        self._deliveries = deliveries
        self._client = client
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._pace = Pace()

    def deliver_due(self) -> int:
        """Send all that is due now; return how many deliveries were dealt with.

        One that meets with a fault of ours stays claimed until its lease ends.
        """
        batch = self._deliveries.claim_due(owner=self._owner, now=self._clock.now())
        return run_each(JOB_ID, [partial(self._deliver, delivery) for delivery in batch])

    def _deliver(self, delivery: Delivery) -> int:
        if not (delivery.is_in_doubt and self._is_looked_up(delivery)):
            try:
                self._send(delivery)
            except _TROUBLE as error:
                self._sending_failed(delivery, error)
        return 1

    def _is_looked_up(self, delivery: Delivery) -> bool:
        """Look for what may have been posted; say whether that is all there is to do for now."""
        try:
            posted = self._find_posted(delivery)
        except _TROUBLE as error:
            self._look_up_failed(delivery, error)
            return True
        if posted is not None:
            self._settle(delivery, *posted)
        return posted is not None

    def _send(self, delivery: Delivery) -> None:
        now = self._clock.now()
        if delivery.has_expired(now):
            self._give_up(delivery, reason="its time had passed", state=DeliveryState.SKIPPED)
            return
        target = self._target(delivery)
        if delivery.rewrites is not None and target is None:
            self._give_up(
                delivery, reason="the message was never sent", state=DeliveryState.SKIPPED
            )
            return
        free_at = self._pace.find_free_at(delivery.address, now=now)
        if target is None and free_at > now:
            self._deliveries.put_back(delivery, owner=self._owner, now=now, until=free_at)
            return
        if not self._deliveries.start_sending(delivery, owner=self._owner, now=now):
            _log.warning("delivery_lease_lost", key=delivery.key)
            return
        self._settle(delivery, *self._request(delivery, target))

    def _request(self, delivery: Delivery, target: tuple[str, str] | None) -> tuple[str, str]:
        content: dict[str, Any] = {
            "text": delivery.message.text,
            "blocks": list(delivery.message.blocks),
        }
        if target is not None:
            channel, ts = target
            metadata = delivery_metadata(delivery.rewrites or delivery.key)
            self._client.chat_update(channel=channel, ts=ts, metadata=metadata, **content)
            return target
        self._pace.note_post(delivery.address, now=self._clock.now())
        response = self._client.chat_postMessage(
            channel=delivery.address,
            metadata=delivery_metadata(delivery.key),
            unfurl_links=False,
            unfurl_media=False,
            **content,
        )
        return str(response["channel"]), str(response["ts"])

    def _target(self, delivery: Delivery) -> tuple[str, str] | None:
        """Return channel and timestamp of the message that this one rewrites."""
        if delivery.rewrites is None:
            return None
        original = self._deliveries.find(delivery.rewrites)
        if original is None or original.channel is None or original.ts is None:
            return None
        return original.channel, original.ts

    def _find_posted(self, delivery: Delivery) -> tuple[str, str] | None:
        """Look for a message that may have been posted before a crash or a lost answer."""
        channel = delivery.address
        if channel.startswith(("U", "W")):
            opened = self._client.conversations_open(users=channel)
            channel = str(opened["channel"]["id"])
        since = (delivery.started_at or delivery.due_at) - _HISTORY_MARGIN
        ts = find_delivery(self._client, channel=channel, key=delivery.key, since=since)
        return None if ts is None else (channel, ts)

    def _look_up_failed(self, delivery: Delivery, error: Exception) -> None:
        """Not knowing is no reason to post: it stays in doubt until a look-up succeeds."""
        now = self._clock.now()
        refusal = _refusal(error)
        if (pause := _asked_to_wait(error)) is not None:
            self._deliveries.wait(delivery, owner=self._owner, now=now, until=now + pause)
        elif refusal in _ADDRESSEE_GONE:
            self._give_up(delivery, reason=_code(error))
        else:
            reason = f"in doubt, look-up failed: {_code(error)}"
            self._retry(delivery, reason=reason)
            if refusal is None:
                _log.warning("delivery_unanswered", key=delivery.key, reason=reason)
            else:
                _log.error("delivery_refused", key=delivery.key, reason=reason)

    def _sending_failed(self, delivery: Delivery, error: Exception) -> None:
        now = self._clock.now()
        refusal = _refusal(error)
        if (pause := _asked_to_wait(error)) is not None:
            self._deliveries.put_back(delivery, owner=self._owner, now=now, until=now + pause)
            _log.info("delivery_rate_limited", key=delivery.key, seconds=pause.total_seconds())
        elif refusal is None:
            # The request may have arrived: the row stays in doubt and is looked for first.
            self._retry(delivery, reason=_code(error))
            _log.warning("delivery_unanswered", key=delivery.key, reason=_code(error))
        elif refusal in _ADDRESSEE_GONE | _UNFIT:
            self._give_up(delivery, reason=refusal)
        else:
            self._retry(delivery, reason=refusal, was_refused=True)
            _log.error("delivery_refused", key=delivery.key, reason=refusal)

    def _settle(self, delivery: Delivery, channel: str, ts: str) -> None:
        now = self._clock.now()
        self._deliveries.settle_sent(delivery, owner=self._owner, now=now, channel=channel, ts=ts)

    def _retry(self, delivery: Delivery, *, reason: str, was_refused: bool = False) -> None:
        self._deliveries.retry_later(
            delivery,
            owner=self._owner,
            now=self._clock.now(),
            reason=reason,
            was_refused=was_refused,
        )

    def _give_up(
        self, delivery: Delivery, *, reason: str, state: DeliveryState = DeliveryState.FAILED
    ) -> None:
        now = self._clock.now()
        self._deliveries.give_up(delivery, owner=self._owner, now=now, reason=reason, state=state)
        _log.warning("delivery_given_up", key=delivery.key, reason=reason)


def _refusal(error: Exception) -> str | None:
    """Return the code with which Slack itself said no, so that nothing can have been posted.

    A lost answer is none, nor is a proxy's page, nor an error in the middle of Slack's work.
    """
    if not isinstance(error, SlackApiError) or error.response.status_code >= 500:
        return None
    code = _said_code(error)
    return None if code in _PASSING else code


def _said_code(error: SlackApiError) -> str | None:
    """Return the code in an answer that has the form of Slack's."""
    data = error.response.data
    code = data.get("error") if isinstance(data, dict) and data.get("ok") is False else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _code(error: Exception) -> str:
    """Name an error: Slack's own code where there is one."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    return _said_code(error) or f"http_{error.response.status_code}"


def _asked_to_wait(error: Exception) -> timedelta | None:
    """Return how long Slack asks to wait, where that is what it says."""
    if not isinstance(error, SlackApiError):
        return None
    if error.response.status_code != 429 and _code(error) not in {"ratelimited", "rate_limited"}:
        return None
    seconds = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds) if seconds.isdecimal() else 30)
