"""What fails is tried until its deadline, and no fault of one delivery stops another."""

from datetime import datetime, timedelta
from functools import partial

from bot.clock import MovableClock
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    MONDAY,
    MeddlingClient,
)

CLOSES = MONDAY + timedelta(days=7)


def fail_before(moment: datetime, *, clock: MovableClock) -> None:
    if clock.now() < moment:
        raise ConnectionResetError


def cut_off(server: SandboxServer, clock: MovableClock, *, lasts: timedelta) -> MeddlingClient:
    """Return a client that does not reach Slack for a while."""
    return MeddlingClient(server, before=partial(fail_before, MONDAY + lasts, clock=clock))
