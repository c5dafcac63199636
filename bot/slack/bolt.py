"""Builds the Bolt app, and turns every error into a sentence for the person, once."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from pydantic import SecretStr
from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.errors import OurFaultError, UserFacingError
from bot.logs import get_logger, new_reference
from bot.slack import blocks
from bot.slack.addressed import find_addressed

_log = get_logger(__name__)

Result = TypeVar("Result")

THREADS: Final = 64
"""Bolt's default of five is used up by five slow listeners; then nothing is acknowledged."""

_REQUEST_SECONDS: Final = 10

_SEARCH_SECONDS: Final = 1.0
"""Bolt raises one error for "nobody listens" and for "nobody acknowledged within three seconds".
It finds out the first in milliseconds, so what took longer than this was the second."""

_UNKNOWN = (
    "This button or form belongs to another version of the bot, so nothing happened. "
    "Type `/mlops help` for what works now."
)
_FAULT = (
    "That didn't work, through a fault on our side. Try again; if it happens twice, give whoever "
    "runs this bot the reference."
)
_LATE = (
    "That took longer than Slack waits, so it may have been stored. Look again in a moment, and "
    "press again only if it isn't there."
)


def build_client(token: SecretStr, api_url: str) -> WebClient:
    """Return a client that never repeats a request by itself.

    The SDK's default sends again after a lost connection, also what Slack has stored already: a
    message would stand there twice. What must arrive is a delivery, which looks before it repeats.
    """
    return WebClient(
        token=token.get_secret_value(),
        base_url=api_url,
        timeout=_REQUEST_SECONDS,
        retry_handlers=[],
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
    app.use(_note_arrival)
    return app


def finish_listening(app: App) -> None:
    """Wait for the listeners that have acknowledged and are still at work; take no more."""
    app.listener_runner.listener_executor.shutdown(wait=True)


def _is_news(record: logging.LogRecord) -> bool:
    """Drop Bolt's warning that it found our token in the environment and does not need it."""
    return "`token` will be unused" not in record.getMessage()


class _KeptAck(Ack):
    """An acknowledgement that stays given.

    Bolt takes it back when a listener fails right after giving it, before Bolt has looked: the
    person would then be told that nothing answered in time.
    """

    @property
    def response(self) -> BoltResponse | None:
        """What was acknowledged, if anything."""
        return self._given

    @response.setter
    def response(self, given: BoltResponse | None) -> None:
        self._given = given or getattr(self, "_given", None)


def _note_arrival(context: BoltContext, next: Any) -> None:  # noqa: A002 - Bolt's name
    """Note when a request arrived, and see to it that its acknowledgement stays."""
    context["arrived"] = time.monotonic()
    context["ack"] = _KeptAck()  # type: ignore[no-untyped-call] # Bolt's own is untyped
    next()


def _explain(
    error: Exception,
    body: dict[str, Any],
    client: WebClient,
    response: BoltResponse | None,
    ack: Ack,
) -> BoltResponse | None:
    """Tell the person what went wrong, where they look: on their form, else in words to them."""
    text = put_into_words(error)
    is_form = body.get("type") == "view_submission"
    if response is not None:  # Else it was acknowledged before it failed.
        answer = _answer_form(error, text, body["view"]) if is_form else BoltResponse(status=200)
        response.status, response.headers, response.body = 200, answer.headers, answer.body
        # Slack waits three seconds, of which a busy database has had two: telling comes after.
        ack.response = response
    if not is_form or response is None or _is_late(error):
        _tell(text, body, client)
    return response


def try_out(call: Callable[[], Result]) -> Result | str:
    """Return what a call returns, or what a person is told of its fault, so the rest can go on."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - for parts of a page, what `_explain` is for acts
        return put_into_words(error)


def put_into_words(error: Exception) -> str:
    """Return what a person is told of an error; what they could not foresee is logged."""
    if isinstance(error, UserFacingError) and not isinstance(error, OurFaultError):
        return str(error)
    if isinstance(error, BoltUnhandledRequestError) and not _is_late(error):
        _log.warning("request_unknown")
        return _UNKNOWN
    reference = new_reference()
    _log.error("request_failed", ref=reference, exc_info=error)
    return f"{_words_for_fault(error)} (ref {reference})"


def _words_for_fault(error: Exception) -> str:
    if _is_late(error):
        return _LATE
    return str(error) if isinstance(error, OurFaultError) else _FAULT


def _is_late(error: Exception) -> bool:
    """Return whether somebody listens, and did not acknowledge in time."""
    if not isinstance(error, BoltUnhandledRequestError):
        return False
    arrived = error.request.context.get("arrived", time.monotonic())
    return bool(time.monotonic() - arrived > _SEARCH_SECONDS)


def _answer_form(error: Exception, text: str, view: dict[str, Any]) -> BoltResponse:
    """Say it on the form: under its first field where pressing again may help.

    What was typed then stays. What pressing again cannot mend replaces the form.
    """
    is_final = isinstance(error, UserFacingError) and not isinstance(error, OurFaultError)
    is_unknown = isinstance(error, BoltUnhandledRequestError) and not _is_late(error)
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if is_final or is_unknown or not fields:
        shown = blocks.modal("Not done", [blocks.section(text)])
        return BoltResponse(status=200, body={"response_action": "update", "view": shown})
    return BoltResponse(status=200, body={"response_action": "errors", "errors": {fields[0]: text}})


def _tell(text: str, body: dict[str, Any], client: WebClient) -> None:
    """Show a text to the person who acted, and to nobody else."""
    shown = [blocks.section(text)]
    if (url := body.get("response_url")) is not None:
        WebhookClient(url, timeout=5).send(
            text=text, blocks=shown, response_type="ephemeral", replace_original=False
        )
    elif (user_id := (body.get("user") or {}).get("id")) is not None:
        client.chat_postMessage(channel=user_id, text=text, blocks=shown)
    elif (to := find_addressed(body)) is not None:
        client.chat_postMessage(channel=to.channel, thread_ts=to.thread_ts, text=text, blocks=shown)
