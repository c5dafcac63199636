"""Reads `concepts.yaml`: what different words have in common, for the recogniser."""

from collections import defaultdict
from pathlib import Path
from typing import Final

from bot.knowledge.files import (
    FileModel,
    Finding,
    KnowledgeError,
    OneLine,
    Slug,
    read_document,
)

CONCEPTS: Final = "concepts.yaml"


class ConceptsFile(FileModel):
    """The whole of `concepts.yaml`."""

    concepts: dict[Slug, tuple[OneLine, ...]]


def load_concepts(*folders: Path) -> dict[str, tuple[str, ...]]:
    """Return what all folders have; an installation's entries join those of the same name.

    Raises:
        KnowledgeError: a file is not in the form it should have.

    """
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for folder in folders:
        if (folder / CONCEPTS).exists():
            content = read_document(folder / CONCEPTS, ConceptsFile).content
            for name, entries in content.concepts.items():
                found[name] += entries
    return dict(found)


def check_concepts(*folders: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the files of knowledge folders."""
    try:
        load_concepts(*folders)
    except KnowledgeError as error:
        return error.findings
    return ()
