"""Holds the playbook that is asked, and takes a new one when the files have changed."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

from bot.knowledge.files import MAX_BYTES, Finding
from bot.playbook.domain import Answer, Page, Section

PAGES: Final = "playbook"
_READ: Final = frozenset({".md", ".markdown", ".yaml"})
_PATIENCE: Final = 3.0
"""For so many seconds a look waits until the files are read; most playbooks take less than one."""

Marks = frozenset[tuple[str, int, int]]


class Readable(Protocol):
    """A playbook that can be asked, and whose pages can be read."""

    pages: tuple[Page, ...]

    def ask(self, question: str, *, limit: int = 10) -> Answer:
        """Return what it says, in its own words or not at all."""
        ...


@dataclass(frozen=True)
class Reading:
    """What was read of the files; with findings, some of them could not be."""

    playbook: Readable
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Broken:
    """Files that cannot be read as they are now; `edition` is the same for the same content."""

    edition: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Awaited:
    """Files that are being read, as they were when that began."""

    edition: str
    marks: Marks
    reading: Future[Reading]


class Shelf:
    """The playbook in use; threads share it.

    A file that cannot be read leaves the playbook as it was. At the start there is none to leave,
    so the files that can be read make one. Later they are read in a thread of its own: a large
    playbook takes half a minute, and whoever looks has other things to do.

    Args:
        folders: knowledge folders, each laid over the ones before it.
        read: reads them.
        patience: how many seconds a look waits for that; a later look takes what was read.

    """

    def __init__(
        self,
        folders: Sequence[Path],
        read: Callable[[], Reading],
        *,
        patience: float = _PATIENCE,
    ) -> None:
        self._folders = tuple(folders)
        self._read = read
        self._patience = patience
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="playbook")
        self._awaited: _Awaited | None = None
        self._turn = Lock()
        self._seen = self._marks()
        self.edition = self._digest()
        reading = read()
        self.playbook = reading.playbook
        self._left_out = Broken(self.edition, reading.findings) if reading.findings else None
        self.broken = self._left_out

    def look(self) -> bool:
        """Read the files again if their content changed; say whether there is anything new."""
        with self._turn:
            if self._awaited is None and not self._begin():
                return False
            return self._awaited is None or self._finish(self._awaited)

    def find_section(self, path: str, anchor: str) -> tuple[Page, Section] | None:
        """Return a page and a section of it, if they are still there."""
        for page in self.playbook.pages:
            for section in page.sections:
                if (page.path, section.anchor) == (path, anchor):
                    return page, section
        return None

    def _begin(self) -> bool:
        """Have the files read if they changed; say whether they did."""
        marks = self._marks()
        if marks == self._seen:
            return False
        edition = self._digest()
        if edition == (self.broken.edition if self.broken else self.edition):
            self._seen = marks
            return False
        if edition == self.edition:
            self.broken, self._seen = self._left_out, marks
        else:
            self._awaited = _Awaited(edition, marks, self._reader.submit(self._read))
        return True

    def _finish(self, awaited: _Awaited) -> bool:
        if not wait([awaited.reading], timeout=self._patience).done:
            return False
        # What failed is read again at the next look.
        self._awaited = None
        self._take(awaited.edition, awaited.reading.result())
        self._seen = awaited.marks
        return True

    def _take(self, edition: str, reading: Reading) -> None:
        findings = reading.findings
        if self.playbook.pages and not reading.playbook.pages:
            findings = findings or (Finding(self._folders[-1], 1, "There is no page left."),)
        if findings:
            self.broken = Broken(edition, findings)
            return
        self.playbook, self.edition = reading.playbook, edition
        self.broken = self._left_out = None

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Yield every file that may count, with a name that is the same on every machine."""
        for number, folder in enumerate(self._folders):
            top = [file for file in sorted(folder.glob("*.yaml")) if file.is_file()]
            below = sorted(
                Path(where) / name
                for where, _, names in os.walk(folder / PAGES)
                for name in names
                if Path(name).suffix.lower() in _READ
            )
            for file in (*top, *below):
                yield f"{number}/{file.relative_to(folder).as_posix()}", file

    def _marks(self) -> Marks:
        return frozenset((name, *_mark(file)) for name, file in self._files())

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for name, file in self._files():
            digest.update(f"{name}\0".encode("utf-8", "surrogateescape"))
            digest.update(hashlib.sha256(_content(file)).digest())
        return digest.hexdigest()[:32]


def _mark(file: Path) -> tuple[int, int]:
    try:
        stat = file.stat()
    except OSError:
        return 0, -1  # Gone again, or a link to nowhere.
    return stat.st_mtime_ns, stat.st_size


def _content(file: Path) -> bytes:
    """Return as much of a file as is ever read; a pipe or device is not opened at all."""
    if not file.is_file():
        return b"unreadable"
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError:
        return b"unreadable"
