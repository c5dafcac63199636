"""Sends what is owed: the only code that posts something unasked."""

import secrets
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.delivery.domain import CHANNEL_INTERVAL, Delivery, DeliveryState
from bot.delivery.service import DeliveryService
from bot.logs import get_logger
from bot.slack.metadata import delivery_metadata, find_delivery

_log = get_logger(__name__)

_PASSING: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
"""Error codes after which Slack may or may not have stored the message (docs: chat.postMessage)."""

_MENDABLE: Final = frozenset(
    {"account_inactive", "invalid_auth", "missing_scope", "not_authed", "token_revoked"}
)
"""Error codes about the installation, not the message: its operator can mend them."""

_MENDING: Final = timedelta(minutes=10)

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

_HISTORY_MARGIN = timedelta(seconds=90)
"""How much earlier than our own clock says the look-up begins: clocks differ."""


class Sender:
    """Sends due deliveries one after another; a process has one."""

    def __init__(self, deliveries: DeliveryService, client: WebClient, clock: Clock) -> None:
        self._deliveries = deliveries
        self._client = client
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._last_posted: dict[str, datetime] = {}

    def deliver_due(self) -> int:
        """Send all that is due now; return how many deliveries were taken up."""
        batch = self._deliveries.claim_due(owner=self._owner, now=self._clock.now())
        for delivery in batch:
            self._deliver(delivery)
        return len(batch)

    def _deliver(self, delivery: Delivery) -> None:
        if delivery.is_in_doubt:
            try:
                posted = self._find_posted(delivery)
            except (SlackApiError, OSError, HTTPException) as error:
                self._look_up_failed(delivery, error)
                return
            if posted is not None:
                self._settle(delivery, *posted)
                return
        try:
            self._send(delivery)
        except SlackApiError as error:
            self._refused(delivery, error)
        except (OSError, HTTPException) as error:
            # The request may have arrived: the row stays in doubt and is looked for first.
            self._retry(delivery, reason=_code(error))

    def _send(self, delivery: Delivery) -> None:
        now = self._clock.now()
        target = self._target(delivery)
        if delivery.rewrites is not None and target is None:
            self._give_up(
                delivery, reason="the message was never sent", state=DeliveryState.SKIPPED
            )
            return
        if target is None and (free_at := self._free_at(delivery.address)) > now:
            self._deliveries.put_back(delivery, owner=self._owner, now=now, until=free_at)
            return
        if not self._deliveries.start_sending(delivery, owner=self._owner, now=now):
            _log.warning("delivery_lease_lost", key=delivery.key)
            return
        self._settle(delivery, *self._request(delivery, target))

    def _free_at(self, address: str) -> datetime:
        """Return when the next message may be posted to an address."""
        last_posted = self._last_posted.get(address)
        return _LONG_AGO if last_posted is None else last_posted + CHANNEL_INTERVAL

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
        self._last_posted[delivery.address] = self._clock.now()
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
        if (pause := _asked_to_wait(error)) is not None:
            self._deliveries.wait(delivery, owner=self._owner, now=now, until=now + pause)
        else:
            self._retry(delivery, reason=f"in doubt, look-up failed: {_code(error)}")

    def _refused(self, delivery: Delivery, error: SlackApiError) -> None:
        now = self._clock.now()
        if (pause := _asked_to_wait(error)) is not None:
            self._deliveries.put_back(delivery, owner=self._owner, now=now, until=now + pause)
            _log.info("delivery_rate_limited", key=delivery.key, seconds=pause.total_seconds())
        elif error.response.status_code >= 500 or _code(error) in _PASSING:
            self._retry(delivery, reason=_code(error))
        elif _code(error) in _MENDABLE:
            # Nothing was posted, and somebody can put it right before the message is too old.
            self._deliveries.put_back(delivery, owner=self._owner, now=now, until=now + _MENDING)
            _log.error("delivery_not_allowed", key=delivery.key, reason=_code(error))
        else:
            self._give_up(delivery, reason=_code(error))

    def _settle(self, delivery: Delivery, channel: str, ts: str) -> None:
        now = self._clock.now()
        self._deliveries.settle_sent(delivery, owner=self._owner, now=now, channel=channel, ts=ts)

    def _retry(self, delivery: Delivery, *, reason: str) -> None:
        now = self._clock.now()
        self._deliveries.retry_later(delivery, owner=self._owner, now=now, reason=reason)
        _log.warning("delivery_unanswered", key=delivery.key, reason=reason)

    def _give_up(
        self, delivery: Delivery, *, reason: str, state: DeliveryState = DeliveryState.FAILED
    ) -> None:
        now = self._clock.now()
        self._deliveries.give_up(delivery, owner=self._owner, now=now, reason=reason, state=state)
        _log.warning("delivery_given_up", key=delivery.key, reason=reason)


def _code(error: Exception) -> str:
    """Name an error: Slack's own code where there is one."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = error.response.data
    code = data.get("error") if isinstance(data, dict) else None
    return str(code or f"http_{error.response.status_code}")


def _asked_to_wait(error: Exception) -> timedelta | None:
    """Return how long Slack asks to wait, where that is what it says."""
    if not isinstance(error, SlackApiError):
        return None
    if error.response.status_code != 429 and _code(error) not in {"ratelimited", "rate_limited"}:
        return None
    seconds = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds) if seconds.isdecimal() else 30)
