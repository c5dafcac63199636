"""Uploads pictures to Slack without sharing them anywhere: whoever sees a message sees its own."""

from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.logs import get_logger
from bot.slack.refusals import asked_to_wait, said_code

_log = get_logger(__name__)

_TROUBLE: Final = (SlackClientError, OSError, HTTPException, UnicodeDecodeError)

LONGEST_ALT_TEXT: Final = 1_000
"""Slack refuses a longer one of a file (docs: files.getUploadURLExternal, 2026-11)."""


def upload_picture(
    client: WebClient, *, name: str, title: str, alt_text: str, content: bytes
) -> str | None:
    """Return the id of a new file that holds a picture, or None where Slack did not take it.

    Raises:
        SlackApiError: Slack asks to come again later.

    """
    try:
        uploaded = client.files_upload_v2(
            filename=name, title=title, content=content, alt_txt=alt_text[:LONGEST_ALT_TEXT]
        )
    except _TROUBLE as error:
        if asked_to_wait(error) is not None:
            raise
        if isinstance(error, HTTPError):
            error.close()
        _log.warning("picture_not_uploaded", reason=_reason(error))
        return None
    return str(uploaded["files"][0]["id"])


def _reason(error: Exception) -> str:
    code = said_code(error) if isinstance(error, SlackApiError) else None
    return code or type(error).__name__
