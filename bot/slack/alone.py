"""Shows something to one person where they acted, or else in direct messages, but never nowhere."""

from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPException

from slack_bolt import Respond
from slack_sdk import WebClient

from bot.logs import get_logger
from bot.slack.blocks import Block

_log = get_logger(__name__)


def show_alone(
    respond: Respond,
    client: WebClient,
    *,
    user_id: str,
    text: str,
    blocks: Sequence[Block],
    thread_ts: str | None = None,
) -> None:
    """Answer what somebody did, for them alone; what is done on Home is answered by message.

    Args:
        respond: answers by the address that came with what they did.
        client: Slack, for when that address does not work.
        user_id: who did it.
        text: what notifications say.
        blocks: what is shown.
        thread_ts: the thread in which they did it, if they did it in one.

    """
    if respond.response_url is None:  # Slack gives none for a press on Home.
        _post(client, user_id, text, blocks)
        return
    try:
        status = respond(
            text=text,
            blocks=list(blocks),
            response_type="ephemeral",
            replace_original=False,
            thread_ts=thread_ts,
        ).status_code
    except (OSError, HTTPException):
        status = None
    if status != HTTPStatus.OK:
        _log.warning("answer_not_shown", status=status)
        _post(client, user_id, text, blocks)


def _post(client: WebClient, user_id: str, text: str, shown: Sequence[Block]) -> None:
    client.chat_postMessage(
        channel=user_id, text=text, blocks=list(shown), unfurl_links=False, unfurl_media=False
    )
