"""Keeps the workspace's state in a file, so that a restart finds what was said."""

import json
import os
from pathlib import Path
from threading import Event, Thread
from typing import cast

from bot.errors import UserFacingError
from bot.sandbox.records import State
from bot.sandbox.workspace import Workspace

REST_SECONDS = 0.5
"""Changes that come close together are saved once; a crash loses no more than these."""


def load_state(path: Path) -> State | None:
    """Return the state in a file, or None where there is no file yet.

    Raises:
        UserFacingError: the file is not a workspace's state.

    """
    if not path.exists():
        return None
    try:
        loaded: object = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UserFacingError(f"{path}: is damaged; move it away to start afresh.") from error
    if not isinstance(loaded, dict) or not State.__required_keys__ <= loaded.keys():
        raise UserFacingError(f"{path}: is no workspace's state; move it away to start afresh.")
    return cast("State", loaded)


class StateFile:
    """Saves the workspace soon after each change, and when it is closed."""

    def __init__(self, path: Path, workspace: Workspace) -> None:
        self._path = path
        self._workspace = workspace
        self._changed = Event()
        self._closed = Event()
        self._thread = Thread(target=self._keep_saving, name="sandbox-state", daemon=True)

    def start(self) -> None:
        """Begin to save."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._workspace.changes.on_any(self._changed.set)
        self._thread.start()

    def close(self) -> None:
        """Save a last time and stop."""
        self._closed.set()
        self._changed.set()
        self._thread.join()
        self.save()

    def save(self) -> None:
        """Write the state; whoever reads the file meanwhile finds the old one whole."""
        with self._workspace.lock:
            self._workspace.state["clock"] = self._workspace.clock.now().isoformat()
            written = json.dumps(self._workspace.state, ensure_ascii=False)
        beside = self._path.with_name(f"{self._path.name}.new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    def _keep_saving(self) -> None:
        while not self._closed.is_set():
            self._changed.wait()
            self._changed.clear()
            if not self._closed.wait(REST_SECONDS):
                self.save()
