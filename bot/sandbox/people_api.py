"""What people do in the workspace, as the page and the tests ask for it: JSON in, JSON out."""

from collections.abc import Awaitable, Callable

from bot.sandbox.events import (
    EventsApi,
    archive_event,
    membership_event,
    message_event,
    sharing_event,
)
from bot.sandbox.interactions import InteractionError, Interactions
from bot.sandbox.modals import Modals
from bot.sandbox.people import BOT_USER_ID
from bot.sandbox.plain import Json, mapping, text
from bot.sandbox.records import ConversationRecord, UserChanges, UserRecord, ViewRecord
from bot.sandbox.shown import can_see
from bot.sandbox.users import user_change_event
from bot.sandbox.views import view_payload
from bot.sandbox.workspace import Workspace

Act = Callable[[Json], Awaitable[Json]]


class PeopleApi:
    """Lets one act as any person; each act answers once the app has taken it."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        interactions: Interactions,
        modals: Modals,
        events: EventsApi,
    ) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self._modals = modals
        self._events = events
        self._acts: dict[str, Act] = {
            "command": self._command,
            "press": self._press,
            "message": self._message,
            "modal/press": self._modal_press,
            "modal/submit": self._modal_submit,
            "modal/close": self._modal_close,
            "open-dm": self._open_dm,
            "open-home": self._open_home,
            "join": self._join,
            "leave": self._leave,
            "invite": self._invite,
            "invite-app": self._invite_app,
            "remove-app": self._remove_app,
            "deactivate": self._deactivate,
            "reactivate": self._reactivate,
            "set-zone": self._set_zone,
            "set-guest": self._set_guest,
            "set-stranger": self._set_stranger,
            "archive": self._archive,
            "unarchive": self._unarchive,
            "share": self._share,
            "unshare": self._unshare,
        }

    async def act(self, name: str, asked: Json) -> Json:
        """Do one thing as somebody, and say how it went."""
        act = self._acts.get(name)
        if act is None:
            return {"ok": False, "error": "unknown_act", "message": f"Nobody can {name!r} here."}
        try:
            return {"ok": True, **(await act(asked))}
        except InteractionError as error:
            return {"ok": False, "error": error.code, "message": error.message}

    async def _command(self, asked: Json) -> Json:
        user, conversation = self._member(asked)
        _require_open(conversation)
        await self._interactions.command(user, conversation, text(asked.get("text")))
        return {}

    async def _press(self, asked: Json) -> Json:
        user, conversation = self._person(asked), self._conversation(asked)
        message = self._workspace.messages.find(
            conversation["id"], text(asked.get("ts")), seen_by=user["id"]
        )
        if message is None:
            raise InteractionError("message_not_found", "That message is no longer there.")
        await self._interactions.press(
            user,
            conversation,
            message,
            block_id=text(asked.get("block_id")),
            action_id=text(asked.get("action_id")),
            value=asked.get("value"),
        )
        return {}

    async def _message(self, asked: Json) -> Json:
        user, conversation = self._member(asked)
        _require_open(conversation)
        manifest, said = self._workspace.manifest, text(asked.get("text"))
        is_with_app = conversation["kind"] == "im" and BOT_USER_ID in conversation["members"]
        if is_with_app and (manifest.messages_tab_is_read_only or not manifest.has_messages_tab):
            message = f"Sending messages to {manifest.name} has been turned off."
            raise InteractionError("messages_tab_disabled", message)
        if not said.strip():
            raise InteractionError("no_text", "There is nothing to send.")
        with self._workspace.lock:
            posted = self._workspace.messages.post(
                conversation["id"],
                user=user["id"],
                text=said,
                thread_ts=text(asked.get("thread_ts")) or None,
            )
        if BOT_USER_ID in conversation["members"]:
            await self._events.tell(message_event(conversation, posted))
        if f"<@{BOT_USER_ID}>" in said and not is_with_app:
            event = {**message_event(conversation, posted), "type": "app_mention"}
            event.pop("channel_type")
            await self._events.tell(event)
        return {"ts": posted["ts"]}

    async def _modal_press(self, asked: Json) -> Json:
        await self._modals.press(
            self._person(asked),
            self._view(asked),
            block_id=text(asked.get("block_id")),
            action_id=text(asked.get("action_id")),
            value=asked.get("value"),
        )
        return {}

    async def _modal_submit(self, asked: Json) -> Json:
        values = mapping(asked.get("values"))
        errors = await self._modals.submit(self._person(asked), self._view(asked), values)
        return {"ok": False, "errors": errors} if errors else {}

    async def _modal_close(self, asked: Json) -> Json:
        await self._modals.close(self._person(asked), self._view(asked))
        return {}

    async def _open_dm(self, asked: Json) -> Json:
        user, other = self._person(asked), self._person(asked, "with")
        opened, _ = self._workspace.open_im(user["id"], other["id"])
        if other["id"] == BOT_USER_ID:
            await self._events.tell(self._opened_event(user["id"], "messages"))
        return {"conversation": opened["id"]}

    async def _open_home(self, asked: Json) -> Json:
        await self._events.tell(self._opened_event(self._person(asked)["id"], "home"))
        return {}

    async def _join(self, asked: Json) -> Json:
        user, conversation = self._person(asked), self._conversation(asked)
        return await self._change_membership(conversation, user["id"], joined=True)

    async def _leave(self, asked: Json) -> Json:
        user, conversation = self._member(asked)
        return await self._change_membership(conversation, user["id"], joined=False)

    async def _invite(self, asked: Json) -> Json:
        _, conversation = self._member(asked)
        invited = self._person(asked, "user")
        return await self._change_membership(conversation, invited["id"], joined=True)

    async def _invite_app(self, asked: Json) -> Json:
        _, conversation = self._member(asked)
        return await self._change_membership(conversation, BOT_USER_ID, joined=True)

    async def _remove_app(self, asked: Json) -> Json:
        _, conversation = self._member(asked)
        return await self._change_membership(conversation, BOT_USER_ID, joined=False)

    async def _deactivate(self, asked: Json) -> Json:
        return await self._set_deleted(asked, deleted=True)

    async def _reactivate(self, asked: Json) -> Json:
        return await self._set_deleted(asked, deleted=False)

    async def _set_deleted(self, asked: Json, *, deleted: bool) -> Json:
        return await self._change_user(asked, {"deleted": deleted})

    async def _set_zone(self, asked: Json) -> Json:
        zone, offset = text(asked.get("tz")) or None, asked.get("tz_offset")
        known = offset if isinstance(offset, int) else None
        return await self._change_user(asked, {"tz": zone, "tz_offset": known})

    async def _set_guest(self, asked: Json) -> Json:
        ends_at = asked.get("ends_at")
        end = ends_at if isinstance(ends_at, int) else 0
        is_guest = asked.get("is") is not False
        return await self._change_user(asked, {"is_restricted": is_guest, "ends_at": end})

    async def _set_stranger(self, asked: Json) -> Json:
        return await self._change_user(asked, {"is_from_elsewhere": asked.get("is") is not False})

    async def _change_user(self, asked: Json, changes: UserChanges) -> Json:
        user = self._workspace.find_user(text(asked.get("user")))
        if user is None or user["is_bot"]:
            raise InteractionError("user_not_found", "There is no such person.")
        self._workspace.change_user(user["id"], changes)
        await self._events.tell(user_change_event(user, self._workspace.clock.now()))
        return {}

    async def _archive(self, asked: Json) -> Json:
        return await self._set_archived(asked, archived=True)

    async def _unarchive(self, asked: Json) -> Json:
        return await self._set_archived(asked, archived=False)

    async def _set_archived(self, asked: Json, *, archived: bool) -> Json:
        user, conversation = self._channel_member(asked)
        if self._workspace.set_archived(conversation, archived=archived):
            await self._tell_if_there(conversation, archive_event(conversation, user["id"]))
        return {}

    async def _share(self, asked: Json) -> Json:
        return await self._set_shared(asked, shared=True)

    async def _unshare(self, asked: Json) -> Json:
        return await self._set_shared(asked, shared=False)

    async def _set_shared(self, asked: Json, *, shared: bool) -> Json:
        _, conversation = self._channel_member(asked)
        if self._workspace.set_shared(conversation, shared=shared):
            await self._tell_if_there(conversation, sharing_event(conversation))
        return {}

    async def _tell_if_there(self, conversation: ConversationRecord, event: Json) -> None:
        if BOT_USER_ID in conversation["members"]:
            await self._events.tell(event)

    async def _change_membership(
        self, conversation: ConversationRecord, user: str, *, joined: bool
    ) -> Json:
        if conversation["kind"] == "im":
            raise InteractionError("method_not_supported", "A direct message has no members.")
        change = self._workspace.join if joined else self._workspace.leave
        concerns_app = BOT_USER_ID in (*conversation["members"], user)
        if change(conversation, user) and concerns_app:
            await self._events.tell(membership_event(conversation, user, joined=joined))
        return {}

    def _person(self, asked: Json, key: str = "as") -> UserRecord:
        user = self._workspace.find_user(text(asked.get(key)))
        if user is None or (key == "as" and (user["is_bot"] or user["deleted"])):
            raise InteractionError("user_not_found", "There is nobody here by that id.")
        return user

    def _conversation(self, asked: Json) -> ConversationRecord:
        conversation = self._workspace.find_conversation(text(asked.get("conversation")))
        if conversation is None or not can_see(conversation, text(asked.get("as"))):
            raise InteractionError("channel_not_found", "This person sees no such conversation.")
        return conversation

    def _member(self, asked: Json) -> tuple[UserRecord, ConversationRecord]:
        user, conversation = self._person(asked), self._conversation(asked)
        if user["id"] not in conversation["members"]:
            raise InteractionError("not_in_channel", "Join the channel first.")
        return user, conversation

    def _channel_member(self, asked: Json) -> tuple[UserRecord, ConversationRecord]:
        user, conversation = self._member(asked)
        if conversation["kind"] == "im":
            raise InteractionError("method_not_supported", "That is done to channels only.")
        return user, conversation

    def _view(self, asked: Json) -> ViewRecord:
        view = self._workspace.views.find(text(asked.get("view_id")))
        if view is None or view["user"] != asked.get("as"):
            raise InteractionError("view_not_found", "This is no longer open.")
        return view

    def _opened_event(self, user: str, tab: str) -> Json:
        opened, _ = self._workspace.open_im(user, BOT_USER_ID)
        event: Json = {"type": "app_home_opened", "user": user, "channel": opened["id"], "tab": tab}
        home = self._workspace.views.home(user)
        return event if home is None else {**event, "view": view_payload(home)}


def _require_open(conversation: ConversationRecord) -> None:
    if conversation["is_archived"]:
        raise InteractionError("is_archived", "This channel is archived; it can only be read.")
