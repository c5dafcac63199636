"""Reads the files people write in `knowledge/` into models, and reports each fault with its line.

A file that cannot be read whole is not read at all: nothing half-understood reaches a feature.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from bot.errors import UserFacingError
from bot.knowledge import faults
from bot.knowledge.yaml_tree import Fault, YamlFaultsError, YamlPath, YamlTree, read_tree

MAX_BYTES = 1_000_000

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG: Final = 60


@dataclass(frozen=True)
class Finding:
    """A fault in a file, said so that whoever wrote the file can mend it."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(UserFacingError):
    """Files in a knowledge folder need mending before they can be used."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


def _slug(value: str) -> str:
    if len(value) > MAX_SLUG or not SLUG.fullmatch(value):
        raise ValueError(
            f"should be like `two-words`: small letters, digits and single hyphens, "
            f"{MAX_SLUG} characters at most."
        )
    return value


def _one_line(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; write it.")
    if "\n" in value:
        raise ValueError("should be on one line.")
    if value != value.strip():
        raise ValueError("begins or ends with a space; take it out.")
    return value


Slug = Annotated[str, AfterValidator(_slug)]
OneLine = Annotated[str, AfterValidator(_one_line)]


class FileModel(BaseModel):
    """What models of knowledge files share: a name that is not known is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Document(Generic[M]):
    """A file's content together with where each part of it stands."""

    file: Path
    content: M
    _tree: YamlTree

    def line_of(self, path: YamlPath) -> int:
        """Return the line of the part at `path`, such as ("practices", 0, "name")."""
        return self._tree.line_of(path)

    def finding(self, path: YamlPath, message: str) -> Finding:
        """Return a finding about the part at `path`."""
        return Finding(self.file, self.line_of(path), message)


def read_text(file: Path, *, is_lenient: bool = False) -> str:
    """Return a knowledge file's text.

    Args:
        file: where it stands.
        is_lenient: show what is not UTF-8 as replacement characters, rather than refuse it.

    Raises:
        KnowledgeError: the file is missing, too large, not UTF-8, or no file that ever ends.

    """
    if file.exists() and not (file.is_file() or file.is_dir()):
        # To open a pipe waits for whoever writes into it, and a device may never end.
        raise _one_finding(file, 1, "This is no ordinary file; put one here instead.")
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _one_finding(file, 1, _cannot_open(error)) from error
    if len(content) > MAX_BYTES:
        raise _one_finding(
            file, 1, f"The file is larger than {MAX_BYTES // 1_000_000} MB; split it."
        )
    try:
        return content.decode("utf-8-sig", errors="replace" if is_lenient else "strict")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _one_finding(
            file, line, "There is a character that is not UTF-8; save the file as UTF-8."
        ) from error


def read_document(file: Path, model: type[M]) -> Document[M]:
    """Return a YAML file's content as `model`.

    Raises:
        KnowledgeError: with every fault found in the file.

    """
    return parse_document(read_text(file), model, file=file)


def parse_document(text: str, model: type[M], *, file: Path, first_line: int = 1) -> Document[M]:
    """Return YAML text as `model`; the text may be a part of the file, such as front matter.

    Raises:
        KnowledgeError: with every fault found in the text.

    """
    try:
        tree = read_tree(text, first_line=first_line)
    except YamlFaultsError as error:
        raise KnowledgeError(_findings(file, error.faults)) from error
    if not isinstance(tree.value, dict):
        raise _one_finding(
            file, first_line, "This should be a set of `name: value` lines; write it so."
        )
    try:
        content = model.model_validate(tree.value)
    except ValidationError as error:
        raise KnowledgeError(_findings(file, faults.faults(error, tree))) from error
    return Document(file=file, content=content, _tree=tree)


def _cannot_open(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file; add it."
    if isinstance(error, IsADirectoryError):
        return "This is a folder where a file should be; rename it."
    return f"The file can't be opened ({error.strerror}); check its permissions."


def _findings(file: Path, faults: tuple[Fault, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(file, fault.line, fault.message) for fault in faults)


def _one_finding(file: Path, line: int, message: str) -> KnowledgeError:
    return KnowledgeError((Finding(file, line, message),))
