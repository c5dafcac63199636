"""Posts what somebody waits for, and waits for Slack where it asks for a moment's patience."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import Block
from bot.slack.metadata import delivery_metadata
from bot.slack.refusals import asked_to_wait

_LONGEST_WAIT: Final = timedelta(seconds=10)
"""Whoever has asked something looks at the place for so long."""


@dataclass(frozen=True)
class Posted:
    """Where a message stands now."""

    channel: str
    ts: str


def post(
    client: WebClient,
    *,
    channel: str,
    text: str,
    blocks: Sequence[Block],
    thread_ts: str | None = None,
    key: str | None = None,
) -> Posted:
    """Post a message; where Slack takes too many just then, once more when it says.

    Args:
        client: Slack.
        channel: where.
        text: what notifications say.
        blocks: what is shown.
        thread_ts: the thread, if it is to stand in one.
        key: by which `find_delivery` finds it, should Slack's answer be lost.

    Raises:
        SlackApiError: Slack does not take it, or wants more patience than a person has.
        OSError: Slack was not reached, or its answer was lost.

    """

    def send() -> Posted:
        posted = client.chat_postMessage(
            channel=channel,
            thread_ts=thread_ts,
            text=text,
            blocks=list(blocks),
            metadata=None if key is None else delivery_metadata(key),
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(str(posted["channel"]), str(posted["ts"]))

    try:
        return send()
    except SlackApiError as error:
        wait = asked_to_wait(error)
        if wait is None or wait > _LONGEST_WAIT:
            raise
    time.sleep(wait.total_seconds())
    return send()
