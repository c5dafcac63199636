"""The state of the workspace: who is here, where they talk, what they said and have open."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import RLock
from typing import cast

from bot.clock import Clock
from bot.sandbox.changes import Changes
from bot.sandbox.files import Files
from bot.sandbox.manifest import Manifest
from bot.sandbox.message_log import MessageLog
from bot.sandbox.people import BOT_USER_ID, CHANNELS, PEOPLE
from bot.sandbox.records import (
    ConversationKind,
    ConversationRecord,
    State,
    UserChanges,
    UserRecord,
)
from bot.sandbox.tickets import Tickets
from bot.sandbox.views import Views


class Workspace:
    """Everything that people and the app see.

    Whoever reads or writes more than one thing holds `lock` meanwhile; each method takes it too.
    """

    def __init__(
        self,
        manifest: Manifest,
        clock: Clock,
        *,
        state: State | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lock = RLock()
        self.manifest = manifest
        self.clock = clock
        self.changes = Changes()
        self.state = state if state is not None else opening_state(manifest, clock.now())
        self.messages = MessageLog(self.state, next_ts=self.next_ts, changes=self.changes)
        self.views = Views(self.state, changes=self.changes)
        self.tickets = Tickets(monotonic)
        self.files = Files(self.state, now=clock.now)
        self.takes_charts = True
        """Whether messages may hold Slack's chart block, which not every workspace has yet."""

    def next_ts(self) -> str:
        """Return the workspace's time as a message id, later than every one before."""
        with self.lock:
            seconds, micros = self.state["last_ts"].split(".")
            earliest = int(seconds) * 1_000_000 + int(micros) + 1
            moment = max(int(self.clock.now().timestamp() * 1_000_000), earliest)
            self.state["last_ts"] = f"{moment // 1_000_000}.{moment % 1_000_000:06d}"
            return self.state["last_ts"]

    def users(self) -> list[UserRecord]:
        """Return everybody, the bot and the deactivated included."""
        with self.lock:
            return list(self.state["users"].values())

    def find_user(self, user_id: str) -> UserRecord | None:
        """Return somebody by id."""
        return self.state["users"].get(user_id)

    def set_deleted(self, user_id: str, *, deleted: bool) -> None:
        """Deactivate somebody, or bring them back; they stay in their channels' histories."""
        self.change_user(user_id, {"deleted": deleted})

    def change_user(self, user_id: str, changes: UserChanges) -> None:
        """Change what is known of somebody."""
        with self.lock:
            # Every key of the changes is one of the record's, which mypy cannot see.
            self.state["users"][user_id].update(cast("UserRecord", changes))
        self.changes.publish("conversations")

    def set_archived(self, conversation: ConversationRecord, *, archived: bool) -> bool:
        """Archive a channel or bring it back, and say whether that changed anything."""
        with self.lock:
            if conversation["is_archived"] == archived:
                return False
            conversation["is_archived"] = archived
        self.changes.publish("conversations", conversation=conversation["id"])
        return True

    def set_shared(self, conversation: ConversationRecord, *, shared: bool) -> bool:
        """Share a channel with another workspace or end that; say whether it changed anything."""
        with self.lock:
            if conversation["is_ext_shared"] == shared:
                return False
            conversation["is_ext_shared"] = shared
        self.changes.publish("conversations", conversation=conversation["id"])
        return True

    def conversations(self) -> list[ConversationRecord]:
        """Return every channel and direct message."""
        with self.lock:
            return list(self.state["conversations"].values())

    def find_conversation(self, conversation_id: str) -> ConversationRecord | None:
        """Return a channel or direct message by id."""
        return self.state["conversations"].get(conversation_id)

    def open_im(self, user: str, other: str) -> tuple[ConversationRecord, bool]:
        """Return the direct message between two people, and whether it was there already."""
        with self.lock:
            for conversation in self.conversations():
                if conversation["kind"] == "im" and set(conversation["members"]) == {user, other}:
                    return conversation, True
            number = sum(conversation["kind"] == "im" for conversation in self.conversations())
            opened = _conversation(
                f"D0SANDBOX{number + 1:03d}", "", "im", members=(user, other), at=self.clock.now()
            )
            self.state["conversations"][opened["id"]] = opened
        self.changes.publish("conversations")
        return opened, False

    def join(self, conversation: ConversationRecord, user: str) -> bool:
        """Add somebody to a channel and say whether that changed anything."""
        with self.lock:
            if user in conversation["members"]:
                return False
            conversation["members"].append(user)
        self.changes.publish("conversations", conversation=conversation["id"])
        return True

    def leave(self, conversation: ConversationRecord, user: str) -> bool:
        """Take somebody out of a channel and say whether that changed anything."""
        with self.lock:
            if user not in conversation["members"]:
                return False
            conversation["members"].remove(user)
        self.changes.publish("conversations", conversation=conversation["id"])
        return True


def opening_state(manifest: Manifest, now: datetime) -> State:
    """Return what a new workspace holds: the cast, the channels and no message."""
    users = [
        _user(person.id, person.name, person.real_name, title=person.title, tz=person.tz)
        for person in PEOPLE
    ]
    users.append(_user(BOT_USER_ID, manifest.bot_name, manifest.name, is_bot=True))
    channels = []
    for channel in CHANNELS:
        members = (*channel.members, BOT_USER_ID) if channel.has_app else channel.members
        record = _conversation(channel.id, channel.name, channel.kind, members=members, at=now)
        record["topic"] = channel.topic
        channels.append(record)
    return {
        "clock": now.isoformat(),
        "last_ts": "0.000000",
        "users": {user["id"]: user for user in users},
        "conversations": {channel["id"]: channel for channel in channels},
        "messages": {},
        "read": {},
        "homes": {},
    }


def _user(
    user_id: str,
    name: str,
    real_name: str,
    *,
    title: str = "",
    tz: str = "America/Los_Angeles",
    is_bot: bool = False,
) -> UserRecord:
    # Slack gives a bot the zone of its own offices.
    return {
        "id": user_id,
        "name": name,
        "real_name": real_name,
        "title": title,
        "tz": tz,
        "is_bot": is_bot,
        "is_restricted": False,
        "deleted": False,
    }


def _conversation(
    conversation_id: str,
    name: str,
    kind: ConversationKind,
    *,
    members: Iterable[str],
    at: datetime,
) -> ConversationRecord:
    return {
        "id": conversation_id,
        "name": name,
        "kind": kind,
        "topic": "",
        "members": list(members),
        "created": int(at.timestamp()),
        "is_archived": False,
        "is_ext_shared": False,
    }
