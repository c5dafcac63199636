"""The messages of every conversation, in order, and how far each person has read."""

from collections.abc import Callable
from typing import TypedDict, Unpack

from bot.sandbox.changes import Changes
from bot.sandbox.people import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID
from bot.sandbox.plain import Json, mapping, objects
from bot.sandbox.records import MessageRecord, State


class Content(TypedDict, total=False):
    """What a message says; what is left out of an edit stays as it is."""

    text: str
    blocks: list[Json]
    attachments: list[Json]


class MessageLog:
    """Keeps messages; the workspace's lock guards it."""

    def __init__(self, state: State, *, next_ts: Callable[[], str], changes: Changes) -> None:
        self._state = state
        self._next_ts = next_ts
        self._changes = changes
        self._warnings: dict[tuple[str, str, str], str] = {}

    def post(
        self,
        conversation: str,
        *,
        user: str,
        thread_ts: str | None = None,
        metadata: Json | None = None,
        only_for: str | None = None,
        **content: Unpack[Content],
    ) -> MessageRecord:
        """Add a message at the end of a conversation."""
        message: MessageRecord = {
            "ts": self._next_ts(),
            "user": user,
            "text": content.get("text", ""),
            "blocks": with_ids(content.get("blocks", [])),
            "attachments": content.get("attachments", []),
            "thread_ts": thread_ts,
            "metadata": metadata,
            "edited_ts": None,
            "only_for": only_for,
        }
        self._state["messages"].setdefault(conversation, []).append(message)
        self._changes.publish("message", conversation=conversation, only_for=only_for)
        return message

    def edit(
        self,
        conversation: str,
        message: MessageRecord,
        *,
        metadata: Json | None = None,
        **content: Unpack[Content],
    ) -> None:
        """Change what a message says; metadata not given again is gone."""
        if "text" in content:
            message["text"] = content["text"]
        if "blocks" in content:
            message["blocks"] = with_ids(content["blocks"])
        if "attachments" in content:
            message["attachments"] = content["attachments"]
        message["metadata"] = metadata
        # Slack marks a message as edited only where plain text was put in place of it.
        if not content.get("blocks"):
            message["edited_ts"] = self._next_ts()
        self._changes.publish("message", conversation=conversation, only_for=message["only_for"])

    def delete(self, conversation: str, message: MessageRecord) -> None:
        """Take a message away."""
        self._state["messages"][conversation].remove(message)
        self._changes.publish("message", conversation=conversation, only_for=message["only_for"])

    def find(
        self, conversation: str, ts: str, *, seen_by: str | None = None
    ) -> MessageRecord | None:
        """Return a message; an ephemeral one only for the person who sees it."""
        for message in self.visible(conversation, seen_by=seen_by):
            if message["ts"] == ts:
                return message
        return None

    def visible(self, conversation: str, *, seen_by: str | None = None) -> list[MessageRecord]:
        """Return what one person sees in a conversation, or what everybody does."""
        messages = self._state["messages"].get(conversation, [])
        return [message for message in messages if message["only_for"] in (None, seen_by)]

    def unread(self, conversation: str, user: str) -> int:
        """Count what others have said since this person last looked."""
        read = self._state["read"].get(user, {}).get(conversation, "")
        return sum(
            message["ts"] > read and message["user"] != user and not is_reply(message)
            for message in self.visible(conversation, seen_by=user)
        )

    def mark_read(self, conversation: str, user: str) -> None:
        """Remember that this person has seen all there is."""
        messages = self.visible(conversation, seen_by=user)
        if messages:
            self._state["read"].setdefault(user, {})[conversation] = messages[-1]["ts"]

    def warn(self, conversation: str, ts: str, user: str, warning: str | None) -> None:
        """Show a warning beside a message to the person who pressed something on it."""
        self._warnings.pop((conversation, ts, user), None)
        if warning is not None:
            self._warnings[conversation, ts, user] = warning
        self._changes.publish("message", conversation=conversation, only_for=user)

    def warning(self, conversation: str, ts: str, user: str) -> str | None:
        """Return the warning that this person sees beside a message."""
        return self._warnings.get((conversation, ts, user))


def is_reply(message: MessageRecord) -> bool:
    """Say whether a message stands in a thread under another."""
    return message["thread_ts"] is not None and message["thread_ts"] != message["ts"]


def message_payload(message: MessageRecord, *, include_metadata: bool = False) -> Json:
    """Return a message as Slack shows it to an app."""
    payload: Json = {
        "type": "message",
        "user": message["user"],
        "text": message["text"],
        "ts": message["ts"],
        "team": TEAM_ID,
    }
    if message["user"] == BOT_USER_ID:
        payload |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if message["blocks"]:
        payload["blocks"] = message["blocks"]
    if message["attachments"]:
        payload["attachments"] = message["attachments"]
    if message["thread_ts"] is not None:
        payload["thread_ts"] = message["thread_ts"]
    if message["edited_ts"] is not None:
        payload["edited"] = {"user": message["user"], "ts": message["edited_ts"]}
    if include_metadata and message["metadata"] is not None:
        payload["metadata"] = message["metadata"]
    return payload


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return the blocks as Slack stores them: every block and element has an id."""
    return [_block_with_ids(block, str(index)) for index, block in enumerate(blocks)]


def _block_with_ids(block: Json, position: str) -> Json:
    filled = {"block_id": f"b{position}", **block}
    for key in ("accessory", "element"):
        if _is_interactive(mapping(block.get(key))):
            filled[key] = {"action_id": f"a{position}", **mapping(block[key])}
    if block.get("type") == "actions":
        filled["elements"] = [
            {"action_id": f"a{position}-{index}", **element}
            for index, element in enumerate(objects(block.get("elements")))
        ]
    return filled


def _is_interactive(element: Json) -> bool:
    return bool(element) and element.get("type") != "image"
