"""What the workspace remembers, as plain JSON so that the state file needs no translation."""

from typing import Literal, NotRequired, TypedDict

from bot.sandbox.plain import Json

ConversationKind = Literal["public_channel", "private_channel", "im"]
"""What a conversation is; Slack's word for each in `types=` arguments."""

Values = dict[str, dict[str, Json]]
"""A view's state as Slack sends it: block id, then action id, then the element's value."""


class UserRecord(TypedDict):
    """A person, or the app's bot user.

    `tz` is told to the app as it stands, however odd; None is told as Slack tells nothing.
    `tz_offset` is told where `tz` names no zone that is known here. `ends_at` is when a guest's
    account ends, in seconds of Unix time; 0 or nothing is no end.
    """

    id: str
    name: str
    real_name: str
    title: str
    tz: str | None
    tz_offset: NotRequired[int | None]
    is_bot: bool
    is_restricted: bool
    ends_at: NotRequired[int]
    is_from_elsewhere: NotRequired[bool]
    deleted: bool


class UserChanges(TypedDict, total=False):
    """What can change about a person."""

    tz: str | None
    tz_offset: int | None
    is_restricted: bool
    ends_at: int
    is_from_elsewhere: bool
    deleted: bool


class ConversationRecord(TypedDict):
    """A channel or a direct message."""

    id: str
    name: str
    kind: ConversationKind
    topic: str
    members: list[str]
    created: int
    is_archived: bool
    is_ext_shared: bool


class MessageRecord(TypedDict):
    """A message; `only_for` names the one person who sees an ephemeral one."""

    ts: str
    user: str
    text: str
    blocks: list[Json]
    attachments: list[Json]
    thread_ts: str | None
    metadata: Json | None
    edited_ts: str | None
    only_for: str | None


class FileRecord(TypedDict):
    """A file that the app has uploaded; its bytes in base64, `created` in seconds of Unix time."""

    id: str
    name: str
    title: str
    alt_text: str
    mimetype: str
    content: str
    created: float


class ViewRecord(TypedDict):
    """A modal or an App Home as one person sees it."""

    id: str
    user: str
    root_id: str
    previous_id: str | None
    hash: str
    content: Json
    values: Values


class State(TypedDict):
    """Everything that outlives a restart."""

    clock: str
    last_ts: str
    users: dict[str, UserRecord]
    conversations: dict[str, ConversationRecord]
    messages: dict[str, list[MessageRecord]]
    read: dict[str, dict[str, str]]
    homes: dict[str, ViewRecord]
    files: NotRequired[dict[str, FileRecord]]
