"""What Slack says when it refuses: a code, or to come again later."""

import re
from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackApiError

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
"""The form of Slack's error codes; the SDK puts sentences of its own in the same place."""


_LIMITED: Final = frozenset({"ratelimited", "rate_limited"})


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
