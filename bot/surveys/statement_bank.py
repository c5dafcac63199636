"""Reads the statement bank from knowledge folders, each laid over the ones before it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.knowledge.files import Document, Finding, KnowledgeError, read_document
from bot.knowledge.yaml_tree import YamlPath
from bot.surveys.bank import (
    Dimension,
    Practice,
    Scale,
    Statement,
    StatementBank,
    wording_advice,
    wording_faults,
)
from bot.surveys.question_files import PracticeEntry, QuestionFile, ScaleFile, StatementEntry

M = TypeVar("M", bound=BaseModel)

_SCALES = "scales.yaml"
_FILES = frozenset({_SCALES, *(f"{dimension}.yaml" for dimension in Dimension)})
_PARTS = ("name", "meaning", "anchors", "page")


@dataclass(frozen=True)
class Mention:
    """A place in a file where a statement says that it covers a point."""

    point_id: str
    file: Path
    line: int


@dataclass(frozen=True)
class BankReading:
    """What could be read, what is wrong with it, and what a person should look at again.

    A bank with findings is for counting only: what was faulty is left out of it.
    """

    bank: StatementBank
    findings: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    mentions: tuple[Mention, ...]


def load_bank(*folders: Path) -> StatementBank:
    """Return the statements of knowledge folders, the shipped one first.

    A practice, statement or scale with an id already known replaces the earlier one where it
    stood; a new id is added after those known. A practice already known may leave out whatever
    should stay as it was.

    Raises:
        KnowledgeError: with every fault found in the folders.

    """
    reading = read_bank(*folders)
    if reading.findings:
        raise KnowledgeError(reading.findings)
    return reading.bank


def read_bank(*folders: Path) -> BankReading:
    """Read as much of the bank as can be read, and say what is wrong with the rest."""
    reader = _Reader()
    for folder in folders:
        reader.read(folder / "questions")
    bank = reader.bank()
    if not bank.practices and not reader.findings:
        nothing = "There are no practices here; add culture.yaml, process.yaml or tools.yaml."
        reader.findings.extend(Finding(folder / "questions", 1, nothing) for folder in folders)
    return BankReading(bank, tuple(reader.findings), tuple(reader.advice), tuple(reader.mentions))


@dataclass(frozen=True)
class _Place:
    """Where an entry stands, so that a fault seen later can still name its line."""

    document: Document[QuestionFile]
    path: YamlPath

    def within(self, *steps: str | int) -> "_Place":
        return _Place(self.document, (*self.path, *steps))

    def finding(self, message: str) -> Finding:
        return self.document.finding(self.path, message)

    def mention(self, point_id: str) -> Mention:
        return Mention(point_id, self.document.file, self.document.line_of(self.path))


@dataclass
class _PracticeDraft:
    dimension: Dimension
    entry: PracticeEntry
    place: _Place
    statements: dict[str, tuple[StatementEntry, _Place]] = field(default_factory=dict)


class _Reader:
    """Lays folder over folder; dictionaries keep an id's first place when it is replaced."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.advice: list[Finding] = []
        self.mentions: list[Mention] = []
        self._scales: dict[str, Scale] = {}
        self._are_scales_whole = True
        self._practices: dict[str, _PracticeDraft] = {}

    def read(self, folder: Path) -> None:
        """Lay one folder of question files over what has been read."""
        self.findings.extend(_strangers(folder))
        self._read_scales(folder / _SCALES)
        ids_here: set[str] = set()
        for dimension in Dimension:
            document = self._document(folder / f"{dimension}.yaml", QuestionFile)
            if document is None:
                continue
            whole = _Place(document, ())
            if document.content.dimension is not dimension:
                self.findings.append(
                    whole.within("dimension").finding(
                        f"The file is named {dimension}.yaml; write `dimension: {dimension}`."
                    )
                )
                continue
            for number, entry in enumerate(document.content.practices):
                self._lay(dimension, entry, whole.within("practices", number), ids_here)

    def bank(self) -> StatementBank:
        """Return the bank, adding to the findings what shows only once every folder is read."""
        order = tuple(Dimension)
        drafts = sorted(self._practices.values(), key=lambda draft: order.index(draft.dimension))
        return StatementBank(tuple(self._practice(draft) for draft in drafts))

    def _document(self, file: Path, model: type[M]) -> Document[M] | None:
        if not file.exists():
            return None
        try:
            return read_document(file, model)
        except KnowledgeError as error:
            self.findings.extend(error.findings)
            return None

    def _read_scales(self, file: Path) -> None:
        document = self._document(file, ScaleFile)
        if document is None:
            # One fault in the scales must not be told again for every statement that uses one.
            self._are_scales_whole = self._are_scales_whole and not file.exists()
            return
        for scale_id, entry in document.content.scales.items():
            self._scales[scale_id] = Scale(scale_id, entry.question, entry.options)

    def _lay(
        self, dimension: Dimension, entry: PracticeEntry, place: _Place, ids_here: set[str]
    ) -> None:
        if not self._is_first(entry.id, place, ids_here):
            return
        draft = self._practices.get(entry.id)
        if draft is None:
            self._require_all_parts(entry, place)
            draft = self._practices[entry.id] = _PracticeDraft(dimension, entry, place)
        elif draft.dimension is not dimension:
            self.findings.append(
                place.finding(
                    f"The practice `{entry.id}` belongs to {draft.dimension}; "
                    f"move this to {draft.dimension}.yaml, or give it an id of its own."
                )
            )
            return
        else:
            draft.entry = draft.entry.model_copy(update=_given_parts(entry))
            draft.place = place
        for number, statement in enumerate(entry.statements):
            at = place.within("statements", number)
            if self._is_first(statement.id, at, ids_here):
                draft.statements[statement.id] = (statement, at)

    def _is_first(self, new_id: str, place: _Place, ids_here: set[str]) -> bool:
        if new_id in ids_here:
            message = f"The id `{new_id}` is used twice in this folder; rename one of the two."
            self.findings.append(place.within("id").finding(message))
            return False
        ids_here.add(new_id)
        return True

    def _require_all_parts(self, entry: PracticeEntry, place: _Place) -> None:
        given = _given_parts(entry)
        self.findings.extend(
            place.finding(f"The practice `{entry.id}` is new here and has no `{part}`; add it.")
            for part in _PARTS
            if part not in given
        )

    def _practice(self, draft: _PracticeDraft) -> Practice:
        entry = draft.entry
        if not draft.statements:
            message = f"The practice `{entry.id}` has no statements; add one, or take it out."
            self.findings.append(draft.place.finding(message))
        return Practice(
            id=entry.id,
            dimension=draft.dimension,
            name=entry.name or "",
            meaning=entry.meaning or "",
            anchors=entry.anchors or (),
            page=entry.page or "",
            statements=tuple(
                statement
                for written, place in draft.statements.values()
                if (statement := self._statement(entry.id, written, place)) is not None
            ),
        )

    def _statement(
        self, practice_id: str, entry: StatementEntry, place: _Place
    ) -> Statement | None:
        wording = place.within("text")
        self.findings.extend(wording.finding(fault) for fault in wording_faults(entry.text))
        self.advice.extend(wording.finding(advice) for advice in wording_advice(entry.text))
        self.mentions.extend(
            place.within("covers", number).mention(point_id)
            for number, point_id in enumerate(entry.covers)
        )
        if not entry.id.startswith(f"{practice_id}."):
            message = f"The id `{entry.id}` should begin with its practice: `{practice_id}.`"
            self.findings.append(place.within("id").finding(message))
        scale = self._scales.get(entry.scale)
        if scale is None:
            if self._are_scales_whole:
                known = ", ".join(self._scales) or "none yet: add scales.yaml"
                message = f"There is no scale `{entry.scale}`; known scales: {known}."
                self.findings.append(place.within("scale").finding(message))
            return None
        return Statement(entry.id, practice_id, entry.text, scale, entry.covers)


def _given_parts(entry: PracticeEntry) -> dict[str, object]:
    parts: dict[str, object] = {part: getattr(entry, part) for part in _PARTS}
    return {part: value for part, value in parts.items() if value is not None}


def _strangers(folder: Path) -> tuple[Finding, ...]:
    # Left alone, a misspelt name would mean a file that is never read, without a word.
    if not folder.is_dir():
        return ()
    known = ", ".join(sorted(_FILES))
    return tuple(
        Finding(file, 1, f"No file of this name is read; the names are {known}. Rename it.")
        for file in sorted(folder.iterdir())
        if file.name not in _FILES and not file.name.startswith(".")
    )
