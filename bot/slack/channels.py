"""What a channel is to the bot: whether it is in it, and who else reads it."""

from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

_SHARED: Final = ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")


def is_confidential(client: WebClient, channel_id: str) -> bool:
    """Whether the bot can post in a channel that nobody but its members reads."""
    try:
        channel = client.conversations_info(channel=channel_id)["channel"]
    except SlackApiError as error:
        if error.response["error"] == "channel_not_found":
            return False
        raise
    is_open = not channel.get("is_private") or any(channel.get(mark) for mark in _SHARED)
    return bool(channel.get("is_member")) and not channel.get("is_archived") and not is_open
