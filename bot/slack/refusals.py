"""What Slack says when it refuses: a code, or to come again later."""

import re
from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackApiError

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
"""The form of Slack's error codes; the SDK puts sentences of its own in the same place."""


_LIMITED: Final = frozenset({"ratelimited", "rate_limited"})

_REFUSED: Final = frozenset({"invalid_blocks", "invalid_blocks_format"})


def said_code(error: SlackApiError) -> str | None:
    """Return the code in an answer that has the form of Slack's."""
    data = error.response.data
    code = data.get("error") if isinstance(data, dict) and data.get("ok") is False else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def asked_to_wait(error: Exception) -> timedelta | None:
    """Return how long Slack asks to wait, where that is what it says."""
    if not isinstance(error, SlackApiError):
        return None
    is_asked = error.response.status_code == 429 or said_code(error) in _LIMITED
    if not is_asked:
        return None
    seconds = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds) if seconds.isdecimal() else 30)


def is_refused_for_blocks(error: SlackApiError) -> bool:
    """Whether Slack does not take a message's blocks."""
    return said_code(error) in _REFUSED


def is_refused_for_file(error: SlackApiError) -> bool:
    """Whether Slack knows no such picture, or is still working on it.

    It says both in the same words (python-slack-sdk#1658, 2025-02): "invalid slack file".
    """
    data = error.response.data
    about = data.get("response_metadata") if isinstance(data, dict) else None
    said = about.get("messages") if isinstance(about, dict) else None
    is_said = any("slack_file" in str(m) for m in said) if isinstance(said, list) else False
    return is_refused_for_blocks(error) and is_said
