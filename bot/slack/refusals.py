"""What Slack says when it refuses: a code, or to come again later."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.logs import get_logger

_log = get_logger(__name__)

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
"""The form of Slack's error codes; the SDK puts sentences of its own in the same place."""


_LIMITED: Final = frozenset({"ratelimited", "rate_limited"})

_CHART: Final = "data_visualization"
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


def send_without_refused_charts(
    call: Callable[..., SlackResponse], *, blocks: Sequence[Mapping[str, Any]], **others: Any
) -> SlackResponse:
    """Send a message, and again without its charts where the workspace does not take them.

    The block is new, and not every workspace has it; a message says in words what its chart shows.
    """
    try:
        return call(blocks=list(blocks), **others)
    except SlackApiError as error:
        plain = [block for block in blocks if block.get("type") != _CHART]
        if said_code(error) not in _REFUSED or len(plain) == len(blocks):
            raise
        _log.info("chart_refused")
        return call(blocks=plain, **others)
