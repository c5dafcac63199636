"""Answers to an interaction: what the app posts to a response URL or puts into an ack."""

from typing import cast

from bot.sandbox.checks import check_response
from bot.sandbox.local_rules import check_message_here
from bot.sandbox.message_log import Content
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.plain import Json, objects, text
from bot.sandbox.records import MessageRecord
from bot.sandbox.tickets import ResponseUrl, TicketError
from bot.sandbox.workspace import Workspace


class ResponseError(Exception):
    """An answer is refused; `code` is Slack's word for why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def answer_url(workspace: Workspace, secret: str, payload: Json) -> None:
    """Do what an app posts to a response URL.

    Raises:
        ResponseError: the URL has run out or the payload breaks a rule.

    """
    _require_valid(workspace, payload)
    try:
        response = workspace.tickets.use_response(secret)
    except TicketError as error:
        raise ResponseError(error.code) from error
    original = _original(workspace, response)
    if payload.get("delete_original") is True:
        workspace.messages.delete(response.conversation, _required(original))
    elif payload.get("replace_original") is True:
        _replace(workspace, response, _required(original), payload)
    else:
        _post(workspace, response, payload)


def answer_ack(workspace: Workspace, response: ResponseUrl, payload: Json) -> None:
    """Show what an app put into the ack of a slash command.

    Raises:
        ResponseError: the payload breaks a rule.

    """
    _require_valid(workspace, payload)
    _post(workspace, response, payload)


def _require_valid(workspace: Workspace, payload: Json) -> None:
    problems = [*check_response(payload), *check_message_here(workspace, payload)]
    if problems:
        detail = "; ".join(f"{problem.pointer} {problem.message}" for problem in problems)
        raise ResponseError(problems[0].code, detail)


def _original(workspace: Workspace, response: ResponseUrl) -> MessageRecord | None:
    if response.message_ts is None:
        return None
    return workspace.messages.find(
        response.conversation, response.message_ts, seen_by=response.user
    )


def _required(original: MessageRecord | None) -> MessageRecord:
    if original is None:
        raise ResponseError("message_not_found", "there is no original to replace or delete")
    return original


def _replace(
    workspace: Workspace, response: ResponseUrl, original: MessageRecord, payload: Json
) -> None:
    # What the new version does not have is gone: the original is replaced whole.
    content = _content(payload)
    workspace.messages.edit(
        response.conversation,
        original,
        text=content.get("text", ""),
        blocks=content.get("blocks", []),
        attachments=content.get("attachments", []),
    )


def _post(workspace: Workspace, response: ResponseUrl, payload: Json) -> None:
    is_public = payload.get("response_type") == "in_channel"
    workspace.messages.post(
        response.conversation,
        user=BOT_USER_ID,
        thread_ts=text(payload.get("thread_ts")) or response.thread_ts,
        only_for=None if is_public else response.user,
        **_content(payload),
    )


def _content(payload: Json) -> Content:
    content: Json = {"text": text(payload.get("text"))}
    for name in ("blocks", "attachments"):
        if name in payload:
            content[name] = objects(payload[name])
    return cast("Content", content)
