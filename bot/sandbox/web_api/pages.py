"""Cuts long answers into pages, as Slack's cursors do."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.plain import Json
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.errors import ApiError

Item = TypeVar("Item")


def page(call: Call, found: Sequence[Item], *, default: int, most: int) -> tuple[list[Item], Json]:
    """Return the page that the call's `limit` and `cursor` ask for, and its response metadata."""
    limit = call.arguments.number("limit", default)
    if not 1 <= limit <= most:
        raise ApiError("invalid_limit")
    start = _position(call.arguments.text("cursor"))
    end = start + limit
    cursor = b64encode(f"next:{end}".encode()).decode() if end < len(found) else ""
    return list(found[start:end]), {"next_cursor": cursor}


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as error:
        raise ApiError("invalid_cursor") from error
