"""The delivery key that travels in a message's metadata, so that it can be found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

_EVENT_TYPE = "mlops_delivery"


def delivery_metadata(key: str, *, parts: Sequence[str] = ()) -> dict[str, Any]:
    """Return the metadata of a message that is delivered under `key`.

    Slack has no idempotency key; metadata is what survives on the message itself. `parts` are the
    keys of what was merged into it.
    """
    payload: dict[str, Any] = {"delivery_key": key}
    if parts:
        # Slack takes a list of flat objects, and none of plain strings (docs: MessageMetadata).
        payload["parts"] = [{"delivery_key": part} for part in parts]
    return {"event_type": _EVENT_TYPE, "event_payload": payload}


def find_delivery(
    client: WebClient, *, channel: str, key: str, since: datetime, thread_ts: str | None = None
) -> str | None:
    """Return the timestamp of the message delivered under `key`, if the channel holds one.

    Args:
        client: the bot's client; needs the history scope of the channel's kind.
        channel: the id of a channel or direct message.
        key: the delivery's key.
        since: the moment from which on the message can have been posted.
        thread_ts: the thread to look in, in place of what stands in the channel itself.

    """
    cursor: str | None = None
    while True:
        bounds: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": True,
            "limit": 200,
            "cursor": cursor,
        }
        page = (
            client.conversations_history(**bounds)
            if thread_ts is None
            else client.conversations_replies(ts=thread_ts, **bounds)
        )
        for message in page["messages"]:
            payload = message.get("metadata", {}).get("event_payload", {})
            if payload.get("delivery_key") == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
