"""What a failed request to Slack means: whether anything can have been posted, and why not."""

from typing import Final

from slack_sdk.errors import SlackApiError

from bot.slack.refusals import said_code

_PASSING: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
"""Error codes after which Slack may or may not have stored the message (docs: chat.postMessage)."""


def refusal_of(error: Exception) -> str | None:
    """Return the code with which Slack itself said no, so that nothing can have been posted.

    A lost answer is none, nor is a proxy's page, nor an error in the middle of Slack's work.
    """
    if not isinstance(error, SlackApiError) or error.response.status_code >= 500:
        return None
    code = said_code(error)
    return None if code in _PASSING else code


def code_of(error: Exception) -> str:
    """Name an error: Slack's own code where there is one."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    return said_code(error) or f"http_{error.response.status_code}"
