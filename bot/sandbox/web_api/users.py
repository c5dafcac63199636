"""The users methods: who people are and where they are."""

from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.plain import Json
from bot.sandbox.users import user_payload
from bot.sandbox.web_api.call import Call, Method, is_member, names
from bot.sandbox.web_api.conversations import conversation_payload
from bot.sandbox.web_api.errors import ApiError
from bot.sandbox.web_api.pages import page

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_SCOPE_OF_TYPE = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def info(call: Call) -> Json:
    """Describe a person."""
    user = call.user(call.arguments.required("user"))
    return {"user": user_payload(user, call.workspace.clock.now())}


def list_(call: Call) -> Json:
    """Describe everybody, the deactivated included, a page at a time."""
    now = call.workspace.clock.now()
    found, metadata = page(call, call.workspace.users(), default=1000, most=1000)
    return {"members": [user_payload(user, now) for user in found], "response_metadata": metadata}


def conversations(call: Call) -> Json:
    """List the conversations that the app, or a person it shares them with, is in."""
    types = (call.arguments.text("types") or "public_channel").split(",")
    for kind in types:
        if kind not in _SCOPE_OF_TYPE:
            raise ApiError("invalid_types")
        call.require_scope(_SCOPE_OF_TYPE[kind])
    user = call.user(call.arguments.text("user") or BOT_USER_ID)
    shared = [
        conversation
        for conversation in call.workspace.conversations()
        if conversation["kind"] in types
        and user["id"] in conversation["members"]
        and (conversation["kind"] == "public_channel" or is_member(conversation))
        and not (conversation["is_archived"] and call.arguments.flag("exclude_archived"))
    ]
    found, metadata = page(call, shared, default=100, most=999)
    return {
        "channels": [conversation_payload(conversation) for conversation in found],
        "response_metadata": metadata,
    }


METHODS = (
    Method("users.info", info, names("user include_locale"), ("users:read",)),
    Method("users.list", list_, names("cursor limit include_locale"), ("users:read",)),
    Method(
        "users.conversations",
        conversations,
        names("user types exclude_archived cursor limit"),
        _READ,
    ),
)
