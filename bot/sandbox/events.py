"""The Events API: tells the app what happened, as far as its manifest asks to be told."""

import asyncio
from collections.abc import Coroutine
from secrets import token_hex

from bot.sandbox.app_link import AppLink, NotDeliveredError, Retry
from bot.sandbox.faults import Faults
from bot.sandbox.message_log import message_payload
from bot.sandbox.people import APP_ID, BOT_USER_ID, OTHER_TEAM_ID, TEAM_ID
from bot.sandbox.plain import Json, text
from bot.sandbox.records import ConversationRecord, MessageRecord
from bot.sandbox.workspace import Workspace

RETRY_SECONDS = 1.0
"""Slack retries at once, after a minute and after five; nobody waits that long at a desk."""
RETRIES = 3

_CHANNEL_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im"}
_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
"""Without its scope Slack leaves an event out (docs: each event's page, 2026-11)."""
_MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class EventsApi:
    """Delivers events until the app acknowledges them; runs in the server's loop."""

    def __init__(self, workspace: Workspace, link: AppLink, faults: Faults) -> None:
        self._workspace = workspace
        self._link = link
        self._faults = faults
        self._under_way: set[asyncio.Task[None]] = set()

    async def tell(self, event: Json) -> None:
        """Deliver an event and wait for its first acknowledgement; retries go on after that."""
        if not self._is_subscribed(event):
            return
        delay = self._faults.take_for_event("delay_events")
        if delay is not None:
            await asyncio.sleep(delay.seconds)
        payload = self._payload(event)
        reason = await self._attempt(payload)
        if reason is not None:
            self._later(self._retry(payload, reason))
        elif self._faults.take_for_event("repeat_events") is not None:
            await self._attempt(payload, Retry(1, "http_timeout"))

    def announce(self, event: Json) -> None:
        """Deliver an event without waiting; for what the app itself has caused."""
        if self._is_subscribed(event):
            self._later(self.tell(event))

    def cancel(self) -> None:
        """Give up whatever is still being delivered."""
        for task in self._under_way:
            task.cancel()

    async def _retry(self, payload: Json, reason: str) -> None:
        for number in range(1, RETRIES + 1):
            await asyncio.sleep(RETRY_SECONDS)
            next_reason = await self._attempt(payload, Retry(number, reason))
            if next_reason is None:
                return
            reason = next_reason

    async def _attempt(self, payload: Json, retry: Retry | None = None) -> str | None:
        """Deliver once, and return why it has to be done again."""
        try:
            await self._link.deliver("events_api", payload, retry=retry)
        except NotDeliveredError as error:
            return error.retry_reason
        return None

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _is_subscribed(self, event: Json) -> bool:
        name = text(event.get("type"))
        if name == "message":
            name = _MESSAGE_EVENTS[text(event.get("channel_type"))]
        manifest = self._workspace.manifest
        return name in manifest.events and _SCOPES.get(name, "") in {"", *manifest.scopes}

    def _origin(self, event: Json) -> Json:
        """Of what somebody of another workspace says, Slack tells of which one they are."""
        user = self._workspace.find_user(text(event.get("user")))
        if user is None or not user.get("is_from_elsewhere"):
            return {}
        return {"user_team": OTHER_TEAM_ID, "source_team": OTHER_TEAM_ID}

    def _payload(self, event: Json) -> Json:
        ts = self._workspace.next_ts()
        return {
            "token": "local",
            "team_id": TEAM_ID,
            "context_team_id": TEAM_ID,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": {"event_ts": ts, **self._origin(event), **event},
            "type": "event_callback",
            "event_id": f"Ev{token_hex(5).upper()}",
            "event_time": int(float(ts)),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM_ID,
                    "user_id": BOT_USER_ID,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{token_hex(8)}",
        }


def message_event(conversation: ConversationRecord, message: MessageRecord) -> Json:
    """Return the event of a new message."""
    return {
        **message_payload(message, include_metadata=True),
        "channel": conversation["id"],
        "channel_type": _CHANNEL_TYPES[conversation["kind"]],
        "event_ts": message["ts"],
    }


def membership_event(conversation: ConversationRecord, user: str, *, joined: bool) -> Json:
    """Return the event of somebody joining or leaving; the app leaving has an event of its own."""
    channel_type = _CHANNEL_TYPES[conversation["kind"]]
    if user == BOT_USER_ID and not joined:
        return {"type": f"{channel_type}_left", "channel": conversation["id"], "actor_id": user}
    return {
        "type": "member_joined_channel" if joined else "member_left_channel",
        "user": user,
        "channel": conversation["id"],
        "channel_type": "C" if channel_type == "channel" else "G",
        "team": TEAM_ID,
    }


def archive_event(conversation: ConversationRecord, user: str) -> Json:
    """Return the event of a channel having been archived, or brought back."""
    channel_type = _CHANNEL_TYPES[conversation["kind"]]
    change = "archive" if conversation["is_archived"] else "unarchive"
    return {"type": f"{channel_type}_{change}", "channel": conversation["id"], "user": user}


def sharing_event(conversation: ConversationRecord) -> Json:
    """Return the event of a channel being shared with another workspace, or no longer."""
    if conversation["is_ext_shared"]:
        return {
            "type": "channel_shared",
            "channel": conversation["id"],
            "connected_team_id": OTHER_TEAM_ID,
        }
    return {
        "type": "channel_unshared",
        "channel": conversation["id"],
        "previously_connected_team_id": OTHER_TEAM_ID,
        "is_ext_shared": False,
    }
