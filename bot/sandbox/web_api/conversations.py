"""The conversations methods: where people talk, who is there and what was said."""

from bot.sandbox.message_log import is_reply, message_payload
from bot.sandbox.people import BOT_USER_ID, TEAM_ID
from bot.sandbox.plain import Json
from bot.sandbox.records import ConversationRecord, MessageRecord
from bot.sandbox.web_api.call import Call, Method, is_member, names
from bot.sandbox.web_api.errors import ApiError
from bot.sandbox.web_api.pages import page

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def open_(call: Call) -> Json:
    """Open the direct message with a person, or find it again by its id."""
    if "channel" in call.arguments:
        return {"channel": {"id": call.conversation(call.arguments.text("channel"))["id"]}}
    wanted = [user for user in call.arguments.required("users").split(",") if user]
    if len(wanted) != 1:
        # The workspace has no group conversations; the app needs none.
        raise ApiError("method_not_supported_for_channel_type")
    user = call.user(wanted[0])
    if user["is_bot"]:
        raise ApiError("cannot_dm_bot")
    if user["deleted"]:
        raise ApiError("user_disabled")
    opened, was_there = call.workspace.open_im(BOT_USER_ID, user["id"])
    channel: Json = {"id": opened["id"]}
    if call.arguments.flag("return_im"):
        channel = conversation_payload(opened)
    return {"channel": channel, "no_op": was_there, "already_open": was_there}


def info(call: Call) -> Json:
    """Describe a conversation."""
    conversation = call.conversation(call.arguments.required("channel"))
    call.require_scope_in(conversation, "read")
    described = conversation_payload(conversation)
    if call.arguments.flag("include_num_members"):
        described["num_members"] = len(conversation["members"])
    return {"channel": described}


def members(call: Call) -> Json:
    """List who is in a conversation, a page at a time."""
    conversation = call.conversation(call.arguments.required("channel"))
    call.require_scope_in(conversation, "read")
    found, metadata = page(call, conversation["members"], default=100, most=1000)
    return {"members": found, "response_metadata": metadata}


def history(call: Call) -> Json:
    """List what was said in a conversation, newest first; replies stay in their threads."""
    conversation = _readable(call)
    visible = call.workspace.messages.visible(conversation["id"])
    said = [message for message in visible if not is_reply(message)]
    return _said(call, [message for message in reversed(said) if _is_within(call, message)])


def replies(call: Call) -> Json:
    """List a thread, its first message first."""
    conversation = _readable(call)
    ts = call.arguments.required("ts")
    visible = call.workspace.messages.visible(conversation["id"])
    thread = [message for message in visible if ts in (message["ts"], message["thread_ts"])]
    if not thread:
        raise ApiError("thread_not_found")
    # The first message comes with every page, whatever the bounds.
    return _said(
        call, thread[:1] + [message for message in thread[1:] if _is_within(call, message)]
    )


def conversation_payload(conversation: ConversationRecord) -> Json:
    """Return a conversation as Slack shows it to the app."""
    kind = conversation["kind"]
    shown: Json = {
        "id": conversation["id"],
        "created": conversation["created"],
        "is_archived": conversation["is_archived"],
        "is_im": kind == "im",
        "is_mpim": False,
        "is_org_shared": False,
        "context_team_id": TEAM_ID,
    }
    if kind == "im":
        others = [member for member in conversation["members"] if member != BOT_USER_ID]
        return {**shown, "user": (others or [BOT_USER_ID])[0]}
    return {
        **shown,
        "name": conversation["name"],
        "name_normalized": conversation["name"],
        "is_channel": True,
        "is_group": False,
        "is_private": kind == "private_channel",
        "is_general": conversation["name"] == "general",
        "is_shared": conversation["is_ext_shared"],
        "is_ext_shared": conversation["is_ext_shared"],
        "is_pending_ext_shared": False,
        "is_member": is_member(conversation),
        "creator": conversation["members"][0] if conversation["members"] else "",
        "topic": {"value": conversation["topic"], "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _readable(call: Call) -> ConversationRecord:
    conversation = call.conversation(call.arguments.required("channel"))
    call.require_scope_in(conversation, "history")
    if not is_member(conversation):
        raise ApiError("not_in_channel")
    return conversation


def _is_within(call: Call, message: MessageRecord) -> bool:
    oldest, latest = call.arguments.text("oldest"), call.arguments.text("latest")
    moment = _micros(message["ts"])
    earliest = _micros(oldest) if oldest else 0
    last = _micros(latest) if latest else moment + 1
    if call.arguments.flag("inclusive"):
        return earliest <= moment <= last
    return earliest < moment < last


def _said(call: Call, messages: list[MessageRecord]) -> Json:
    found, metadata = page(call, messages, default=100, most=999)
    include_metadata = call.arguments.flag("include_all_metadata")
    return {
        "messages": [
            message_payload(message, include_metadata=include_metadata) for message in found
        ],
        "has_more": metadata["next_cursor"] != "",
        "response_metadata": metadata,
    }


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    try:
        return int(seconds) * 1_000_000 + int(fraction[:6].ljust(6, "0"))
    except ValueError as error:
        raise ApiError("invalid_ts_latest") from error


_BOUNDS = "oldest latest inclusive limit cursor include_all_metadata"
METHODS = (
    Method(
        "conversations.open",
        open_,
        names("channel users return_im prevent_creation"),
        ("im:write", "mpim:write"),
    ),
    Method(
        "conversations.info",
        info,
        names("channel include_locale include_num_members"),
        _READ,
    ),
    Method("conversations.members", members, names("channel cursor limit"), _READ),
    Method("conversations.history", history, names(f"channel {_BOUNDS}"), _HISTORY),
    Method("conversations.replies", replies, names(f"channel ts {_BOUNDS}"), _HISTORY),
)
