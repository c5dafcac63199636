"""The chat methods: what the app says, changes and takes back."""

from typing import cast

from bot.sandbox.checks import check_message
from bot.sandbox.events import message_event
from bot.sandbox.local_rules import check_message_here
from bot.sandbox.message_log import Content, is_reply, message_payload
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.plain import Json, mapping, objects, text
from bot.sandbox.records import ConversationRecord, MessageRecord
from bot.sandbox.web_api.call import Call, Method, is_member, names
from bot.sandbox.web_api.errors import ApiError, refuse

_CONTENT = "text blocks attachments metadata markdown_text"
_LOOKS = "parse link_names unfurl_links unfurl_media"


def post_message(call: Call) -> Json:
    """Say something in a channel, or to a person directly."""
    conversation = _target(call)
    payload = _checked(call)
    _require_may_post(call, conversation)
    metadata = payload.get("metadata")
    message = call.workspace.messages.post(
        conversation["id"],
        user=BOT_USER_ID,
        thread_ts=_thread(call, conversation),
        metadata=mapping(metadata) if metadata is not None else None,
        **_content(payload),
    )
    call.announce(message_event(conversation, message))
    shown = message_payload(message, include_metadata=True)
    return {"channel": conversation["id"], "ts": message["ts"], "message": shown}


def post_ephemeral(call: Call) -> Json:
    """Show something to one person in a channel."""
    conversation = call.conversation(call.arguments.required("channel"))
    user = call.user(call.arguments.required("user"))
    payload = _checked(call)
    _require_may_post(call, conversation)
    if user["id"] not in conversation["members"]:
        raise ApiError("user_not_in_channel")
    message = call.workspace.messages.post(
        conversation["id"],
        user=BOT_USER_ID,
        thread_ts=_thread(call, conversation),
        only_for=user["id"],
        **_content(payload),
    )
    return {"message_ts": message["ts"]}


def update(call: Call) -> Json:
    """Change a message of the app's own.

    Blocks and metadata that are not given again go; attachments that are not given stay.
    """
    conversation, message = _own_message(call, "cant_update_message")
    payload = {"blocks": [], **_checked(call)}
    metadata = payload.get("metadata")
    call.workspace.messages.edit(
        conversation["id"],
        message,
        metadata=mapping(metadata) if metadata is not None else None,
        **_content(payload),
    )
    return {
        "channel": conversation["id"],
        "ts": message["ts"],
        "text": message["text"],
        "message": message_payload(message, include_metadata=True),
    }


def delete(call: Call) -> Json:
    """Take back a message of the app's own."""
    conversation, message = _own_message(call, "cant_delete_message")
    call.workspace.messages.delete(conversation["id"], message)
    return {"channel": conversation["id"], "ts": message["ts"]}


def _target(call: Call) -> ConversationRecord:
    channel = call.arguments.required("channel")
    user = call.workspace.find_user(channel)
    if user is None:
        return call.conversation(channel)
    if user["is_bot"]:
        raise ApiError("cannot_dm_bot")
    return call.workspace.open_im(BOT_USER_ID, user["id"])[0]


def _require_may_post(call: Call, conversation: ConversationRecord) -> None:
    if conversation["is_archived"]:
        raise ApiError("is_archived")
    if is_member(conversation):
        return
    if "chat:write.public" not in call.workspace.manifest.scopes:
        raise ApiError("not_in_channel")


def _checked(call: Call) -> Json:
    payload = call.arguments.payload(*_CONTENT.split())
    if not any(payload.get(name) for name in ("text", "blocks", "attachments", "markdown_text")):
        raise ApiError("no_text")
    refuse([*check_message(payload), *check_message_here(call.workspace, payload)])
    return payload


def _content(payload: Json) -> Content:
    content: Json = {}
    if "markdown_text" in payload:
        content["text"] = text(payload["markdown_text"])
    if "text" in payload:
        content["text"] = text(payload["text"])
    for name in ("blocks", "attachments"):
        if name in payload:
            content[name] = objects(payload[name])
    return cast("Content", content)


def _thread(call: Call, conversation: ConversationRecord) -> str | None:
    thread_ts = call.arguments.text("thread_ts") or None
    if thread_ts is None:
        return None
    parent = call.workspace.messages.find(conversation["id"], thread_ts)
    if parent is None or is_reply(parent):
        raise ApiError("thread_not_found")
    parent["thread_ts"] = parent["ts"]
    return thread_ts


def _own_message(call: Call, refusal: str) -> tuple[ConversationRecord, MessageRecord]:
    conversation = call.conversation(call.arguments.required("channel"))
    message = call.workspace.messages.find(conversation["id"], call.arguments.required("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message["user"] != BOT_USER_ID:
        raise ApiError(refusal)
    if conversation["is_archived"]:
        raise ApiError("is_archived")
    return conversation, message


METHODS = (
    Method(
        "chat.postMessage",
        post_message,
        names(f"channel thread_ts reply_broadcast mrkdwn {_CONTENT} {_LOOKS}"),
        ("chat:write",),
    ),
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        names("channel user thread_ts text blocks attachments markdown_text parse link_names"),
        ("chat:write",),
    ),
    Method(
        "chat.update",
        update,
        names(f"channel ts parse link_names reply_broadcast {_CONTENT}"),
        ("chat:write",),
    ),
    Method("chat.delete", delete, names("channel ts"), ("chat:write",)),
)
