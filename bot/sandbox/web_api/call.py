"""One call of a Web API method, and what a method must say of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.plain import Json
from bot.sandbox.records import ConversationRecord, UserRecord
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.web_api.errors import ApiError
from bot.sandbox.workspace import Workspace

_FAMILIES = {"public_channel": "channels", "private_channel": "groups", "im": "im"}


@dataclass(frozen=True)
class Call:
    """A call that passed the checks of its token, scopes and argument names."""

    arguments: Arguments
    workspace: Workspace
    announce: Callable[[Json], None]
    new_socket_url: Callable[[], str]
    upload_url: Callable[[str], str]

    def user(self, user_id: str) -> UserRecord:
        """Return the person that an argument names."""
        user = self.workspace.find_user(user_id)
        if user is None:
            raise ApiError("user_not_found")
        return user

    def conversation(self, conversation_id: str) -> ConversationRecord:
        """Return the conversation that an argument names, if the app may know of it."""
        conversation = self.workspace.find_conversation(conversation_id)
        if conversation is None:
            raise ApiError("channel_not_found")
        if conversation["kind"] != "public_channel" and not is_member(conversation):
            raise ApiError("channel_not_found")
        return conversation

    def require_scope(self, *accepted: str) -> None:
        """Refuse the call unless the manifest has one of these scopes."""
        scopes = self.workspace.manifest.scopes
        if accepted and scopes.isdisjoint(accepted):
            raise ApiError(
                "missing_scope", needed=",".join(accepted), provided=",".join(sorted(scopes))
            )

    def require_scope_in(self, conversation: ConversationRecord, right: str) -> None:
        """Refuse the call unless the app may do this (`read`, `history`) in such a conversation."""
        self.require_scope(f"{_FAMILIES[conversation['kind']]}:{right}")


@dataclass(frozen=True)
class Method:
    """A Web API method: who may call it, and with which arguments.

    Any one of its scopes will do; an argument that it does not have is refused.
    """

    name: str
    run: Callable[[Call], Json]
    arguments: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "bot or app", "anyone"] = "bot"


def names(listed: str) -> frozenset[str]:
    """Return argument names listed with spaces between."""
    return frozenset(listed.split())


def is_member(conversation: ConversationRecord) -> bool:
    """Say whether the app is in a conversation."""
    return BOT_USER_ID in conversation["members"]
