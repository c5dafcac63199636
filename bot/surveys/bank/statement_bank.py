"""Reads the statement bank from knowledge folders, each laid over the ones before it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from bot.knowledge.files import Document, Finding, KnowledgeError, read_document
from bot.surveys.bank.assembly import Assembly, Mention
from bot.surveys.bank.domain import Dimension, Scale, StatementBank
from bot.surveys.bank.drafts import Drafts, Place
from bot.surveys.bank.question_files import (
    PackFile,
    QuestionFile,
    ScaleFile,
    StatementEntry,
    TrustFile,
)

M = TypeVar("M", bound=BaseModel)

_SCALES: Final = "scales.yaml"
_TRUST: Final = "trust.yaml"
_FILES: Final = frozenset({_SCALES, _TRUST, *(f"{dimension}.yaml" for dimension in Dimension)})
_PACKS: Final = "packs"


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
    stood; a new id is added after those known. A practice or pack already known may leave out
    whatever should stay as it was. What a file retires is not asked any more.

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
    drafts = reader.drafts
    assembly = Assembly(drafts, reader.scales, are_scales_whole=reader.are_scales_whole)
    bank = assembly.bank(trust=reader.trust)
    findings = [*drafts.findings, *assembly.findings]
    if not bank.practices and not findings:
        nothing = "There are no practices here; add culture.yaml, process.yaml or tools.yaml."
        findings.extend(Finding(folder / "questions", 1, nothing) for folder in folders)
    return BankReading(bank, tuple(findings), tuple(assembly.advice), tuple(assembly.mentions))


class _Reader:
    """Goes through the files of each folder in a fixed order."""

    def __init__(self) -> None:
        self.drafts = Drafts()
        self.scales: dict[str, Scale] = {}
        self.are_scales_whole = True
        self.trust: tuple[StatementEntry, Place] | None = None

    def read(self, folder: Path) -> None:
        """Lay one folder of question files over what has been read."""
        self.drafts.begin_folder()
        self._point_out_strangers(folder)
        self._read_scales(folder / _SCALES)
        for dimension in Dimension:
            self._read_dimension(dimension, folder / f"{dimension}.yaml")
        self._read_trust(folder / _TRUST)
        for file in sorted((folder / _PACKS).glob("*.yaml")):
            self._read_pack(file)

    def _read_dimension(self, dimension: Dimension, file: Path) -> None:
        document = self._document(file, QuestionFile)
        if document is None:
            return
        whole = Place(document)
        if document.content.dimension is dimension:
            self.drafts.lay_dimension(dimension, document.content, whole)
            return
        message = f"The file is named {file.name}; write `dimension: {dimension}`."
        self.drafts.findings.append(whole.within("dimension").finding(message))

    def _read_pack(self, file: Path) -> None:
        document = self._document(file, PackFile)
        if document is None:
            return
        whole = Place(document)
        if document.content.id == file.stem:
            self.drafts.lay_pack(document.content, whole)
            return
        message = f"The file is named {file.name}; write `id: {file.stem}`, or rename the file."
        self.drafts.findings.append(whole.within("id").finding(message))

    def _read_trust(self, file: Path) -> None:
        document = self._document(file, TrustFile)
        if document is not None:
            self.trust = (document.content.statement, Place(document).within("statement"))

    def _document(self, file: Path, model: type[M]) -> Document[M] | None:
        if not file.exists():
            return None
        try:
            return read_document(file, model)
        except KnowledgeError as error:
            self.drafts.findings.extend(error.findings)
            return None

    def _read_scales(self, file: Path) -> None:
        document = self._document(file, ScaleFile)
        if document is None:
            self.are_scales_whole = self.are_scales_whole and not file.exists()
            return
        for scale_id, entry in document.content.scales.items():
            self.scales[scale_id] = Scale(scale_id, entry.question, entry.options)

    def _point_out_strangers(self, folder: Path) -> None:
        # Left alone, a misspelt name would mean a file that is never read, without a word.
        names = f"the names are {', '.join(sorted(_FILES))}, and the folder {_PACKS}"
        self._point_out(folder, names, lambda file: file.name in _FILES or file.name == _PACKS)
        packs = folder / _PACKS
        if packs.exists() and not packs.is_dir():
            message = "This should be a folder with a file for each pack; move it into one."
            self.drafts.findings.append(Finding(packs, 1, message))
        a_name = "a pack's file is named like `security.yaml`"
        self._point_out(packs, a_name, lambda file: file.suffix == ".yaml")

    def _point_out(self, folder: Path, names: str, is_known: Callable[[Path], bool]) -> None:
        if not folder.is_dir():
            return
        self.drafts.findings.extend(
            Finding(file, 1, f"No file of this name is read; {names}. Rename it.")
            for file in sorted(folder.iterdir())
            if not is_known(file) and not file.name.startswith(".")
        )
