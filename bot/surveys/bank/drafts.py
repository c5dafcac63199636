"""Lays the practices and packs of one folder over those of another."""

from dataclasses import dataclass, field
from typing import Final

from bot.knowledge.files import Document, Finding
from bot.knowledge.yaml_tree import YamlPath
from bot.surveys.bank.domain import Dimension
from bot.surveys.bank.question_files import (
    PackFile,
    PracticeEntry,
    PracticesFile,
    QuestionFile,
    StatementEntry,
    TrustFile,
)

_PACK_PARTS: Final = ("name", "meaning")
_PRACTICE_PARTS: Final = ("name", "meaning", "anchors")
_CORE_PARTS: Final = (*_PRACTICE_PARTS, "page")


@dataclass(frozen=True)
class Place:
    """Where an entry stands, so that a fault seen later can still name its line."""

    document: Document[QuestionFile] | Document[PackFile] | Document[TrustFile]
    path: YamlPath = ()

    def within(self, *steps: str | int) -> "Place":
        """Return the place of a part of this."""
        return Place(self.document, (*self.path, *steps))

    @property
    def line(self) -> int:
        """The line on which it stands."""
        return self.document.line_of(self.path)

    def finding(self, message: str) -> Finding:
        """Return a finding that names this place."""
        return self.document.finding(self.path, message)


@dataclass
class PracticeDraft:
    """A practice as the folders read so far have it.

    Its home is the file it lives in, without the ending: `culture`, or `packs/security`.
    """

    home: str
    entry: PracticeEntry
    place: Place
    statements: dict[str, tuple[StatementEntry, Place]] = field(default_factory=dict)
    was_cut: bool = False

    @property
    def is_emptied(self) -> bool:
        """Whether all that it asked was retired."""
        return self.was_cut and not self.statements


@dataclass
class PackDraft:
    """A pack as the folders read so far have it; its practices stand with the others."""

    entry: PackFile
    place: Place
    was_cut: bool = False


