"""What Slack knows of a channel: whether the bot sees it, who reads it, and who is in it."""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

Channel = Mapping[str, Any]

_READ_BY_OTHERS: Final = ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
_PAGE: Final = 1000

MOST_CHECKED: Final = 1000
"""In a channel with more people than this nobody is said to be missing from it."""


def find_channel(client: WebClient, channel_id: str) -> Channel | None:
    """Return the channel as Slack tells it, or None where the bot may not even know of it."""
    try:
        channel: Channel = client.conversations_info(channel=channel_id)["channel"]
    except SlackApiError as error:
        if error.response["error"] == "channel_not_found":
            return None
        raise
    return channel


def is_for_members_only(channel: Channel) -> bool:
    """Return whether a private channel's members, all of this workspace, are its only readers."""
    is_read_by_others = any(channel.get(sign) for sign in _READ_BY_OTHERS)
    return bool(channel.get("is_private")) and not is_read_by_others


def is_confidential(client: WebClient, channel_id: str) -> bool:
    """Ask Slack whether what is posted in a channel now stays among its members.

    False too where nothing can be posted: the channel is gone or archived, or the bot isn't in it.

    Raises:
        SlackApiError: Slack didn't say; then nothing is known, so post nothing.

    """
    channel = find_channel(client, channel_id)
    return (
        channel is not None
        and bool(channel.get("is_member"))
        and not channel.get("is_archived")
        and is_for_members_only(channel)
    )


def list_readers(client: WebClient, channel_id: str) -> tuple[str, ...] | None:
    """Return who reads what is posted in a channel, or None where that is not its members alone.

    Where there are more members than one page holds, nobody is named, as if nobody read it.

    Raises:
        SlackApiError: Slack didn't say; then nothing is known, so post nothing.

    """
    if not is_confidential(client, channel_id):
        return None
    return list_members(client, channel_id, most=_PAGE) or ()


def list_members(client: WebClient, channel_id: str, *, most: int) -> tuple[str, ...] | None:
    """Return the ids of a channel's members, or None where there are more than `most`."""
    members: list[str] = []
    cursor: str | None = None
    while len(members) <= most:
        page = client.conversations_members(
            channel=channel_id, limit=min(_PAGE, most + 1), cursor=cursor
        )
        members += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return tuple(members) if len(members) <= most else None
