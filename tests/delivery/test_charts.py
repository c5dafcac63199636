"""A workspace that does not take a chart gets the message without it."""

from typing import Any

import pytest

from bot.delivery.domain import Message
from bot.sandbox.server import SandboxServer
from tests.delivery.slack_side import (
    GENERAL,
    MONDAY,
    Process,
)


def a_chart(name: str) -> dict[str, Any]:
    weeks = ["5 Jan", "12 Jan"]
    points = [{"label": week, "value": 3} for week in weeks]
    return {
        "type": "data_visualization",
        "title": name,
        "chart": {
            "type": "line",
            "series": [{"name": "Process", "data": points}],
            "axis_config": {"categories": weeks},
        },
    }


WORDS = {"type": "section", "text": {"type": "mrkdwn", "text": "Process stands at 3.0."}}


@pytest.mark.parametrize(("charts", "stands"), [(2, 2), (3, 0)])
def test_charts_that_are_refused_are_left_out(
    process: Process, server: SandboxServer, charts: int, stands: int
) -> None:
    blocks = (WORDS, *(a_chart(f"Chart {number}") for number in range(charts)))
    process.deliveries.owe("digest:1", to=GENERAL, at=MONDAY, message=Message("Words", blocks))

    process.deliver()

    with server.workspace.lock:
        (message,) = server.workspace.messages.visible(GENERAL)
    kinds = [block["type"] for block in message["blocks"]]
    assert kinds == ["section", *["data_visualization"] * stands]