class Drafts:
    """What the folders read so far come to; dictionaries keep an id's first place."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.practices: dict[str, PracticeDraft] = {}
        self.packs: dict[str, PackDraft] = {}
        self.retired_last: Place | None = None
        self._homes: dict[str, str] = {}
        self._ids_here: set[str] = set()

    def begin_folder(self) -> None:
        """Begin a folder above those read; within one, an id stands once."""
        self._ids_here.clear()

    def lay_dimension(self, dimension: Dimension, entry: QuestionFile, place: Place) -> None:
        """Lay a dimension's file over what is known."""
        if not entry.practices and not entry.retire:
            self.findings.append(place.finding("`practices` is missing; add it."))
        self._lay_file(dimension, entry, place, _CORE_PARTS)

    def lay_pack(self, entry: PackFile, place: Place) -> None:
        """Lay a pack's file over what is known of the pack."""
        draft = self.packs.get(entry.id)
        if entry.id in entry.retire:
            self._retire_pack(entry, place)
            return
        if draft is None:
            self._require(entry, place, _PACK_PARTS, f"The pack `{entry.id}`")
            self.packs[entry.id] = PackDraft(entry, place)
        else:
            draft.entry = draft.entry.model_copy(update=_given(entry, _PACK_PARTS))
            draft.place = place
        self._lay_file(f"packs/{entry.id}", entry, place, _PRACTICE_PARTS)

    def _retire_pack(self, entry: PackFile, place: Place) -> None:
        at = place.within("retire", entry.retire.index(entry.id))
        if entry.id not in self.packs:
            message = f"There is no pack `{entry.id}` below to retire; correct it or take it out."
            self.findings.append(at.finding(message))
        elif entry.practices or len(entry.retire) > 1:
            message = (
                f"The whole pack `{entry.id}` is retired here, so nothing else can stand in "
                "this file; take one or the other out."
            )
            self.findings.append(at.finding(message))
        else:
            del self.packs[entry.id]
            for practice in self._list_in(f"packs/{entry.id}"):
                del self.practices[practice]

    def _lay_file(
        self, home: str, content: PracticesFile, place: Place, parts: tuple[str, ...]
    ) -> None:
        retired = self._retire(home, content.retire, place)
        for number, entry in enumerate(content.practices):
            self._lay(home, entry, place.within("practices", number), parts, retired)

    def _retire(self, home: str, ids: tuple[str, ...], place: Place) -> frozenset[str]:
        """Take out what a file retires, all of it looked up before any of it goes."""
        here = self._list_in(home)
        owners = {name: draft for draft in here.values() for name in draft.statements}
        retired: set[str] = set()
        for number, name in enumerate(ids):
            at = place.within("retire", number)
            if name in here:
                self.practices.pop(name, None)
            elif name in owners:
                owners[name].statements.pop(name, None)
                owners[name].was_cut = True
            else:
                self.findings.append(at.finding(self._nothing_to_retire(name, home)))
                continue
            retired.add(name)
            self.retired_last = at
        if retired and home.startswith("packs/"):
            self.packs[home.removeprefix("packs/")].was_cut = True
        return frozenset(retired)

    def _list_in(self, home: str) -> dict[str, PracticeDraft]:
        return {name: draft for name, draft in self.practices.items() if draft.home == home}

    def _nothing_to_retire(self, name: str, home: str) -> str:
        owner = self.practices.get(name.partition(".")[0])
        if owner is not None and owner.home != home and name in {owner.entry.id, *owner.statements}:
            return f"`{name}` belongs to {owner.home}; retire it in {owner.home}.yaml."
        return (
            f"There is no `{name}` in a {home}.yaml below to retire; correct it, or take it out. "
            "An id is that of a statement or of a whole practice."
        )

    def _lay(
        self,
        home: str,
        entry: PracticeEntry,
        place: Place,
        parts: tuple[str, ...],
        retired: frozenset[str],
    ) -> None:
        if not self._is_free(entry.id, place, retired):
            return
        if home == f"packs/{entry.id}":
            message = f"The practice has the id of its pack, `{entry.id}`; rename the practice."
            self.findings.append(place.within("id").finding(message))
            return
        known_home = self._homes.setdefault(entry.id, home)
        if known_home != home:
            # Also where the other one is retired: figures are kept under a practice's id.
            message = (
                f"The practice `{entry.id}` belongs to {known_home}; move this to "
                f"{known_home}.yaml, or give it an id of its own."
            )
            self.findings.append(place.finding(message))
            return
        draft = self.practices.get(entry.id)
        if draft is None:
            self._require(entry, place, parts, f"The practice `{entry.id}`")
            draft = self.practices[entry.id] = PracticeDraft(home, entry, place)
        else:
            draft.entry = draft.entry.model_copy(update=_given(entry, parts))
            draft.place = place
        for number, statement in enumerate(entry.statements):
            at = place.within("statements", number)
            if self._is_free(statement.id, at, retired):
                draft.statements[statement.id] = (statement, at)

    def _is_free(self, new_id: str, place: Place, retired: frozenset[str]) -> bool:
        if new_id in retired:
            message = f"`{new_id}` is retired at the top of this file; take it out there or here."
            self.findings.append(place.within("id").finding(message))
            return False
        if new_id in self._ids_here:
            message = f"The id `{new_id}` is used twice in this folder; rename one of the two."
            self.findings.append(place.within("id").finding(message))
            return False
        self._ids_here.add(new_id)
        return True

    def _require(
        self, entry: PracticeEntry | PackFile, place: Place, parts: tuple[str, ...], name: str
    ) -> None:
        given = _given(entry, parts)
        self.findings.extend(
            place.finding(f"{name} is new here and has no `{part}`; add it.")
            for part in parts
            if part not in given
        )


def _given(entry: PracticeEntry | PackFile, parts: tuple[str, ...]) -> dict[str, object]:
    written: dict[str, object] = {part: getattr(entry, part) for part in parts}
    return {part: value for part, value in written.items() if value is not None}
