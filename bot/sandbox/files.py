"""Files that the app has uploaded: first a place, then the bytes, then the word that all is there.

Sources: docs, files.getUploadURLExternal, files.completeUploadExternal and slack file object,
2026-11; python-slack-sdk#1658 and slack-github-action#413 on files that are not ready at once.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe
from typing import Final

from bot.sandbox.records import FileRecord, State

WORKED_ON: Final = timedelta(seconds=1)
"""How long Slack works on a file before a block can show it: a second or two."""

_KINDS: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}
"""The images that blocks show, by how they begin (docs: slack file object)."""


@dataclass(frozen=True)
class _Place:
    """Where bytes are expected, and how many."""

    file_id: str
    name: str
    alt_text: str
    length: int
    content: bytes | None = None


class Files:
    """Files by id; what was begun and not completed is forgotten with a restart."""

    def __init__(self, state: State, *, now: Callable[[], datetime]) -> None:
        self._state = state
        self._now = now
        self._begun: dict[str, _Place] = {}

    def begin(self, *, name: str, alt_text: str, length: int) -> tuple[str, str]:
        """Return the secret of a place for a file's bytes, and the id that the file will have."""
        file_id, secret = f"F0{token_hex(5).upper()}", token_urlsafe(24)
        self._begun[secret] = _Place(file_id, name, alt_text, length)
        return secret, file_id

    def receive(self, secret: str, content: bytes) -> bool:
        """Take a file's bytes; say whether the place was known, free and of this size."""
        place = self._begun.get(secret)
        if place is None or place.content is not None or len(content) != place.length:
            return False
        self._begun[secret] = _Place(
            place.file_id, place.name, place.alt_text, place.length, content
        )
        return True

    def complete(self, file_id: str, *, title: str) -> FileRecord | None:
        """Make a file of what was received; None where nothing was, or it is one already."""
        secret = next((key for key, at in self._begun.items() if at.file_id == file_id), None)
        if secret is None or (content := self._begun[secret].content) is None:
            return None
        place = self._begun.pop(secret)
        record: FileRecord = {
            "id": file_id,
            "name": place.name,
            "title": title or place.name,
            "alt_text": place.alt_text,
            "mimetype": next((k for at, k in _KINDS.items() if content.startswith(at)), ""),
            "content": b64encode(content).decode(),
            "created": self._now().timestamp(),
        }
        self._files[file_id] = record
        return record

    def find(self, file_id: str) -> FileRecord | None:
        """Return a file by id."""
        return self._files.get(file_id)

    def remove(self, file_id: str) -> None:
        """Delete a file, as its retention does one day."""
        self._files.pop(file_id, None)

    def can_be_shown(self, file_id: str) -> bool:
        """Say whether a block can show this file: an image, and no longer worked on."""
        file = self.find(file_id)
        if file is None or not file["mimetype"]:
            return False
        return self._now().timestamp() - file["created"] >= WORKED_ON.total_seconds()

    @property
    def _files(self) -> dict[str, FileRecord]:
        return self._state.setdefault("files", {})


def content_of(file: FileRecord) -> bytes:
    """Return a file's bytes."""
    return b64decode(file["content"])
