"""Builds the Bolt app, and turns every error into a sentence for the person, once."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.errors import OurFaultError, UserFacingError
from bot.logs import get_logger, new_reference
from bot.slack import blocks

_log = get_logger(__name__)

THREADS: Final = 64
"""Bolt's default of five is used up by five slow listeners; then nothing is acknowledged."""

_UNKNOWN = (
    "This button or form belongs to another version of the bot, so nothing happened. "
    "Type `/mlops help` for what works now."
)
_FAULT = (
    "That didn't work, through a fault on our side. Try again; if it happens twice, give whoever "
    "runs this bot the reference."
)


def build_app(client: WebClient) -> App:
    """Return a Bolt app without listeners; each feature registers its own.

    Listeners acknowledge for themselves: what stores an answer commits first.
    """
    logging.getLogger("slack_bolt.App").addFilter(_is_news)
    app = App(
        client=client,
        listener_executor=ThreadPoolExecutor(THREADS, thread_name_prefix="listener"),
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,  # bot/slack/http.py does, before it parses.
        token_verification_enabled=False,
    )
    app.error(_explain)
    app.use(_bind_log)
    return app


def finish_listening(app: App) -> None:
    """Wait for the listeners that have acknowledged and are still at work; take no more."""
    app.listener_runner.listener_executor.shutdown(wait=True)


def _is_news(record: logging.LogRecord) -> bool:
    """Drop Bolt's warning that it found our token in the environment and does not need it."""
    return "`token` will be unused" not in record.getMessage()


def _bind_log(body: dict[str, Any], next: Any) -> None:  # noqa: A002 - Bolt's name
    """Bind what kind of request this is to every log line; never who sent it."""
    with structlog.contextvars.bound_contextvars(request=body.get("type") or body.get("command")):
        next()


def _explain(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
    text = _words_for(error)
    if body.get("type") == "view_submission":
        shown = blocks.modal("Not done", [blocks.section(text)])
        return BoltResponse(status=200, body={"response_action": "update", "view": shown})
    _tell(text, body, client)
    return BoltResponse(status=200, body="")


def _words_for(error: Exception) -> str:
    if isinstance(error, UserFacingError) and not isinstance(error, OurFaultError):
        return str(error)
    if isinstance(error, BoltUnhandledRequestError):
        _log.warning("request_unknown")
        return _UNKNOWN
    reference = new_reference()
    _log.error("request_failed", ref=reference, exc_info=error)
    words = str(error) if isinstance(error, OurFaultError) else _FAULT
    return f"{words} (ref {reference})"


def _tell(text: str, body: dict[str, Any], client: WebClient) -> None:
    """Show a text to the person who acted, and to nobody else."""
    shown = [blocks.section(text)]
    if (url := body.get("response_url")) is not None:
        WebhookClient(url, timeout=5).send(
            text=text, blocks=shown, response_type="ephemeral", replace_original=False
        )
    elif (user_id := (body.get("user") or {}).get("id")) is not None:
        client.chat_postMessage(channel=user_id, text=text, blocks=shown)
