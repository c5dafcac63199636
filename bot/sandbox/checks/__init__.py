"""The rules a payload must keep before the local workspace takes it, stricter than Slack's own."""

from bot.sandbox.checks.messages import check_message
from bot.sandbox.checks.problem import Problem
from bot.sandbox.checks.responses import check_response
from bot.sandbox.checks.stack import check_blocks
from bot.sandbox.checks.views import check_view, check_view_errors

__all__ = [
    "Problem",
    "check_blocks",
    "check_message",
    "check_response",
    "check_view",
    "check_view_errors",
]
